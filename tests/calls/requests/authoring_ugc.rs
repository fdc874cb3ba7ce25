//! The calls of the UGC authoring service.

use halo_infinite::refdata::AssetKind;
use halo_infinite::services::authoring_ugc::VersionPatch;
use halo_infinite::services::discovery_ugc::{SearchOrder, SearchSort};

use super::recorder::{Taken, get, refused, sent};

const HOST: &str = "https://authoring-infiniteugc.svc.halowaypoint.com";
const ASSET: &str = "70dd38c5-2eb7-4db3-8901-0dfca292ff18";
const VERSION: &str = "51817144-eb2e-408a-be19-0f46d4746d93";
const XUID: u64 = 2_533_274_855_333_605;

/// A request with a body, with the headers of every request.
fn with_body(method: &str, path: &str, body: &str) -> Taken {
    let get = get(&format!("{HOST}{path}"));
    let request = get.replacen("GET", method, 1);
    request.replacen("user-agent", "content-type: application/json\nuser-agent", 1) + "\n" + body
}

#[test]
fn asset() {
    assert_eq!(
        sent(|client| client.authoring_ugc().asset(AssetKind::Prefab, ASSET)),
        get(&format!("{HOST}/hi/prefabs/{ASSET}"))
    );
    let error = refused(|client| client.authoring_ugc().asset(AssetKind::Prefab, "x"));
    assert!(error.starts_with("asset_id: `x` is not a GUID"), "{error}");
}

#[test]
fn every_kind_has_its_segment() {
    for (kind, segment) in [
        (AssetKind::Film, "films"),
        (AssetKind::Map, "maps"),
        (AssetKind::Playlist, "playlists"),
        (AssetKind::Prefab, "prefabs"),
        (AssetKind::UgcGameVariant, "ugcGameVariants"),
        (AssetKind::MapModePair, "mapModePairs"),
        (AssetKind::Project, "projects"),
        (AssetKind::Manifest, "manifests"),
        (AssetKind::EngineGameVariant, "engineGameVariants"),
    ] {
        assert_eq!(
            sent(|client| client.authoring_ugc().latest_version(kind, ASSET)),
            get(&format!("{HOST}/hi/{segment}/{ASSET}/versions/latest"))
        );
    }
    for kind in [AssetKind::TestAsset, AssetKind::Unknown(77)] {
        let error = refused(|client| client.authoring_ugc().latest_version(kind, ASSET));
        assert!(error.starts_with("kind: the service is not known"), "{error}");
    }
}

#[test]
fn versions() {
    let url = format!("{HOST}/hi/maps/{ASSET}/versions");
    assert_eq!(
        sent(|client| client.authoring_ugc().published_version(AssetKind::Map, ASSET)),
        get(&format!("{url}/published"))
    );
    assert_eq!(
        sent(|client| client.authoring_ugc().version(AssetKind::Map, ASSET, VERSION)),
        get(&format!("{url}/{VERSION}"))
    );
    assert_eq!(
        sent(|client| client.authoring_ugc().versions(AssetKind::Map, ASSET)),
        get(&url)
    );
    assert_eq!(
        sent(|client| client
            .authoring_ugc()
            .versions(AssetKind::Map, ASSET)
            .start(25)
            .count(5)),
        get(&format!("{url}?start=25&count=5"))
    );
    let error = refused(|client| client.authoring_ugc().version(AssetKind::Map, ASSET, "latest"));
    assert!(error.starts_with("version_id: `latest` is not a GUID"), "{error}");
}

#[test]
fn player_assets() {
    let url = format!("{HOST}/hi/players/xuid({XUID})/assets");
    assert_eq!(
        sent(|client| client.authoring_ugc().player_assets(XUID)),
        get(&url)
    );
    assert_eq!(
        sent(|client| client
            .authoring_ugc()
            .player_assets(XUID)
            .start(3)
            .count(25)
            .include_times(true)
            .sort(SearchSort::DateModifiedUtc, SearchOrder::Descending)
            .keywords(["rusty", " foundry "])
            .kind(AssetKind::UgcGameVariant)),
        get(&format!(
            "{url}?start=3&count=25&include-times=true&sort=datemodifiedutc&order=desc\
             &keywords=rusty%2Cfoundry&kind=UgcGameVariant"
        ))
    );
    for (error, reason) in [
        (
            refused(|client| client.authoring_ugc().player_assets("Test Tag")),
            "player: `Test Tag` is a gamertag",
        ),
        (
            refused(|client| client.authoring_ugc().player_assets(XUID).count(26)),
            "count: 26 is not allowed: request 1 to 25",
        ),
        (
            refused(|client| client.authoring_ugc().player_assets(XUID).count(0)),
            "count: 0 is not allowed",
        ),
        (
            refused(|client| client.authoring_ugc().player_assets(XUID).keywords(["a,b"])),
            "keywords: one of them is empty, or has a comma",
        ),
        (
            refused(|client| {
                client
                    .authoring_ugc()
                    .player_assets(XUID)
                    .keywords(Vec::<&str>::new())
            }),
            "keywords: one of them is empty",
        ),
        (
            refused(|client| {
                client
                    .authoring_ugc()
                    .player_assets(XUID)
                    .kind(AssetKind::Unknown(9))
            }),
            "kind: the service is not known",
        ),
    ] {
        assert!(error.starts_with(reason), "{error}");
    }
}

