//! One asset: its newest version, and whether a response is about it.

use crate::calls::Calls;
use halo_api::clients::hi::HaloInfiniteClient;
use halo_api::clients::hi::models::{AssetLink, UgcAssetKind};
use serde_json::json;

/// The newest version of an asset.
pub async fn current(calls: &Calls, halo: &HaloInfiniteClient, kind: UgcAssetKind, id: &str) {
    let arguments = format!("{kind:?} {id}");
    let (method, asset) = match kind {
        UgcAssetKind::Film => ("film_asset", halo.film_asset(id).await),
        UgcAssetKind::Prefab => ("prefab_asset", halo.prefab_asset(id).await),
        UgcAssetKind::EngineGameVariant => ("engine_game_variant", halo.engine_game_variant(id).await),
        _ => ("asset", halo.asset(kind, id).await),
    };
    let method = format!("HaloInfiniteClient::{method}");
    let Some(asset) = calls.result(&method, &arguments, asset) else {
        return;
    };
    let asset = asset.asset;
    calls.check(
        &method,
        &arguments,
        asset.asset_id.eq_ignore_ascii_case(id),
        "another asset",
    );
    let fact = json!({ "name": asset.public_name, "version": asset.version_id.to_lowercase() });
    calls.fact(format!("asset/{}/{}", kind_name(kind), id.to_lowercase()), fact);
}

fn kind_name(kind: UgcAssetKind) -> &'static str {
    match kind {
        UgcAssetKind::Map => "maps",
        UgcAssetKind::Playlist => "playlists",
        UgcAssetKind::GameMode => "ugcgamevariants",
        UgcAssetKind::MapModePair => "mapmodepairs",
        UgcAssetKind::Film => "films",
        UgcAssetKind::Prefab => "prefabs",
        UgcAssetKind::EngineGameVariant => "enginegamevariants",
    }
}

/// The service must return the asset and the version of the request.
pub fn same(calls: &Calls, method: &str, asset: &AssetLink, id: &str, version: &str) {
    let right = asset.asset_id.eq_ignore_ascii_case(id) && asset.version_id.eq_ignore_ascii_case(version);
    calls.check(
        &format!("HaloInfiniteClient::{method}"),
        id,
        right,
        "another asset or version",
    );
}
