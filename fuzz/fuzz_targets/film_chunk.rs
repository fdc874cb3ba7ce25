//! Any bytes as a film's chunk, as it was downloaded or inflated: events come in the order of the file,
//! no more of them than the chunk has room for, and what is made of them is made of any.

#![no_main]

use halo_infinite::film::{
    EventKind, HighlightEvents, KILL_PAIR_GAP, MAX_INFLATED, MULTI_KILL_WINDOW, inflate, kill_pairs,
    medal_sequences, multi_kills, read_highlight_events, timelines,
};
use libfuzzer_sys::fuzz_target;

fuzz_target!(|input: &[u8]| {
    let [version, chunk @ ..] = input else { return };
    let version = i64::from(*version);
    if let Ok(events) = read_highlight_events(chunk, version) {
        let length = inflate(chunk, MAX_INFLATED).map_or(0, |inflated| inflated.len());
        let read = events.read_all();
        assert!((read.events.len() + read.damaged.len()) * 26 <= length * 8);
        let deaths = read.events.iter().filter(|event| event.kind == EventKind::Death).count();
        assert!(kill_pairs(&read, KILL_PAIR_GAP).len() <= deaths);
        assert_eq!(timelines(&read).iter().map(|line| line.events.len()).sum::<usize>(), read.events.len());
        multi_kills(&read, MULTI_KILL_WINDOW);
        medal_sequences(&read, MULTI_KILL_WINDOW);
    }
    // Without the decompressor in the way.
    HighlightEvents::of_inflated(chunk, version).for_each(drop);
});