#[test]
fn favorites_and_ratings() {
    let url = format!("{HOST}/hi/players/xuid({XUID})");
    assert_eq!(
        sent(|client| client.authoring_ugc().favorites(XUID)),
        get(&format!("{url}/favorites"))
    );
    assert_eq!(
        sent(|client| client
            .authoring_ugc()
            .favorites_of(XUID, AssetKind::Map)
            .start(13)),
        get(&format!("{url}/favorites/maps?start=13"))
    );
    assert_eq!(
        sent(|client| client.authoring_ugc().favorite(XUID, AssetKind::Film, ASSET)),
        get(&format!("{url}/favorites/films/{ASSET}"))
    );
    assert_eq!(
        sent(|client| client
            .authoring_ugc()
            .rating(XUID, AssetKind::UgcGameVariant, ASSET)),
        get(&format!("{url}/ratings/ugcGameVariants/{ASSET}"))
    );
}

#[test]
fn add_favorite() {
    let path = format!("/hi/players/xuid({XUID})/favorites");
    assert_eq!(
        sent(|client| client.authoring_ugc().add_favorite(XUID, AssetKind::Map, ASSET)),
        with_body("PUT", &format!("{path}/maps/{ASSET}"), "{}")
    );
    assert_eq!(
        sent(|client| client
            .authoring_ugc()
            .add_favorite(XUID, AssetKind::Map, (ASSET, VERSION))),
        with_body(
            "PUT",
            &format!("{path}/maps/{ASSET}"),
            &format!("{{\"AssetVersionId\":\"{VERSION}\"}}")
        )
    );
    assert_eq!(
        sent(|client| client.authoring_ugc().favorite_film_of_match(XUID, ASSET)),
        with_body("PUT", &format!("{path}/films/matches/{ASSET}"), "{}")
    );
    let error = refused(|client| client.authoring_ugc().add_favorite(XUID, AssetKind::Map, "x"));
    assert!(error.starts_with("asset_id: `x` is not a GUID"), "{error}");
    let error = refused(|client| client.authoring_ugc().favorite_film_of_match(XUID, ""));
    assert!(error.starts_with("match_id: "), "{error}");
}

#[test]
fn rate() {
    assert_eq!(
        sent(|client| client.authoring_ugc().rate(XUID, AssetKind::Prefab, ASSET, 4)),
        with_body(
            "PUT",
            &format!("/hi/players/xuid({XUID})/ratings/prefabs/{ASSET}"),
            "{\"CustomData\":{\"Score\":4}}"
        )
    );
    for stars in [0, 6] {
        let error = refused(|client| client.authoring_ugc().rate(XUID, AssetKind::Prefab, ASSET, stars));
        assert_eq!(
            error,
            format!("stars: {stars} is not allowed: ratings go from 1 to 5 stars")
        );
    }
}

#[test]
fn patch_version() {
    let patch = |patch: VersionPatch| {
        sent(move |client| {
            client
                .authoring_ugc()
                .patch_version(AssetKind::Map, ASSET, VERSION, &patch)
        })
    };
    let path = format!("/hi/maps/{ASSET}/versions/{VERSION}");
    for (change, body) in [
        (VersionPatch::new().name("New"), "{\"PublicName\":\"New\"}"),
        (VersionPatch::new().description(""), "{\"Description\":\"\"}"),
        (
            VersionPatch::new().tags(["ctf", "4v4"]),
            "{\"Tags\":[\"ctf\",\"4v4\"]}",
        ),
        (
            VersionPatch::new()
                .tags(Vec::<String>::new())
                .name("A")
                .description("B"),
            "{\"PublicName\":\"A\",\"Description\":\"B\",\"Tags\":[]}",
        ),
    ] {
        assert_eq!(patch(change), with_body("PATCH", &path, body));
    }
    for (change, reason) in [
        (VersionPatch::new(), "patch: it changes nothing"),
        (VersionPatch::new().name(" "), "patch: the name is empty"),
        (
            VersionPatch::new().tags(["a", ""]),
            "patch: one of the tags is empty",
        ),
    ] {
        let error = refused(|client| {
            client
                .authoring_ugc()
                .patch_version(AssetKind::Map, ASSET, VERSION, &change)
        });
        assert!(error.starts_with(reason), "{error}");
    }
}
