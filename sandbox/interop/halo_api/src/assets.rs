//! Maps, modes, playlists and their pairs.

use crate::calls::Calls;
use halo_api::clients::hi::HaloInfiniteClient;
use halo_api::clients::hi::models::{AssetLink, GameModeId, MapId, MatchStats, PlaylistId, UgcAssetKind};
use serde_json::json;
use std::collections::BTreeSet;

/// An asset and its version.
type Versioned = (String, String);

/// The assets of some matches.
#[derive(Default)]
pub struct Used {
    pub playlists: BTreeSet<String>,
    maps: BTreeSet<Versioned>,
    modes: BTreeSet<Versioned>,
}

pub fn used_in(stats: &[MatchStats]) -> Used {
    let mut used = Used::default();
    for info in stats.iter().map(|stats| &stats.info) {
        used.playlists.extend(
            info.playlist
                .iter()
                .map(|playlist| playlist.asset_id.to_lowercase()),
        );
        used.maps.extend(
            info.map_variant
                .iter()
                .map(|map| (map.asset_id.clone(), map.version_id.clone())),
        );
        used.modes.extend(
            info.ugc_game_variant
                .iter()
                .map(|mode| (mode.asset_id.clone(), mode.version_id.clone())),
        );
    }
    used
}

pub async fn all(calls: &Calls, halo: &HaloInfiniteClient, used: &Used) {
    let mut maps = used.maps.clone();
    let mut modes = used.modes.clone();
    for playlist in &used.playlists {
        for pair in pairs(calls, halo, playlist).await {
            let link = halo.map_mode_pair(&pair.asset_id, &pair.version_id);
            let Some(found) = calls.halo("map_mode_pair", &pair.asset_id, link).await else {
                continue;
            };
            same(
                calls,
                "map_mode_pair",
                &found.asset,
                &pair.asset_id,
                &pair.version_id,
            );
            let pair = found;
            current(calls, halo, UgcAssetKind::MapModePair, &pair.asset.asset_id).await;
            maps.insert((pair.map.asset_id, pair.map.version_id));
            modes.insert((pair.mode.asset_id, pair.mode.version_id));
        }
    }
    for (id, version) in &maps {
        if let Some(map) = calls.halo("map", id, halo.map(MapId::new(id, version))).await {
            same(calls, "map", &map.asset, id, version);
        }
        current(calls, halo, UgcAssetKind::Map, id).await;
    }
    for (id, version) in &modes {
        if let Some(mode) = calls
            .halo("mode", id, halo.mode(GameModeId::new(id, version)))
            .await
        {
            same(calls, "mode", &mode.asset, id, version);
        }
        current(calls, halo, UgcAssetKind::GameMode, id).await;
    }
    ranked_arena(calls, halo).await;
}

/// The rotation of a playlist, and the facts about the playlist.
async fn pairs(calls: &Calls, halo: &HaloInfiniteClient, id: &str) -> Vec<AssetLink> {
    current(calls, halo, UgcAssetKind::Playlist, id).await;
    let Some(file) = calls
        .halo("playlist_metadata", id, halo.playlist_metadata(id))
        .await
    else {
        return Vec::new();
    };
    let version = file.ugc_playlist_version;
    calls.fact(
        format!("playlist_config/{id}"),
        json!({ "version": version.to_lowercase(), "ranked": file.has_csr }),
    );
    let playlist = calls.halo("playlist", id, halo.playlist(id, &version)).await;
    let Some(playlist) = playlist else {
        return Vec::new();
    };
    same(calls, "playlist", &playlist.asset, id, &version);
    calls.check(
        "HaloInfiniteClient::playlist",
        id,
        !playlist.rotation_entries.is_empty(),
        "no rotation",
    );
    playlist
        .rotation_entries
        .into_iter()
        .map(|entry| entry.asset)
        .collect()
}

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
fn same(calls: &Calls, method: &str, asset: &AssetLink, id: &str, version: &str) {
    let right = asset.asset_id.eq_ignore_ascii_case(id) && asset.version_id.eq_ignore_ascii_case(version);
    calls.check(
        &format!("HaloInfiniteClient::{method}"),
        id,
        right,
        "another asset or version",
    );
}

/// The current maps and modes of Ranked Arena, one call for many.
async fn ranked_arena(calls: &Calls, halo: &HaloInfiniteClient) {
    let id = PlaylistId::RANKED_ARENA;
    if let Some(arena) = calls
        .halo("current_ranked_arena", &id, halo.current_ranked_arena())
        .await
    {
        let pairs = arena.map(|arena| {
            let pairs = arena
                .map_modes
                .iter()
                .map(|entry| entry.pair.asset.asset_id.to_lowercase());
            pairs.collect::<BTreeSet<_>>()
        });
        calls.check(
            "HaloInfiniteClient::current_ranked_arena",
            &id,
            pairs.is_some(),
            "no season is running",
        );
        calls.fact("ranked_arena".to_owned(), json!(pairs));
    }
}
