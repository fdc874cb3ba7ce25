//! The calls of authoring_ugc.

use halo_infinite::Client;
use halo_infinite::refdata::AssetKind;
use halo_infinite::services::authoring_ugc::VersionPatch;
use halo_infinite_sandbox::Sandbox;

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
        call(ugc.asset(AssetKind::Map, map)),
        call(ugc.latest_version(AssetKind::Map, map)),
        call(ugc.published_version(AssetKind::Map, map)),
        call(ugc.version(AssetKind::Map, map, version)),
        call(ugc.versions(AssetKind::Map, map)),
        call(ugc.player_assets(me)),
        call(ugc.favorites(me)),
        call(ugc.favorites_of(me, AssetKind::Map)),
        call(ugc.favorite(me, AssetKind::Map, favorite)),
        call(ugc.add_favorite(me, AssetKind::Map, map)),
        call(ugc.favorite_film_of_match(me, match_id)),
        call(ugc.rate(me, AssetKind::Map, map, 5)),
        call(ugc.rating(me, AssetKind::Map, map)),
        call(ugc.patch_version(AssetKind::Map, map, version, &patch)),
    ]
}
