//! Who probably killed whom.

use jiff::SignedDuration;

use crate::film::event::{EventKind, HighlightEvent};

/// How far apart a kill and its death may be: 50 milliseconds. In known films they are 0 or 1
/// millisecond apart.
pub const KILL_PAIR_GAP: SignedDuration = SignedDuration::from_millis(50);

/// A kill and the death beside it in time: *likely* the same thing seen from both sides.
///
/// The film does not say so. Two kills in the same moment can be paired the wrong way round, and a
/// kill whose own death is missing can be paired with another one's.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[non_exhaustive]
pub struct KillPair<'a> {
    /// The kill.
    pub kill: &'a HighlightEvent,
    /// The death of another player.
    pub death: &'a HighlightEvent,
    /// How much later than the kill the death is; negative where it is earlier.
    pub gap: SignedDuration,
}

impl KillPair<'_> {
    /// How much later than the kill the death is, in milliseconds.
    pub fn gap_ms(&self) -> i64 {
        self.death.time_ms().saturating_sub(self.kill.time_ms())
    }
}

/// Pairs each kill with the death of another player that is nearest in time, and among the equally
/// near nearest in the file, no further away than `max_gap` ([`KILL_PAIR_GAP`] is a good one). Each
/// death is used once, the nearest pairs first. What finds no partner is left out: falls, or the
/// deaths of bots.
///
/// The pairs come in the order of their kills in the file.
///
/// Of a match, all deaths near a kill are weighed. Where there are many thousands of kills, as only in a
/// made-up file, fewer are, down to the two beside each kill, so that it keeps no more than two million
/// candidates, or two for each kill.
pub fn kill_pairs(events: &[HighlightEvent], max_gap: SignedDuration) -> Vec<KillPair<'_>> {
    /// More deaths than this at the same time are no match but a made-up file.
    const NEIGHBOURS: usize = 64;
    /// As many kills as in no match are weighed against so many deaths each.
    const MOST_CANDIDATES: usize = 1 << 20;
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
    let neighbours = (MOST_CANDIDATES / kills.len().max(1)).clamp(1, NEIGHBOURS);
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
