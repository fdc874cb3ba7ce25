//! The authors' side of user-generated content: own assets and their versions.

use std::collections::HashSet;

use halo_infinite::models::authoring_ugc::AuthoringAsset;
use halo_infinite::models::discovery_ugc::Asset;
use halo_infinite::refdata::{AssetHome, AssetKind};
use halo_infinite::services::authoring_ugc::VersionPatch;
use halo_infinite::services::discovery_ugc::{SearchOrder, SearchSort};
use halo_infinite::{Client, RetryPolicy, Xuid};
use halo_infinite_sandbox::{Answer, Sandbox};

pub fn writer(sandbox: &Sandbox) -> Client {
    Client::builder()
        .environment(sandbox.environment())
        .tokens(sandbox.spartan_token(), sandbox.clearance())
        .retries(RetryPolicy::new().initial_backoff(std::time::Duration::ZERO))
        .unlimited()
        .allow_writes()
        .build()
        .unwrap()
}

pub fn home(sandbox: &Sandbox) -> Xuid {
    Xuid::new(sandbox.world().home().xuid()).unwrap()
}

/// All own assets.
fn own(client: &Client, me: Xuid) -> Vec<AuthoringAsset> {
    let assets = client.authoring_ugc().player_assets(me).count(4);
    assets.iter().collect::<Result<_, _>>().unwrap()
}

#[test]
fn own_assets_are_those_of_the_search_and_own_films() {
    let sandbox = Sandbox::start().unwrap();
    let client = writer(&sandbox);
    let me = home(&sandbox);
    let own = own(&client, me);
    assert!(own.iter().all(|asset| {
        asset.asset_home == Some(AssetHome::Player) && asset.admin.as_ref().unwrap().xuid() == Some(me)
    }));
    let ids = |kind| -> HashSet<_> {
        let of_kind = own.iter().filter(|asset| asset.kind == kind);
        of_kind.map(|asset| asset.asset_id).collect()
    };
    for kind in [AssetKind::Map, AssetKind::Prefab, AssetKind::UgcGameVariant] {
        let search = client.discovery_ugc().search_assets().author(me).kind(kind);
        let found: HashSet<_> = search.iter().map(|asset| asset.unwrap().asset_id).collect();
        assert!(!found.is_empty(), "{kind}");
        assert_eq!(ids(kind), found, "{kind}");
        let of_kind = client.authoring_ugc().player_assets(me).kind(kind);
        assert_eq!(of_kind.iter().count(), found.len());
    }
    let films = ids(AssetKind::Film);
    assert!(!films.is_empty());
    for id in films {
        let version = client.authoring_ugc().latest_version(AssetKind::Film, id);
        let version = version.send().unwrap();
        let film = client.discovery_ugc().film(id).send().unwrap();
        assert_eq!(version.film(), film.custom_data);
        assert_eq!(version.asset_version_files, film.files);
        assert_eq!(film.kind(), AssetKind::Film);
        let by_match = film.custom_data.as_ref().unwrap().match_id.unwrap();
        let by_match = client.discovery_ugc().film_by_match_id(by_match).send().unwrap();
        assert_eq!(film.to_film(), Some(by_match));
    }
}

#[test]
fn assets_are_sorted_and_narrowed() {
    let sandbox = Sandbox::start().unwrap();
    let client = writer(&sandbox);
    let assets = client.authoring_ugc().player_assets(home(&sandbox));
    let names = |order| {
        let sorted = assets
            .clone()
            .sort(SearchSort::Name, order)
            .count(25)
            .send()
            .unwrap();
        let names = sorted
            .results
            .into_iter()
            .map(|asset| asset.internal_name.unwrap());
        names.map(|name| name.to_lowercase()).collect::<Vec<_>>()
    };
    let ascending = names(SearchOrder::Ascending);
    assert!(ascending.is_sorted() && ascending.len() > 3, "{ascending:?}");
    assert_ne!(names(SearchOrder::Descending)[0], ascending[0]);
    let word = ascending[0].split(' ').next().unwrap();
    let narrowed = assets.clone().keywords([word, "nowhere"]).send().unwrap();
    assert!(narrowed.results.iter().all(|asset| {
        let name = asset.public_name.as_deref().unwrap().to_lowercase();
        name.contains(word)
    }));
    assert!(!narrowed.results.is_empty());
    let timeless = assets.include_times(false).send().unwrap();
    assert_eq!(timeless.results[0].created_date_utc, None);
    let search = client.discovery_ugc().search_assets();
    let timeless = search.clone().include_times(false).send().unwrap();
    assert_eq!(timeless.results[0].date_created_utc, None);
    assert!(search.send().unwrap().results[0].date_created_utc.is_some());
}

