//! XUIDs by gamertag.

use std::collections::HashMap;
use std::sync::{Mutex, MutexGuard, PoisonError};

use crate::types::{Player, Xuid};

/// XUIDs by gamertag.
#[derive(Default)]
pub(super) struct Gamertags(Mutex<HashMap<String, Xuid>>);

impl Gamertags {
    fn lock(&self) -> MutexGuard<'_, HashMap<String, Xuid>> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }

    pub fn xuid(&self, player: &Player) -> Option<Xuid> {
        player
            .xuid()
            .or_else(|| self.lock().get(&folded(player.gamertag()?)).copied())
    }

    pub fn insert(&self, gamertag: &str, xuid: Xuid) {
        self.lock().insert(folded(gamertag), xuid);
    }
}

/// A gamertag as the profile service compares it: without case and blanks, and without the `#` of its suffix.
pub(super) fn folded(gamertag: &str) -> String {
    let letters = gamertag
        .chars()
        .filter(|letter| !letter.is_whitespace() && *letter != '#');
    letters.flat_map(char::to_lowercase).collect()
}
