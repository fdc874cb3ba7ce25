//! The calls of discovery_ugc.

use halo_infinite::Client;
use halo_infinite::refdata::AssetKind;
use halo_infinite_sandbox::Sandbox;

use super::{Call, call, newest_match};

pub fn calls(sandbox: &Sandbox, client: &Client) -> Vec<Call> {
    let entry = newest_match(sandbox, client);
    let info = &entry.match_info;
    let pair = info.playlist_map_mode_pair.as_ref().unwrap();
    let playlist = info.playlist.as_ref().unwrap();
    let ugc = client.discovery_ugc();
    let pair_asset = ugc.map_mode_pair(pair).send().unwrap();
    let engine = ugc.ugc_game_variant(&info.ugc_game_variant).send().unwrap();
    let engine = engine.engine_game_variant_link.unwrap();
    let prefab = ugc.search_assets().kind(AssetKind::Prefab).send().unwrap();
    let project = ugc.custom_game_manifest().send().unwrap();
    let build = ugc.manifest_by_build("6.10025.12948.0").send().unwrap();
    let film = ugc.film_by_match_id(entry.match_id).send().unwrap();
    vec![
        call(ugc.map(&info.map_variant)),
        call(ugc.ugc_game_variant(info.ugc_game_variant.asset_id)),
        call(ugc.map_mode_pair(pair_asset.asset_id)),
        call(ugc.playlist(playlist)),
        call(ugc.engine_game_variant(engine.asset_id)),
        call(ugc.prefab(prefab.results[0].asset_id)),
        call(ugc.project(project.asset_id)),
        call(ugc.custom_game_manifest()),
        call(ugc.forge_templates()),
        call(ugc.forge_mode_categories()),
        call(ugc.community_tab()),
        call(ugc.recommended()),
        call(ugc.manifest(build.asset_id)),
        call(ugc.manifest_by_build("6.10025.12948.0")),
        call(ugc.manifest_by_branch("HIRC")),
        call(ugc.manifest_by_build_guid(build.custom_data.unwrap().build_guid.unwrap())),
        call(ugc.tags_info()),
        call(ugc.search_assets()),
        call(ugc.film_by_match_id(entry.match_id)),
        call(ugc.film(film.asset_id)),
    ]
}
