//! Any bytes as a film's chunk, as it was downloaded or inflated: events come in the order of the file,
//! no more of them than the chunk has room for.

#![no_main]

use halo_infinite::film::{HighlightEvents, MAX_INFLATED, inflate, read_highlight_events};
use libfuzzer_sys::fuzz_target;

fuzz_target!(|input: &[u8]| {
    let [version, chunk @ ..] = input else { return };
    let version = i64::from(*version);
    if let Ok(events) = read_highlight_events(chunk, version) {
        let length = inflate(chunk, MAX_INFLATED).map_or(0, |inflated| inflated.len());
        let read = events.read_all();
        assert!((read.events.len() + read.damaged.len()) * 26 <= length * 8);
    }
    // Without the decompressor in the way.
    HighlightEvents::of_inflated(chunk, version).for_each(drop);
});
