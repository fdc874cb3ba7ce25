//! The calls of discovery_ugc.

use halo_infinite::Client;
use halo_infinite::models::common::AssetReference;
use halo_infinite::refdata::AssetKind;
use halo_infinite_sandbox::Sandbox;
use serde_json::{Value, json};

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
    let build_guid = build.custom_data.as_ref().unwrap().build_guid.unwrap();
    let film = ugc.film_by_match_id(entry.match_id).send().unwrap();
    vec![
        call(
            ugc.map(&info.map_variant),
            json!({ "id": versioned(&info.map_variant) }),
        ),
        call(
            ugc.ugc_game_variant(info.ugc_game_variant.asset_id),
            json!({ "id": info.ugc_game_variant.asset_id }),
        ),
        call(
            ugc.map_mode_pair(pair_asset.asset_id),
            json!({ "id": pair_asset.asset_id }),
        ),
        call(ugc.playlist(playlist), json!({ "id": versioned(playlist) })),
        call(
            ugc.engine_game_variant(engine.asset_id),
            json!({ "id": engine.asset_id }),
        ),
        call(
            ugc.prefab(prefab.results[0].asset_id),
            json!({ "id": prefab.results[0].asset_id }),
        ),
        call(
            ugc.project(project.asset_id),
            json!({ "id": { "asset_id": project.asset_id } }),
        ),
        call(ugc.custom_game_manifest(), json!({})),
        call(ugc.forge_templates(), json!({})),
        call(ugc.forge_mode_categories(), json!({})),
        call(ugc.community_tab(), json!({})),
        call(ugc.recommended(), json!({})),
        call(ugc.manifest(build.asset_id), json!({ "id": build.asset_id })),
        call(
            ugc.manifest_by_build("6.10025.12948.0"),
            json!({ "build_number": "6.10025.12948.0" }),
        ),
        call(ugc.manifest_by_branch("HIRC"), json!({ "branch_name": "HIRC" })),
        call(
            ugc.manifest_by_build_guid(build_guid),
            json!({ "build_guid": build_guid }),
        ),
        call(ugc.tags_info(), json!({})),
        call(ugc.search_assets(), json!({})),
        call(
            ugc.film_by_match_id(entry.match_id),
            json!({ "match_id": entry.match_id }),
        ),
        call(ugc.film(film.asset_id), json!({ "asset_id": film.asset_id })),
    ]
}

/// An asset in a version.
fn versioned(link: &AssetReference) -> Value {
    json!({ "asset_id": link.asset_id, "version_id": link.version_id })
}
