//! Operation tracks: their ranks, and the progress from a number of matches.

use super::wardrobe;

/// The number of ranks of a track.
pub(crate) const RANKS: i64 = 20;
pub(crate) const XP_PER_RANK: i64 = 1_000;
/// The XP of a match.
const XP_PER_MATCH: i64 = 350;
/// The rewards for all players.
pub(crate) const CURRENCIES: [&str; 2] = [
    "Currency/Currencies/xpboost.json",
    "Currency/Currencies/rerollcurrency.json",
];
/// The rewards for buyers of a track.
pub(crate) const ITEMS: [&str; 3] = wardrobe::HELMETS;

/// The number of completed ranks, and the XP towards the next one.
pub(crate) fn progress(matches: usize) -> (i64, i64) {
    let xp = matches as i64 * XP_PER_MATCH;
    let completed = xp / XP_PER_RANK;
    if completed >= RANKS {
        (RANKS, 0)
    } else {
        (completed, xp % XP_PER_RANK)
    }
}