#[test]
fn an_asset_has_its_versions() {
    let sandbox = Sandbox::start().unwrap();
    let client = writer(&sandbox);
    let ugc = client.authoring_ugc();
    let mut several = 0;
    for asset in own(&client, home(&sandbox)) {
        let (kind, id) = (asset.kind, asset.asset_id);
        assert_eq!(
            ugc.asset(kind, id).send().unwrap().created_date_utc,
            asset.created_date_utc
        );
        let versions = ugc.versions(kind, id).count(2).iter();
        let versions: Vec<_> = versions.collect::<Result<_, _>>().unwrap();
        let latest = ugc.latest_version(kind, id).send().unwrap();
        assert_eq!(Some(latest.asset_version_id), asset.latest_version_id);
        assert_eq!(Some(&latest.public_name), asset.public_name.as_ref());
        assert_eq!(versions[0].asset_version_id, latest.asset_version_id);
        for pair in versions.windows(2) {
            assert_eq!(pair[0].previous_asset_version_id, Some(pair[1].asset_version_id));
            several += 1;
        }
        for listed in &versions {
            let version = ugc.version(kind, id, listed.asset_version_id).send().unwrap();
            assert_eq!(version.version_number, listed.version_number);
            assert!(listed.asset_version_files.file_relative_paths.is_empty());
            if let Some(url) = version.thumbnail_url() {
                let image = client.blobs().asset_file(&url).send().unwrap();
                assert_eq!(image.content_type.as_deref(), Some("image/jpeg"));
            }
        }
        let published = ugc.published_version(kind, id).send().unwrap();
        assert!(
            versions
                .iter()
                .any(|version| version.asset_version_id == published.asset_version_id)
        );
    }
    assert!(several > 3, "{several}");
}

#[test]
fn data_of_others_and_unknown_assets_are_refused() {
    let sandbox = Sandbox::start().unwrap();
    let client = writer(&sandbox);
    let ugc = client.authoring_ugc();
    let me = home(&sandbox);
    let other = sandbox.world().people()[1].xuid();
    let search = client
        .discovery_ugc()
        .search_assets()
        .kind(AssetKind::Map)
        .count(101);
    let maps = search.send().unwrap().results;
    let foreign = maps
        .iter()
        .find(|map| map.original_author.as_ref().unwrap().xuid() != Some(me))
        .unwrap();
    let (id, version) = (foreign.asset_id, foreign.asset_version_id);
    let patch = VersionPatch::new().name("Mine");
    let status = |error: halo_infinite::Error| error.status();
    for refused in [
        ugc.asset(AssetKind::Map, id).send().map(drop),
        ugc.latest_version(AssetKind::Map, id).send().map(drop),
        ugc.versions(AssetKind::Map, id).send().map(drop),
        ugc.patch_version(AssetKind::Map, id, version, &patch)
            .send()
            .map(drop),
        ugc.player_assets(other).send().map(drop),
        ugc.favorites(other).send().map(drop),
        ugc.favorites_of(other, AssetKind::Map).send().map(drop),
        ugc.favorite(other, AssetKind::Map, id).send().map(drop),
        ugc.rating(other, AssetKind::Map, id).send().map(drop),
        ugc.add_favorite(other, AssetKind::Map, id).send().map(drop),
        ugc.rate(other, AssetKind::Map, id, 1).send().map(drop),
    ] {
        assert_eq!(refused.map_err(status), Err(Some(403)));
    }
    // The GUID of a version is not one of an asset.
    for missing in [
        ugc.asset(AssetKind::Map, version).send().map(drop),
        ugc.asset(AssetKind::Prefab, id).send().map(drop),
        ugc.add_favorite(me, AssetKind::Map, version).send().map(drop),
        ugc.add_favorite(me, AssetKind::Map, (id, id)).send().map(drop),
        ugc.rate(me, AssetKind::Map, version, 1).send().map(drop),
        ugc.favorite_film_of_match(me, version).send().map(drop),
        client.discovery_ugc().film(version).send().map(drop),
    ] {
        assert_eq!(missing.map_err(status), Err(Some(404)));
    }
}

