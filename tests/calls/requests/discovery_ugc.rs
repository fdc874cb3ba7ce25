//! The calls of the UGC discovery service.

use halo_infinite::models::common::AssetReference;
use halo_infinite::refdata::AssetKind;
use halo_infinite::services::discovery_ugc::{SearchOrder, SearchSort};
use halo_infinite::types::PlayerId;
use uuid::Uuid;

use super::recorder::{get, get_with_clearance, refused, sent};

const HOST: &str = "https://discovery-infiniteugc.svc.halowaypoint.com";
const ASSET: &str = "70dd38c5-2eb7-4db3-8901-0dfca292ff18";
const VERSION: &str = "51817144-eb2e-408a-be19-0f46d4746d93";

/// Tests a kind of asset: one version, and the current version.
macro_rules! asset {
    ($method:ident, $path:literal, $with_version:ident) => {
        #[test]
        fn $method() {
            let current = format!("{HOST}/hi/{}/{ASSET}", $path);
            assert_eq!(
                sent(|client| client.discovery_ugc().$method(ASSET)),
                get(&current)
            );
            assert_eq!(
                sent(|client| client.discovery_ugc().$method((ASSET, VERSION))),
                $with_version(&format!("{current}/versions/{VERSION}"))
            );
            assert!(
                refused(|client| client.discovery_ugc().$method("x"))
                    .starts_with("asset_id: `x` is not a GUID")
            );
            let error = refused(|client| client.discovery_ugc().$method((ASSET, "../x")));
            assert!(
                error.starts_with("version_id: `../x` is not a GUID"),
                "{error}"
            );
        }
    };
}

asset!(map, "maps", get);
asset!(ugc_game_variant, "ugcGameVariants", get);
asset!(map_mode_pair, "mapModePairs", get_with_clearance);
asset!(playlist, "playlists", get_with_clearance);
asset!(engine_game_variant, "engineGameVariants", get);
asset!(prefab, "prefabs", get);
asset!(project, "projects", get);
asset!(manifest, "manifests", get_with_clearance);

#[test]
fn an_asset_reference_of_a_match_is_accepted_as_an_argument() {
    let reference = AssetReference::new(
        AssetKind::Map,
        Uuid::try_parse(ASSET).unwrap(),
        Uuid::try_parse(VERSION).unwrap(),
    );
    assert_eq!(
        sent(|client| client.discovery_ugc().map(&reference)),
        get(&format!("{HOST}/hi/maps/{ASSET}/versions/{VERSION}"))
    );
}

#[test]
fn requests_name_the_language() {
    let request = get(&format!("{HOST}/hi/maps/{ASSET}"));
    assert_eq!(
        sent(|client| client.discovery_ugc().map(ASSET).language("fr-FR")),
        request.replacen("accept", "accept-language: fr-FR\naccept", 1)
    );
    for tag in [
        "",
        "fr_FR",
        "fr-",
        "fr-FR, de",
        "fr\r\nX: 1",
        "français",
        "a-very-long-tag-that-no-language-has",
    ] {
        let error = refused(|client| client.discovery_ugc().map(ASSET).language(tag));
        assert!(
            error.starts_with("language: ") && error.contains("is not a language tag"),
            "{tag:?}: {error}"
        );
    }
}

#[test]
fn custom_game_manifest() {
    assert_eq!(
        sent(|client| client.discovery_ugc().custom_game_manifest()),
        get(&format!(
            "{HOST}/hi/projects/a9dc0785-2a99-4fec-ba6e-0216feaaf041"
        ))
    );
}

#[test]
fn well_known_projects() {
    let project = |id: &str| get_with_clearance(&format!("{HOST}/hi/projects/{id}"));
    assert_eq!(
        sent(|client| client.discovery_ugc().forge_templates()),
        project("bf0e9bab-6fed-47a4-8bf7-bfd4422ee552")
    );
    assert_eq!(
        sent(|client| client.discovery_ugc().forge_mode_categories()),
        project("aff73c44-0771-468f-b9cf-5c52eee7ab4c")
    );
    assert_eq!(
        sent(|client| client.discovery_ugc().community_tab()),
        project("90f9e508-99ce-411c-bf88-7bf12b5e9f52")
    );
    assert_eq!(
        sent(|client| client.discovery_ugc().recommended()),
        project("712add52-f989-48e1-b3bb-ac7cd8a1c17a")
    );
}

