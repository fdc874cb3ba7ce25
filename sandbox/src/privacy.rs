//! The privacy settings that players changed.

use std::collections::BTreeMap;
use std::sync::{Mutex, PoisonError};

/// The settings for matchmade games and for other games: 1 shows them, 2 hides them.
pub(crate) type Settings = [i64; 2];

/// The settings that were changed, by the player's index in the world's people.
#[derive(Debug, Default)]
pub(crate) struct Privacy(Mutex<BTreeMap<usize, Settings>>);

impl Privacy {
    /// The settings of a player. At the start matchmade games are public, and other games are public or
    /// hidden, depending on the player.
    pub(crate) fn of(&self, person: usize) -> Settings {
        let changed = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        let default = if person.is_multiple_of(3) { [1, 2] } else { [1, 1] };
        changed.get(&person).copied().unwrap_or(default)
    }

    pub(crate) fn change(&self, person: usize, settings: Settings) {
        let mut changed = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        changed.insert(person, settings);
    }
}
