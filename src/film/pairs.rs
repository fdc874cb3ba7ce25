//! Pairs kills with deaths.

use jiff::SignedDuration;

use super::event::{EventKind, HighlightEvent};

/// The recommended maximum time between a kill and its death: 50 milliseconds. In known films they are 0 or 1
/// millisecond apart.
pub const KILL_PAIR_GAP: SignedDuration = SignedDuration::from_millis(50);

/// A kill and the nearest death in time, which *probably* belong together.
///
/// The film does not link them. Two kills at the same moment can be paired with each other's deaths, and a
/// kill whose own death is missing can be paired with the death of another kill.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[non_exhaustive]
pub struct KillPair<'a> {
    /// The kill.
    pub kill: &'a HighlightEvent,
    /// The death of another player.
    pub death: &'a HighlightEvent,
    /// The time from the kill to the death; negative if the death comes first.
    pub gap: SignedDuration,
}

impl KillPair<'_> {
    /// The time from the kill to the death, in milliseconds; negative if the death comes first.
    pub fn gap_ms(&self) -> i64 {
        self.death.time_ms().saturating_sub(self.kill.time_ms())
    }
}

/// Pairs each kill with the nearest death of another player, at most `max_gap` away. For `max_gap`,
/// [`KILL_PAIR_GAP`] is a good choice.
///
/// The nearest death is the nearest in time; among equally near ones, the nearest in the file. The nearest
/// pairs are made first, and each death is used once. Kills and deaths without a partner are left out, such
/// as deaths by falling or kills of bots.
///
/// The pairs are in the order of their kills in the file.
///
/// For each kill of a real match, all deaths within `max_gap` are candidates. For crafted files with many
/// thousands of kills, the number of candidates is limited to about half a million, or to two for each kill
/// if that is more.
pub fn kill_pairs(events: &[HighlightEvent], max_gap: SignedDuration) -> Vec<KillPair<'_>> {
    /// The most candidates before a kill, and the most after it. No real match has that many deaths at once.
    const MAX_NEIGHBOURS: usize = 64;
    /// Limits the memory for crafted files, in candidates on each side of the kills.
    const MAX_CANDIDATES: usize = 1 << 18;
    let of_kind = |kind: EventKind| {
        let mut found: Vec<(usize, &HighlightEvent)> = events
            .iter()
            .enumerate()
            .filter(|(_, event)| event.kind == kind)
            .collect();
        found.sort_by_key(|(_, event)| event.time);
        found
    };
    let (kills, deaths) = (of_kind(EventKind::Kill), of_kind(EventKind::Death));
    let neighbours = (MAX_CANDIDATES / kills.len().max(1)).clamp(1, MAX_NEIGHBOURS);
    let mut candidates = Vec::new();
    for (kill_at, kill) in kills {
        let later = deaths.partition_point(|(_, death)| death.time < kill.time);
        let (before, after) = deaths.split_at_checked(later).unwrap_or_default();
        let near = |(_, death): &&(usize, &HighlightEvent)| distance(death, kill) <= max_gap;
        let before = before.iter().rev().take(neighbours).take_while(near);
        let after = after.iter().take(neighbours).take_while(near);
        for (death_at, death) in before.chain(after).filter(|(_, death)| death.xuid != kill.xuid) {
            let gap = distance(death, kill);
            candidates.push((gap, kill_at.abs_diff(*death_at), kill_at, *death_at, kill, *death));
        }
    }
    candidates.sort_unstable_by_key(|(gap, distance, kill_at, death_at, ..)| {
        (*gap, *distance, *kill_at, *death_at)
    });
    let mut is_paired = vec![false; events.len()];
    let mut pairs = Vec::new();
    for (_, _, kill_at, death_at, kill, death) in candidates {
        let is_free = |at: usize| is_paired.get(at) == Some(&false);
        if is_free(kill_at) && is_free(death_at) {
            for at in [kill_at, death_at] {
                if let Some(paired) = is_paired.get_mut(at) {
                    *paired = true;
                }
            }
            let gap = death.time.saturating_sub(kill.time);
            pairs.push((kill_at, KillPair { kill, death, gap }));
        }
    }
    pairs.sort_unstable_by_key(|(kill_at, _)| *kill_at);
    pairs.into_iter().map(|(_, pair)| pair).collect()
}

fn distance(one: &HighlightEvent, other: &HighlightEvent) -> SignedDuration {
    let (later, earlier) = (one.time.max(other.time), one.time.min(other.time));
    later.saturating_sub(earlier)
}
