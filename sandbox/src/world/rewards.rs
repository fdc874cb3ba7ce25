//! What the tracks of operations have in common, and how far matches lead on them.

use super::wardrobe;

/// How many ranks a track has.
pub(crate) const RANKS: i64 = 20;
pub(crate) const XP_PER_RANK: i64 = 1_000;
/// What a match brings.
const XP_A_MATCH: i64 = 350;
/// What those who bought a track earn on it.
pub(crate) const ITEMS: [&str; 3] = wardrobe::HELMETS;

/// How many ranks are completed after so many matches, and the XP towards the next.
pub(crate) fn progress(matches: usize) -> (i64, i64) {
    let xp = matches as i64 * XP_A_MATCH;
    let completed = xp / XP_PER_RANK;
    if completed >= RANKS {
        (RANKS, 0)
    } else {
        (completed, xp % XP_PER_RANK)
    }
}
