//! Real chunks, event for event.

use std::path::Path;

use halo_infinite::film::{
    self, FilmEvents, HighlightEvent, HighlightEvents, KILL_PAIR_GAP, Layout, PacketKind,
};
use halo_infinite::models::stats::MatchStats;
use halo_infinite::payload::decode;
use serde_json::{Value, json};

use crate::support::captures;

struct Real {
    name: String,
    version: i64,
    chunk: Vec<u8>,
    expected: Vec<Value>,
}

fn real_chunks() -> Vec<Real> {
    let folder = captures::folder().join("../film");
    let Ok(entries) = std::fs::read_dir(&folder) else {
        println!("skipped: no films in {}; set HALO_CAPTURES", folder.display());
        return Vec::new();
    };
    let paths = entries.map(|entry| entry.unwrap().path());
    let mut chunks: Vec<Real> = paths
        .filter(|path| path.extension().is_some_and(|extension| extension == "zlib"))
        .map(|path| real(&path))
        .collect();
    chunks.sort_by(|one, other| one.name.cmp(&other.name));
    assert!(!chunks.is_empty());
    chunks
}

fn real(path: &Path) -> Real {
    let name = path.file_stem().unwrap().to_string_lossy().into_owned();
    let digits = name.split('v').nth(1).unwrap();
    let expected = std::fs::read(path.with_extension("events.json")).unwrap();
    Real {
        version: digits[..2].parse().unwrap(),
        chunk: std::fs::read(path).unwrap(),
        expected: serde_json::from_slice(&expected).unwrap(),
        name,
    }
}

fn as_json(event: &HighlightEvent) -> Value {
    json!({
        "xuid": event.xuid.get(),
        "gamertag": event.gamertag,
        "type_hint": event.hint,
        "is_medal": event.medal.is_some(),
        "event_type": event.kind.name(),
        "time_ms": event.time_ms(),
        "medal_value": event.code,
        "medal_name": event.medal.filter(|medal| medal.name_id().is_some()).map(|medal| medal.display_name()),
    })
}

fn read(real: &Real) -> FilmEvents {
    film::read_highlight_events(&real.chunk, real.version)
        .unwrap()
        .read_all()
}

#[test]
fn every_event_agrees_with_an_independent_reader() {
    for real in real_chunks() {
        let events = read(&real);
        let found: Vec<Value> = events.iter().map(as_json).collect();
        assert_eq!(found, real.expected, "{}", real.name);
        assert_eq!(events.damaged, [], "{}", real.name);
        let inflated = film::inflate(&real.chunk, film::MAX_INFLATED).unwrap();
        let of_inflated = film::read_highlight_events(&inflated, real.version).unwrap();
        assert_eq!(of_inflated.read_all(), events, "{}", real.name);
    }
}

#[test]
fn a_chunk_is_a_packet_of_as_many_events_as_it_says_and_an_end() {
    for real in real_chunks() {
        let inflated = film::inflate(&real.chunk, film::MAX_INFLATED).unwrap();
        let packets: Vec<_> = film::packets(&inflated).map(|packet| packet.unwrap()).collect();
        let kinds: Vec<PacketKind> = packets.iter().map(|packet| packet.kind).collect();
        assert_eq!(
            kinds,
            [PacketKind::HighlightEvents, PacketKind::End],
            "{}",
            real.name
        );
        let [events, end] = packets[..] else {
            unreachable!()
        };
        assert!(end.payload.is_empty());
        assert_eq!(end.offset + 16, inflated.len());
        assert!(events.clock_us < end.clock_us && end.clock_us - events.clock_us < 1000);
        let events = read(&real);
        assert_eq!(events.declared, Some(real.expected.len()), "{}", real.name);
        assert_eq!(events.is_complete(), Some(true));
    }
}

#[test]
fn the_layout_of_an_unknown_version_is_found() {
    for real in real_chunks() {
        let events = film::read_highlight_events(&real.chunk, 99).unwrap();
        assert_eq!(
            Some(events.layout()),
            Layout::of_version(real.version),
            "{}",
            real.name
        );
        assert_eq!(events.read_all(), read(&real), "{}", real.name);
    }
}

#[test]
fn nearly_every_kill_has_its_death() {
    for real in real_chunks() {
        let events = read(&real);
        let pairs = film::kill_pairs(&events, KILL_PAIR_GAP);
        let kills = events.iter().filter(|event| event.kind.name() == "kill").count();
        // One chunk is a fragment: of its few kills all the deaths are missing.
        assert!(
            kills < 10 || pairs.len() * 2 >= kills,
            "{}: {} of {kills}",
            real.name,
            pairs.len()
        );
        for pair in &pairs {
            assert_ne!(pair.kill.xuid, pair.death.xuid);
            assert!((-1..=1).contains(&pair.gap_ms()), "{}: {pair:?}", real.name);
        }
    }
}

#[test]
fn a_film_agrees_with_the_statistics_of_its_match() {
    let Some(real) = real_chunks()
        .into_iter()
        .find(|real| real.name.starts_with("paired"))
    else {
        return;
    };
    let stats = std::fs::read(captures::folder().join("stats/match_stats_film.json")).unwrap();
    let stats: MatchStats = decode(&stats).unwrap();
    let check = film::check(&read(&real), &stats);
    assert!(check.agrees(), "{check:#?}");
    assert!(
        check
            .players
            .iter()
            .all(|player| player.medal_differences.is_empty())
    );
    assert!(check.players.iter().any(|player| player.kills.film > 0));
}

#[test]
fn mutated_chunks_are_read_without_a_panic() {
    let Some(real) = real_chunks().into_iter().min_by_key(|real| real.chunk.len()) else {
        return;
    };
    let inflated = film::inflate(&real.chunk, film::MAX_INFLATED)
        .unwrap()
        .into_owned();
    let whole = read(&real);
    for length in 0..real.chunk.len() {
        assert!(film::read_highlight_events(&real.chunk[..length], 36).is_err() || length < 2);
    }
    for length in (0..inflated.len()).step_by(97) {
        let events = HighlightEvents::of_inflated(&inflated[..length], 36).read_all();
        assert!(whole.starts_with(&events));
    }
    let mut seed = 1_u64;
    for _ in 0..500 {
        let mut mutated = inflated.clone();
        for _ in 0..8 {
            seed = seed.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1);
            let bit = (seed >> 16) as usize % (8 * mutated.len());
            mutated[bit / 8] ^= 0x80 >> (bit % 8);
        }
        for version in [36, 39, 99] {
            let events = HighlightEvents::of_inflated(&mutated, version);
            assert!(events.count() < 20);
        }
    }
}
