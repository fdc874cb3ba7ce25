//! Maps, modes, playlists and other assets, the search, theater films.
//!
//! What all kinds of assets have in common is in the trait [`Asset`].

use crate::models::common::AssetReference;

super::generated!("discovery_ugc");

mod asset;
mod film;

pub use asset::Asset;

impl Playlist {
    /// The pairs of map and mode that are played now, each with its chance of being chosen, from 0
    /// to 1.
    pub fn chances(&self) -> impl Iterator<Item = (&RotationEntry, f64)> + '_ {
        let entries = || self.rotation_entries.iter().flatten();
        let total: f64 = entries().map(RotationEntry::weight).sum();
        entries().map(move |entry| {
            let chance = if total > 0.0 { entry.weight() / total } else { 0.0 };
            (entry, chance)
        })
    }
}

impl RotationEntry {
    /// How often the pair is chosen, against the weights of the others; 0 where the API says nothing
    /// of it.
    pub fn weight(&self) -> f64 {
        let weight = self.metadata.as_ref().and_then(|metadata| metadata.weight);
        weight.unwrap_or(0.0).max(0.0)
    }
}

impl AssetSearchResult {
    /// Which asset this is, in which version, for asking about it.
    pub fn reference(&self) -> AssetReference {
        AssetReference {
            asset_kind: self.asset_kind,
            asset_id: self.asset_id,
            version_id: self.asset_version_id,
        }
    }
}