#[test]
fn manifest_by_build_guid() {
    assert_eq!(
        sent(|client| client.discovery_ugc().manifest_by_build_guid(ASSET)),
        get(&format!("{HOST}/hi/manifests/guids/{ASSET}/game"))
    );
    let error = refused(|client| client.discovery_ugc().manifest_by_build_guid("6.10025"));
    assert!(
        error.starts_with("build_guid: `6.10025` is not a GUID"),
        "{error}"
    );
}

#[test]
fn manifest_by_build() {
    assert_eq!(
        sent(|client| client.discovery_ugc().manifest_by_build("6.10025.12948.0")),
        get(&format!("{HOST}/hi/manifests/builds/6.10025.12948.0/game"))
    );
    assert!(refused(|client| client.discovery_ugc().manifest_by_build("..")).starts_with("build_number: "));
}

#[test]
fn manifest_by_branch() {
    assert_eq!(
        sent(|client| client.discovery_ugc().manifest_by_branch("release/1 a")),
        get(&format!("{HOST}/hi/manifests/branches/release%2F1%20a/game"))
    );
    assert!(refused(|client| client.discovery_ugc().manifest_by_branch("")).starts_with("branch_name: "));
}

#[test]
fn tags_info() {
    assert_eq!(
        sent(|client| client.discovery_ugc().tags_info()),
        get_with_clearance(&format!("{HOST}/hi/info/tags"))
    );
}

#[test]
fn film_by_match_id() {
    assert_eq!(
        sent(|client| client.discovery_ugc().film_by_match_id(ASSET)),
        get(&format!("{HOST}/hi/films/matches/{ASSET}/spectate"))
    );
    assert!(refused(|client| client.discovery_ugc().film_by_match_id("")).starts_with("match_id: "));
}

#[test]
fn film() {
    assert_eq!(
        sent(|client| client.discovery_ugc().film(ASSET)),
        get(&format!("{HOST}/hi/films/{ASSET}"))
    );
    assert!(refused(|client| client.discovery_ugc().film("x")).starts_with("asset_id: "));
}

#[test]
fn a_search_knows_every_form_of_authors() {
    let url = format!("{HOST}/hi/search?author=");
    for (author, sent_as) in [
        ("xuid(2533274855333605)", "xuid%282533274855333605%29"),
        ("2533274855333605", "xuid%282533274855333605%29"),
        (
            "aaid(5c7909e9-3620-4920-8abf-f18cfb4333b6)",
            "aaid%285c7909e9-3620-4920-8abf-f18cfb4333b6%29",
        ),
        ("atui(12)", "atui%2812%29"),
    ] {
        // The parentheses are encoded, as in every query.
        assert_eq!(
            sent(|client| client.discovery_ugc().search_assets().author(author)),
            get(&(url.clone() + sent_as))
        );
        let id = PlayerId::from(author);
        assert_eq!(
            sent(|client| client.discovery_ugc().search_assets().author(&id)),
            get(&(url.clone() + sent_as))
        );
    }
    let error = refused(|client| client.discovery_ugc().search_assets().author("aaid()"));
    assert_eq!(error, "author: `aaid()` has no ID");
    assert_eq!(
        sent(|client| client.discovery_ugc().search_assets().include_times(false)),
        get(&format!("{HOST}/hi/search?include-times=false"))
    );
}

