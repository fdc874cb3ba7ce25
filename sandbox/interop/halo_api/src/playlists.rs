//! Playlists and their rotations.

use crate::asset::{current, same};
use crate::calls::Calls;
use halo_api::clients::hi::HaloInfiniteClient;
use halo_api::clients::hi::models::{AssetLink, PlaylistId, UgcAssetKind};
use serde_json::json;
use std::collections::BTreeSet;

/// The rotation of a playlist, and the facts about the playlist.
pub async fn pairs(calls: &Calls, halo: &HaloInfiniteClient, id: &str) -> Vec<AssetLink> {
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

/// The current maps and modes of Ranked Arena, one call for many.
pub async fn ranked_arena(calls: &Calls, halo: &HaloInfiniteClient) {
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
