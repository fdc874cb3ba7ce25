//! Any bytes as a film's chunk, as it was downloaded or inflated: events come in the order of the file,
//! no more of them than the chunk has room for, and everything that evaluates events accepts them. Packets follow
//! each other without a gap. Players are different ones.

#![no_main]

use std::collections::HashSet;

use halo_infinite::film::{
    EventKind, HighlightEvents, KILL_PAIR_GAP, MAX_INFLATED, MAX_PLAYERS, MULTI_KILL_WINDOW, inflate, kill_pairs,
    medal_sequences, multi_kills, packets, read_header, read_highlight_events, read_players, timelines,
};
use libfuzzer_sys::fuzz_target;

/// The length of a packet's header, in bytes.
const PACKET: usize = 16;

fuzz_target!(|input: &[u8]| {
    let [version, chunk @ ..] = input else { return };
    let version = i64::from(*version);
    highlight_events(chunk, version);
    // Without the decompressor in the way.
    HighlightEvents::of_inflated(chunk, version).for_each(drop);
    other_chunks(chunk);
});

fn highlight_events(chunk: &[u8], version: i64) {
    let Ok(events) = read_highlight_events(chunk, version) else { return };
    let length = inflate(chunk, MAX_INFLATED).map_or(0, |inflated| inflated.len());
    let read = events.read_all();
    assert!((read.events.len() + read.damaged.len()) * 26 <= length * 8);
    let deaths = read.events.iter().filter(|event| event.kind == EventKind::Death).count();
    assert!(kill_pairs(&read, KILL_PAIR_GAP).len() <= deaths);
    assert_eq!(timelines(&read).iter().map(|line| line.events.len()).sum::<usize>(), read.events.len());
    multi_kills(&read, MULTI_KILL_WINDOW);
    medal_sequences(&read, MULTI_KILL_WINDOW);
}

fn other_chunks(chunk: &[u8]) {
    let Ok(inflated) = inflate(chunk, MAX_INFLATED) else { return };
    let mut end = 0;
    for packet in packets(&inflated) {
        match packet {
            Ok(packet) => {
                assert_eq!(packet.offset, end);
                end += PACKET + packet.payload.len();
            }
            Err(rest) => {
                assert_eq!(rest.offset, end);
                end += rest.length;
                assert_eq!(end, inflated.len());
            }
        }
    }
    assert!(end <= inflated.len());

    let header = read_header(chunk).expect("the chunk can be inflated");
    let names = header.iter().flat_map(|header| header.archetypes.iter().flatten());
    assert!(names.map(String::len).sum::<usize>() <= inflated.len());

    let players = read_players(chunk).expect("the chunk can be inflated");
    assert!(players.len() <= MAX_PLAYERS);
    let different: HashSet<_> = players.iter().map(|player| player.xuid).collect();
    assert_eq!(different.len(), players.len());
}
