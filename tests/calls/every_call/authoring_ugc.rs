//! The calls of authoring_ugc.

use halo_infinite::Client;
use halo_infinite::refdata::AssetKind;
use halo_infinite::services::authoring_ugc::VersionPatch;
use halo_infinite_sandbox::Sandbox;
use serde_json::json;

use super::{Call, call, newest_match};

pub fn calls(sandbox: &Sandbox, client: &Client) -> Vec<Call> {
    let me = sandbox.world().home().xuid();
    let ugc = client.authoring_ugc();
    let own = ugc.player_assets(me).kind(AssetKind::Map).send().unwrap();
    let (map, version) = (own.results[0].asset_id, own.results[0].latest_version_id.unwrap());
    let favorite = ugc.favorites_of(me, AssetKind::Map).send().unwrap();
    let favorite = favorite.results[0].asset_id;
    let match_id = newest_match(sandbox, client).match_id;
    let patch = VersionPatch::new().name("Renamed");
    vec![
        call(
            ugc.asset(AssetKind::Map, map),
            json!({ "kind": "Map", "asset_id": map }),
        ),
        call(
            ugc.latest_version(AssetKind::Map, map),
            json!({ "kind": "Map", "asset_id": map }),
        ),
        call(
            ugc.published_version(AssetKind::Map, map),
            json!({ "kind": "Map", "asset_id": map }),
        ),
        call(
            ugc.version(AssetKind::Map, map, version),
            json!({ "kind": "Map", "asset_id": map, "version_id": version }),
        ),
        call(
            ugc.versions(AssetKind::Map, map),
            json!({ "kind": "Map", "asset_id": map }),
        ),
        call(ugc.player_assets(me), json!({ "player": me })),
        call(ugc.favorites(me), json!({ "player": me })),
        call(
            ugc.favorites_of(me, AssetKind::Map),
            json!({ "player": me, "kind": "Map" }),
        ),
        call(
            ugc.favorite(me, AssetKind::Map, favorite),
            json!({ "player": me, "kind": "Map", "asset_id": favorite }),
        ),
        call(
            ugc.add_favorite(me, AssetKind::Map, map),
            json!({ "player": me, "kind": "Map", "asset_id": map }),
        ),
        call(
            ugc.favorite_film_of_match(me, match_id),
            json!({ "player": me, "match_id": match_id }),
        ),
        call(
            ugc.rate(me, AssetKind::Map, map, 5),
            json!({ "player": me, "kind": 2, "asset_id": map, "stars": 5 }),
        ),
        call(
            ugc.rating(me, AssetKind::Map, map),
            json!({ "player": me, "kind": "Map", "asset_id": map }),
        ),
        call(
            ugc.patch_version(AssetKind::Map, map, version, &patch),
            json!({ "kind": "Map", "asset_id": map, "version_id": version, "patch": { "name": "Renamed" } }),
        ),
    ]
}