#[test]
fn a_refused_write_sends_nothing() {
    let sandbox = Sandbox::start().unwrap();
    let client = sandbox.client().unwrap();
    let ugc = client.authoring_ugc();
    let (me, kind, id) = (home(&sandbox), AssetKind::Map, uuid::Uuid::from_u128(1));
    let patch = VersionPatch::new().name("New");
    for refused in [
        ugc.add_favorite(me, kind, id).send().map(drop),
        ugc.favorite_film_of_match(me, id).send().map(drop),
        ugc.rate(me, kind, id, 5).send().map(drop),
        ugc.patch_version(kind, id, id, &patch).send().map(drop),
    ] {
        let error = refused.unwrap_err().to_string();
        assert!(error.starts_with("allow_writes: authoring_ugc."), "{error}");
    }
    assert!(sandbox.take_requests().is_empty());
}

#[test]
fn new_texts_of_a_version_are_visible_to_all() {
    let sandbox = Sandbox::start().unwrap();
    let client = writer(&sandbox);
    let (ugc, discovery) = (client.authoring_ugc(), client.discovery_ugc());
    let me = home(&sandbox);
    let map = ugc
        .player_assets(me)
        .kind(AssetKind::Map)
        .send()
        .unwrap()
        .results
        .swap_remove(0);
    let before = ugc
        .published_version(AssetKind::Map, map.asset_id)
        .send()
        .unwrap();
    let id = (map.asset_id, before.asset_version_id);
    let patch = VersionPatch::new().name("Renewed").tags(["remake"]);
    let after = ugc
        .patch_version(AssetKind::Map, id.0, id.1, &patch)
        .send()
        .unwrap();
    assert_eq!(
        (after.public_name.as_str(), &after.tags[..]),
        ("Renewed", &["remake".to_owned()][..])
    );
    assert_eq!(after.description, before.description);
    assert!(after.last_modified_date > before.last_modified_date);
    let published = discovery.map(map.asset_id).send().unwrap();
    assert_eq!(
        (published.public_name, published.tags),
        (after.public_name, after.tags)
    );
    let found = discovery
        .search_assets()
        .author(me)
        .term("renewed")
        .send()
        .unwrap();
    assert_eq!(found.results[0].asset_id, map.asset_id);

    // A second change keeps the first.
    let patch = VersionPatch::new().description("As new.");
    let after = ugc
        .patch_version(AssetKind::Map, id.0, id.1, &patch)
        .send()
        .unwrap();
    assert_eq!(
        (after.public_name.as_str(), after.description.as_deref()),
        ("Renewed", Some("As new."))
    );
}

#[test]
fn a_patch_is_not_sent_twice_and_a_favorite_is() {
    let sandbox = Sandbox::start().unwrap();
    let client = writer(&sandbox);
    let ugc = client.authoring_ugc();
    let me = home(&sandbox);
    let map = ugc
        .player_assets(me)
        .kind(AssetKind::Map)
        .send()
        .unwrap()
        .results
        .swap_remove(0);
    let version = map.latest_version_id.unwrap();
    let patch = VersionPatch::new().name("New");
    sandbox.clear_requests();
    sandbox.answer_next("/authoring_ugc", Answer::new(503));
    let request = ugc.patch_version(AssetKind::Map, map.asset_id, version, &patch);
    assert_eq!(request.send().unwrap_err().status(), Some(503));
    assert_eq!(sandbox.take_requests().len(), 1);
    let latest = ugc.latest_version(AssetKind::Map, map.asset_id).send().unwrap();
    assert_eq!(Some(latest.public_name), map.public_name);

    // A favourite may be added twice.
    sandbox.clear_requests();
    sandbox.answer_next("/authoring_ugc", Answer::new(503));
    ugc.add_favorite(me, AssetKind::Map, map.asset_id).send().unwrap();
    assert_eq!(sandbox.take_requests().len(), 2);
}
