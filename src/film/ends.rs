//! Searches for the ends of events: the marker `00 00 2e e0`, at any bit offset.

use std::collections::BTreeMap;

use super::bits;
use super::search::Search;
use super::starts::Starts;

/// The maximum distance from an event's start to its end, in bits.
const MAX_DISTANCE: usize = 20_000 - 32;
/// The first half of the marker, in bits.
const ZEROS: usize = 16;
/// The number of events whose ends are compared.
const SAMPLE: usize = 64;

/// Finds the ends of events. If the starts only increase, it scans the chunk once.
///
/// In each known film, all events have the same distance from start to end. So an end at this distance is the
/// event's, even if the marker's bits occur before it: they do in the times of some moments, such as 3 seconds.
/// If an event has no end at this distance, the first marker is its end.
#[derive(Debug, Clone, Default)]
pub(super) struct Ends {
    markers: Markers,
    /// The last marker that was found.
    found: Option<usize>,
    /// The distance of most events of the chunk; `None` before the first search, or if no event has an end.
    usual_distance: Option<Option<usize>>,
}

impl Ends {
    /// The end of the event with a start.
    pub(super) fn of_event(&mut self, start: usize, chunk: &[u8]) -> Option<usize> {
        let distance = *self.usual_distance.get_or_insert_with(|| usual_distance(chunk));
        let usual = distance.and_then(|distance| start.checked_add(distance));
        if let Some(end) = usual
            && bits::bytes(chunk, end) == Some([0, 0, 0x2e, 0xe0])
        {
            return Some(end);
        }
        if self.found.is_none_or(|end| end < start) {
            self.markers.skip_to(start);
            self.found = self.markers.next_after(start, chunk);
        }
        self.found.filter(|end| end - start <= MAX_DISTANCE)
    }
}

/// The distance at which most of the first events have an end; the longest one if several are as frequent.
fn usual_distance(chunk: &[u8]) -> Option<usize> {
    let mut starts = Starts::default();
    let mut counts: BTreeMap<usize, usize> = BTreeMap::new();
    for _ in 0..SAMPLE {
        let Some((start, _)) = starts.next_in(chunk) else {
            break;
        };
        let mut markers = Markers::default();
        markers.skip_to(start);
        while let Some(end) = markers.next_after(start, chunk)
            && end - start <= MAX_DISTANCE
        {
            *counts.entry(end - start).or_default() += 1;
        }
    }
    let most = counts
        .into_iter()
        .max_by_key(|(distance, count)| (*count, *distance));
    most.map(|(distance, _)| distance)
}

/// Finds the bit offsets of markers.
#[derive(Debug, Clone, Default)]
struct Markers(Search<0x2ee0, 0xffff>);

impl Markers {
    fn skip_to(&mut self, bit: usize) {
        self.0.skip_to(bit);
    }

    /// The next marker, if it is at or after a start.
    fn next_after(&mut self, start: usize, chunk: &[u8]) -> Option<usize> {
        loop {
            let candidate = self.0.next_in(chunk)?;
            let marker = candidate.checked_sub(ZEROS).filter(|marker| *marker >= start);
            if let Some(marker) = marker
                && bits::bytes(chunk, marker)? == [0, 0]
            {
                return Some(marker);
            }
        }
    }
}
