//! The files of films, as other readers than the SDK read them.

use crate::common::*;
use flate2::read::ZlibDecoder;
use halo_infinite::film::{self, EventKind};
use halo_infinite_sandbox::Sandbox;
use serde_json::Value;
use std::collections::BTreeMap;
use std::io::Read;

const BLOBS: &str = "https://blobs-infiniteugc.svc.halowaypoint.com";
/// The bytes before the fields of an event, of which the first half is zero.
const BEFORE: usize = 24;

/// The newest matches, which have films of the newest version.
fn newest(sandbox: &Sandbox) -> Vec<(Value, Value)> {
    let ids = sandbox.world().match_ids(sandbox.world().home());
    let newest = ids.into_iter().take(8).map(|id| {
        let film = get_json(sandbox, &format!("/discovery_ugc/hi/films/matches/{id}/spectate"));
        (film, sandbox.world().match_stats(id).expect("a match"))
    });
    newest.collect()
}

fn file(sandbox: &Sandbox, film: &Value, index: usize) -> Vec<u8> {
    let prefix = text(&film["BlobStoragePathPrefix"])
        .strip_prefix(BLOBS)
        .expect("the host of blobs");
    get(sandbox, &format!("/blobs{prefix}filmChunk{index}")).body
}

fn inflated(file: &[u8]) -> Vec<u8> {
    let mut content = Vec::new();
    ZlibDecoder::new(file).read_to_end(&mut content).expect("zlib");
    content
}

/// The gamertags of the humans of a match, as films have them.
fn gamertags(sandbox: &Sandbox, stats: &Value) -> Vec<[u8; 32]> {
    let people = sandbox.world().people();
    let humans = list(&stats["Players"]).iter().filter_map(|player| {
        let person = people
            .iter()
            .find(|person| player["PlayerId"] == person.player_id())?;
        let mut gamertag = [0; 32];
        for (bytes, unit) in gamertag.chunks_exact_mut(2).zip(person.gamertag().encode_utf16()) {
            bytes.copy_from_slice(&unit.to_le_bytes());
        }
        Some(gamertag)
    });
    humans.collect()
}

#[test]
fn the_replication_data_names_the_players() {
    let sandbox = Sandbox::start().expect("a sandbox");
    let (film, stats) = newest(&sandbox).swap_remove(0);
    let data = inflated(&file(&sandbox, &film, 1));
    for gamertag in gamertags(&sandbox, &stats) {
        let start = data
            .windows(32)
            .position(|bytes| *bytes == gamertag)
            .expect("a gamertag");
        let record = &data[start + 32..];
        assert_eq!(record[..21], [0; 21]);
        let xuid = u64::from_le_bytes(record[21..29].try_into().expect("eight bytes"));
        let player = format!("xuid({xuid})");
        assert!(
            list(&stats["Players"])
                .iter()
                .any(|one| one["PlayerId"] == player.as_str()),
            "{player}"
        );
        assert!([[0x2d, 0xc0], [0x25, 0xc0]].contains(&[record[29], record[30]]));
    }
}

#[test]
fn zeros_and_the_players_own_bytes_precede_each_event() {
    let sandbox = Sandbox::start().expect("a sandbox");
    let (film, stats) = newest(&sandbox).swap_remove(0);
    let last = list(&film["CustomData"]["Chunks"]).len() - 1;
    let data = inflated(&file(&sandbox, &film, last));
    let mut events = 0;
    for gamertag in gamertags(&sandbox, &stats) {
        let mut own = None;
        for shift in 0..8 {
            let shifted: Vec<u8> = data
                .windows(2)
                .map(|two| ((u16::from_be_bytes([two[0], two[1]]) << shift) >> 8) as u8)
                .collect();
            for start in (BEFORE..shifted.len() - 32).filter(|start| shifted[*start..start + 32] == gamertag)
            {
                let before = &shifted[start - BEFORE..start];
                assert_eq!(before[..12], [0; 12]);
                assert_eq!(*own.get_or_insert(before[12..].to_vec()), before[12..]);
                events += 1;
            }
        }
    }
    assert!(events > 50, "{events}");
}

#[test]
fn nobody_dies_again_before_the_next_life() {
    let sandbox = Sandbox::start().expect("a sandbox");
    let mut lives = 0;
    for (film, _) in newest(&sandbox) {
        let last = list(&film["CustomData"]["Chunks"]).len() - 1;
        let version = number(&film["CustomData"]["FilmMajorVersion"]);
        let mut deaths: BTreeMap<String, Vec<i64>> = BTreeMap::new();
        for event in film::read_highlight_events(&file(&sandbox, &film, last), version).expect("events") {
            let event = event.expect("an event");
            if event.kind == EventKind::Death {
                deaths
                    .entry(event.xuid.to_string())
                    .or_default()
                    .push(event.time_ms());
            }
        }
        for mut deaths in deaths.into_values() {
            deaths.sort_unstable();
            for life in deaths.windows(2) {
                // In real films at least 11 seconds.
                assert!(life[1] - life[0] >= 8_900, "{life:?}");
                lives += 1;
            }
        }
    }
    assert!(lives > 200, "{lives}");
}
