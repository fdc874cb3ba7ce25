//! The files of films, as other readers than the SDK read them.

use crate::common::*;
use flate2::read::ZlibDecoder;
use halo_infinite::film::{self, EventKind, PacketKind};
use halo_infinite_sandbox::Sandbox;
use serde_json::Value;
use std::collections::{BTreeMap, BTreeSet};
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
fn every_chunk_of_replication_data_names_the_humans_of_the_match() {
    let sandbox = Sandbox::start().expect("a sandbox");
    for (film, stats) in newest(&sandbox) {
        let players = list(&stats["Players"]).iter();
        let humans: BTreeSet<&str> = players
            .map(|player| text(&player["PlayerId"]))
            .filter(|id| id.starts_with("xuid"))
            .collect();
        for chunk in list(&film["CustomData"]["Chunks"]) {
            let index = number(&chunk["Index"]) as usize;
            let players = film::read_players(&file(&sandbox, &film, index)).expect("a chunk");
            let named: Vec<String> = players
                .iter()
                .map(|player| format!("xuid({})", player.xuid.get()))
                .collect();
            if chunk["ChunkType"] == 2 {
                assert_eq!(named.iter().map(String::as_str).collect::<BTreeSet<_>>(), humans);
                assert_eq!(named.len(), humans.len());
            } else {
                assert!(named.is_empty());
            }
        }
    }
}

#[test]
fn chunks_are_packets_on_one_clock() {
    let sandbox = Sandbox::start().expect("a sandbox");
    let (film, _) = newest(&sandbox).swap_remove(0);
    let (mut last, mut frames, mut began) = (0, 0, None);
    for chunk in &list(&film["CustomData"]["Chunks"])[1..] {
        let content = inflated(&file(&sandbox, &film, number(&chunk["Index"]) as usize));
        let packets: Result<Vec<_>, _> = film::packets(&content).collect();
        let packets = packets.expect("only packets");
        let kinds: Vec<PacketKind> = packets.iter().map(|packet| packet.kind).collect();
        assert_eq!(kinds.last(), Some(&PacketKind::End));
        let expected = match number(&chunk["ChunkType"]) {
            2 => PacketKind::KeyFrame,
            _ => PacketKind::HighlightEvents,
        };
        assert_eq!(kinds[0], expected);
        let start = *began.get_or_insert(packets[0].clock_us);
        let offset = number(&chunk["ChunkStartTimeOffsetMilliseconds"]);
        assert_eq!((packets[0].clock_us - start) as i64, offset * 1000);
        for packet in &packets {
            assert!(packet.clock_us >= last);
            last = packet.clock_us;
        }
        frames += kinds.iter().filter(|kind| **kind == PacketKind::Frame).count();
    }
    let length = number(&film["CustomData"]["FilmLength"]);
    let a_second = frames as f64 / (length as f64 / 1000.0);
    assert!((55.0..=60.0).contains(&a_second), "{a_second}");
}

#[test]
fn the_header_has_the_version_of_the_manifest() {
    let sandbox = Sandbox::start().expect("a sandbox");
    let ids = sandbox.world().match_ids(sandbox.world().home());
    let mut names = BTreeSet::new();
    for id in ids.iter().step_by(ids.len() / 20 + 1) {
        let path = format!("/discovery_ugc/hi/films/matches/{id}/spectate");
        let response = get(&sandbox, &path);
        if response.status == 404 {
            continue;
        }
        let film: Value = serde_json::from_slice(&response.body).expect("JSON");
        let header = film::read_header(&file(&sandbox, &film, 0)).expect("a chunk");
        let header = header.expect("a header");
        assert_eq!(
            i64::from(header.major_version),
            number(&film["CustomData"]["FilmMajorVersion"])
        );
        assert!(header.archetypes.concat().contains(&"high-frequency".to_owned()));
        assert_eq!(header.build.is_some(), header.major_version >= 31);
        names.extend(header.build.map(|build| build.name));
    }
    assert!(names.len() > 5 && names.contains("HI_1_13_0"), "{names:?}");
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
