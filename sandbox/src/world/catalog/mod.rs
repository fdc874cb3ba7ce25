//! The catalogue of the game: maps, modes, playlists, map-mode pairs, seasons, medals and challenges.

pub(crate) mod challenges;
pub(crate) mod events;
pub(crate) mod maps;
pub(crate) mod medals;
pub(crate) mod modes;
pub(crate) mod pairs;
pub(crate) mod playlists;
pub(crate) mod seasons;

use serde_json::{Value, json};

/// The API's `AssetKind`.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub(crate) enum AssetKind {
    Film = 1,
    Map = 2,
    Playlist = 3,
    Prefab = 4,
    UgcGameVariant = 6,
    MapModePair = 7,
    Project = 8,
    Manifest = 9,
    EngineGameVariant = 10,
}

/// A named asset with its ids.
#[derive(Clone, Debug)]
pub(crate) struct Asset {
    pub(crate) kind: AssetKind,
    /// Its `PublicName`.
    pub(crate) name: &'static str,
    pub(crate) id: &'static str,
    pub(crate) version: &'static str,
}

impl Asset {
    const fn new(kind: AssetKind, name: &'static str, id: &'static str, version: &'static str) -> Self {
        Self {
            kind,
            name,
            id,
            version,
        }
    }

    /// The reference that matches carry.
    pub(crate) fn to_json(&self) -> Value {
        json!({ "AssetKind": self.kind as i64, "AssetId": self.id, "VersionId": self.version })
    }
}
