//! Searches for players: an XUID, followed by one of the two markers `2d c0` and `25 c0`, at any bit offset.

use super::bits;
use super::search::Search;
use crate::types::Xuid;

const XUID_BITS: usize = 64;

/// Finds the bit offsets of XUIDs with a marker. Every call must pass the same bytes.
#[derive(Debug, Clone, Default)]
pub(super) struct Starts(Search<0x25c0, 0xf7ff>);

impl Starts {
    pub(super) fn next_in(&mut self, chunk: &[u8]) -> Option<(usize, Xuid)> {
        /// All XUIDs lie between these numbers.
        const BOUNDS: (u64, u64) = (2_000_000_000_000_000, 3_000_000_000_000_000);
        loop {
            let marker = self.0.next_in(chunk)?;
            let Some(start) = marker.checked_sub(XUID_BITS) else {
                continue;
            };
            let number = bits::word(chunk, start)?.swap_bytes();
            if BOUNDS.0 < number && number < BOUNDS.1 {
                return Some((start, Xuid::new(number).ok()?));
            }
        }
    }
}
