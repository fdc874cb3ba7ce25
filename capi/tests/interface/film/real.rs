//! Real chunks, event for event.

use std::path::{Path, PathBuf};

use halo_infinite_capi::*;
use serde_json::{Value, json};

use super::{events_json, pairs};
use crate::support::{bytes, content, input, made};

struct Real {
    name: String,
    version: i64,
    chunk: Vec<u8>,
    expected: Vec<Value>,
}

/// The real chunks beside the captures: `$HALO_CAPTURES`, else `../shared/captures`.
fn real_chunks() -> Vec<Real> {
    let captures = std::env::var_os("HALO_CAPTURES").map_or_else(
        || PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("../../shared/captures"),
        PathBuf::from,
    );
    let folder = captures.join("../film");
    let Ok(entries) = std::fs::read_dir(&folder) else {
        println!("skipped: no films in {}; set HALO_CAPTURES", folder.display());
        return Vec::new();
    };
    let paths = entries.map(|entry| entry.unwrap().path());
    let chunks: Vec<Real> = paths
        .filter(|path| path.extension().is_some_and(|extension| extension == "zlib"))
        .map(|path| real(&path))
        .collect();
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

fn read(chunk: &[u8], version: i64) -> *mut HaloFilmEvents {
    let (chunk, length) = input(chunk);
    made(|events, error| halo_film_read_events(chunk, length, version, events, error)).unwrap()
}

fn inflate(chunk: &[u8]) -> Vec<u8> {
    let (chunk, length) = input(chunk);
    bytes(made(|response, error| halo_film_inflate(chunk, length, usize::MAX, response, error)).unwrap())
}

#[test]
fn every_event_agrees_with_an_independent_reader() {
    for real in real_chunks() {
        let events = read(&real.chunk, real.version);
        let json = events_json(events);
        let found = json["events"].as_array().unwrap().iter().map(|event| {
            json!({
                "xuid": event["xuid"].as_str().unwrap().parse::<u64>().unwrap(),
                "gamertag": event["gamertag"],
                "type_hint": event["hint"],
                "is_medal": event["medal"].is_object(),
                "event_type": event["kind"],
                "time_ms": event["time_ms"],
                "medal_value": event["code"],
                "medal_name": event["medal"]["name"],
            })
        });
        assert_eq!(found.collect::<Vec<Value>>(), real.expected, "{}", real.name);
        assert_eq!(json["is_complete"], true);

        let inflated = inflate(&real.chunk);
        // The layout of a newer version is detected.
        let of_inflated = read(&inflated, 99);
        assert_eq!(events_json(of_inflated), json, "{}", real.name);
        assert_eq!(pairs(of_inflated), pairs(events));
        halo_film_events_close(of_inflated);
        halo_film_events_close(events);

        let (chunk, length) = input(&real.chunk);
        let packets = made(|response, error| halo_film_read_packets(chunk, length, response, error));
        let packets = content(packets.unwrap());
        let kinds: Vec<_> = packets["packets"]
            .as_array()
            .unwrap()
            .iter()
            .map(|one| &one["kind"])
            .collect();
        assert_eq!(kinds, [9, 7], "{}", real.name);
        assert_eq!(packets["damaged"], Value::Null);
        assert_eq!(packets["packets"][1]["offset"], inflated.len() - 16);
    }
}
