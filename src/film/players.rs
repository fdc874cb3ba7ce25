//! The players that a film names.

use std::collections::HashSet;

use super::bits;
use super::gamertag::{self, GAMERTAG};
use super::starts::Starts;
use crate::types::Xuid;

/// The zeros between a gamertag and an XUID, in bytes.
const ZEROS: usize = 21;
/// The maximum number of players that are read from a chunk. Real matches have at most some dozens.
pub const MAX_PLAYERS: usize = 1024;

/// A player that a film names.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub struct FilmPlayer {
    /// The player.
    pub xuid: Xuid,
    /// The player's gamertag at the time.
    pub gamertag: String,
}

/// The players in an inflated chunk, each once, in the order of the file.
pub(crate) fn players_of_inflated(inflated: &[u8]) -> Vec<FilmPlayer> {
    let (mut starts, mut seen, mut players) = (Starts::default(), HashSet::new(), Vec::new());
    while players.len() < MAX_PLAYERS
        && let Some((start, xuid)) = starts.next_in(inflated)
    {
        if let Some(gamertag) = gamertag_before(inflated, start)
            && seen.insert(xuid)
        {
            players.push(FilmPlayer { xuid, gamertag });
        }
    }
    players
}

/// The gamertag before an XUID, with [`ZEROS`] between them; `None` if other bits are there.
fn gamertag_before(inflated: &[u8], xuid: usize) -> Option<String> {
    let zeros = xuid.checked_sub(8 * ZEROS)?;
    if bits::bytes::<ZEROS>(inflated, zeros)? != [0; ZEROS] {
        return None;
    }
    let letters: [u8; GAMERTAG] = bits::bytes(inflated, zeros.checked_sub(8 * GAMERTAG)?)?;
    let gamertag = gamertag::decode(gamertag::units(&letters))?;
    let is_gamertag = !gamertag.is_empty() && !gamertag.contains(char::is_control);
    is_gamertag.then_some(gamertag)
}