#[test]
fn search_assets() {
    let url = format!("{HOST}/hi/search");
    assert_eq!(sent(|client| client.discovery_ugc().search_assets()), get(&url));
    let time = |text: &str| Some(text.parse().unwrap());
    assert_eq!(
        sent(|client| client
            .discovery_ugc()
            .search_assets()
            .start(10)
            .count(101)
            .sort(SearchSort::PlaysRecent, SearchOrder::Descending)
            .kind(AssetKind::UgcGameVariant)
            .term("husky & raid")
            .tags(["343i", " ctf "])
            .author(2_533_274_855_333_605)
            .average_rating_min(4.5)
            .created(time("2023-01-01T00:00:00Z"), None)
            .modified(None, time("2024-01-01T00:00:00Z"))
            .published(time("2023-01-01T00:00:00Z"), time("2024-01-01T12:30:00.5Z"))),
        get(&format!(
            "{url}?start=10&count=101&sort=playsrecent&order=desc&assetKind=UgcGameVariant\
             &term=husky%20%26%20raid&tags=343i&tags=ctf&author=xuid%282533274855333605%29\
             &averageRatingMin=4.5&fromDateCreatedUtc=2023-01-01T00%3A00%3A00Z\
             &toDateModifiedUtc=2024-01-01T00%3A00%3A00Z&fromDatePublishedUtc=2023-01-01T00%3A00%3A00Z\
             &toDatePublishedUtc=2024-01-01T12%3A30%3A00.5Z"
        ))
    );
    for (sort, name) in [
        (SearchSort::Name, "name"),
        (SearchSort::Likes, "likes"),
        (SearchSort::Bookmarks, "bookmarks"),
        (SearchSort::PlaysAllTime, "playsalltime"),
        (SearchSort::NumberOfObjects, "numberofobjects"),
        (SearchSort::DateCreatedUtc, "datecreatedutc"),
        (SearchSort::DateModifiedUtc, "datemodifiedutc"),
        (SearchSort::DatePublishedUtc, "datepublishedutc"),
        (SearchSort::ParentAssetCount, "parentassetcount"),
        (SearchSort::AverageRating, "averagerating"),
        (SearchSort::NumberOfRatings, "numberofratings"),
    ] {
        assert_eq!(
            sent(|client| client
                .discovery_ugc()
                .search_assets()
                .sort(sort, SearchOrder::Ascending)),
            get(&format!("{url}?sort={name}&order=asc"))
        );
    }
}

#[test]
fn invalid_searches_are_refused() {
    let time = |text: &str| Some(text.parse().unwrap());
    for (error, reason) in [
        (
            refused(|client| client.discovery_ugc().search_assets().count(0)),
            "count: 0 is not allowed: request 1 to 101",
        ),
        (
            refused(|client| client.discovery_ugc().search_assets().count(102)),
            "count: 102 is not allowed",
        ),
        (
            refused(|client| client.discovery_ugc().search_assets().kind(AssetKind::Film)),
            "kind: Film cannot be searched for: choose Map, Prefab or UgcGameVariant",
        ),
        (
            refused(|client| client.discovery_ugc().search_assets().term(" ")),
            "term: it is empty",
        ),
        (
            refused(|client| client.discovery_ugc().search_assets().tags(["a", ""])),
            "tags: one of them is empty",
        ),
        (
            refused(|client| client.discovery_ugc().search_assets().author("Test Tag")),
            "author: `Test Tag` is a gamertag",
        ),
        (
            refused(|client| client.discovery_ugc().search_assets().average_rating_min(5.1)),
            "average_rating_min: 5.1 is not allowed: ratings go from 0 to 5 stars",
        ),
        (
            refused(|client| {
                client
                    .discovery_ugc()
                    .search_assets()
                    .average_rating_min(f64::NAN)
            }),
            "average_rating_min: NaN is not allowed",
        ),
        (
            refused(|client| {
                client
                    .discovery_ugc()
                    .search_assets()
                    .created(time("2024-01-01T00:00:00Z"), time("2023-01-01T00:00:00Z"))
            }),
            "created: the period ends before it starts",
        ),
    ] {
        assert!(error.starts_with(reason), "{error}");
    }
}
