//! Map-mode pairs, the entries of playlists. Their ids derive from the names of map and mode.

use super::AssetKind;
use super::maps::Map;
use super::modes::Mode;
use crate::rng::Rng;
use serde_json::{Value, json};
use uuid::Uuid;

/// A map-mode pair.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Pair {
    pub(crate) id: Uuid,
    pub(crate) version: Uuid,
}

impl Pair {
    pub(crate) fn new(mode: &Mode, map: &Map) -> Self {
        // Independent of the world's seed: the game's assets are the same in all worlds.
        let mut rng = Rng::for_subject(0, &Self::name(mode, map));
        Self {
            id: rng.uuid(),
            version: rng.uuid(),
        }
    }

    /// Its `PublicName`: `Arena:Slayer on Aquarius`.
    pub(crate) fn name(mode: &Mode, map: &Map) -> String {
        format!("{} on {}", mode.asset.name, map.asset.name)
    }

    pub(crate) fn to_json(&self) -> Value {
        json!({
            "AssetKind": AssetKind::MapModePair as i64,
            "AssetId": self.id.to_string(),
            "VersionId": self.version.to_string(),
        })
    }
}
