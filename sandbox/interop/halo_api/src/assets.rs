//! Maps, modes, playlists and their pairs.

use crate::asset::{current, same};
use crate::calls::Calls;
use crate::info::Info;
use crate::playlists;
use halo_api::clients::hi::HaloInfiniteClient;
use halo_api::clients::hi::models::{GameModeId, MapId, MatchStats, UgcAssetKind};
use serde_json::Value;
use std::collections::BTreeSet;

/// The number of modes whose variants of the engine are read.
const SOME: usize = 5;

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

pub async fn all(calls: &Calls, halo: &HaloInfiniteClient, info: &Info, used: &Used) {
    let mut maps = used.maps.clone();
    let mut modes = used.modes.clone();
    for playlist in &used.playlists {
        for pair in playlists::pairs(calls, halo, playlist).await {
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
    engine_variants(calls, halo, info, &modes).await;
}

/// The variants of the engine that modes build on. The client's model of a mode leaves out their ids.
async fn engine_variants(calls: &Calls, halo: &HaloInfiniteClient, info: &Info, modes: &BTreeSet<Versioned>) {
    for (id, version) in modes.iter().take(SOME) {
        let mode = mode_json(info, id, version).await;
        let mode = calls.result("a mode's JSON", id, mode).unwrap_or_default();
        if let Some(id) = mode["EngineGameVariantLink"]["AssetId"].as_str() {
            current(calls, halo, UgcAssetKind::EngineGameVariant, id).await;
        }
    }
}

async fn mode_json(info: &Info, id: &str, version: &str) -> Result<Value, reqwest::Error> {
    let host = "https://discovery-infiniteugc.svc.halowaypoint.com";
    let request = reqwest::Client::new()
        .get(format!("{host}/hi/ugcGameVariants/{id}/versions/{version}"))
        .header("Accept", "application/json")
        .header("X-343-Authorization-Spartan", &info.spartan)
        .header("343-Clearance", &info.clearance);
    request.send().await?.error_for_status()?.json().await
}
