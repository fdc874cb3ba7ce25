//! The rotation of a playlist.

use super::schema::{Playlist, RotationEntry};

impl Playlist {
    /// The pairs of map and mode in the rotation, each with its probability of being chosen, from 0 to 1.
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
    /// The weight of the pair in the random choice; 0 if the API does not state one.
    pub fn weight(&self) -> f64 {
        let weight = self.metadata.as_ref().and_then(|metadata| metadata.weight);
        weight.unwrap_or(0.0).max(0.0)
    }
}
