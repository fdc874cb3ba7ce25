//! Operation tracks: their ranks, and the progress from a number of matches.

use super::{currencies, wardrobe};
use crate::rng::Rng;

pub(crate) const XP_PER_RANK: i64 = 1_000;
/// The number of ranks of an event's track.
pub(crate) const EVENT_RANKS: i64 = 30;
/// The first four seasons had battle passes instead of operations.
const BATTLE_PASSES: [&str; 4] = [
    "battlepass-noblesacrifice",
    "battlepass-lonewolves",
    "S03BattlePass",
    "S04BattlePass",
];
/// The XP of the two rewards of each match.
pub(crate) const XP_OF_MATCH: [i64; 2] = [200, 150];
/// The rewards for all players.
pub(crate) const CURRENCIES: [&str; 2] = [currencies::XP_BOOSTS, currencies::CHALLENGE_SWAPS];
/// The rewards for buyers of a track.
pub(crate) const ITEMS: [&str; 3] = wardrobe::HELMETS;

/// The number of ranks of an operation's or a battle pass's track.
pub(crate) fn ranks(track: &str) -> i64 {
    if BATTLE_PASSES.iter().any(|pass| track.contains(pass)) {
        100
    } else {
        20
    }
}

/// The id of a match's reward.
pub(crate) fn id(match_seed: u64) -> String {
    format!("Challenges-{}", Rng::for_subject(match_seed, "reward").uuid())
}

/// The number of completed ranks of this many, and the XP towards the next one.
pub(crate) fn progress(matches: usize, ranks: i64) -> (i64, i64) {
    let xp = matches as i64 * XP_OF_MATCH.iter().sum::<i64>();
    let completed = xp / XP_PER_RANK;
    if completed >= ranks {
        (ranks, 0)
    } else {
        (completed, xp % XP_PER_RANK)
    }
}
