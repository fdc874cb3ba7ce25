//! The events of films of the sandbox.

use std::ptr;

use halo_infinite_capi::*;
use serde_json::{Value, json};

use super::{events_json, events_of, manifest, newest, of_match, pairs};
use crate::support::{Bench, Failed, c, content, made};

fn is_of(event: &Value, kind: &str) -> bool {
    event["kind"] == kind
}

#[test]
fn the_events_of_a_match_agree_with_its_statistics() {
    let bench = Bench::new();
    let film = newest(&bench);
    let events = events_of(film);
    // The events do not need the film.
    assert_eq!(halo_film_close(film), HaloCode::Ok);
    let json = events_json(events);
    let list = json["events"].as_array().unwrap();
    assert!(list.len() > 10);
    assert_eq!(halo_film_events_count(events), list.len());
    assert_eq!(json["declared"], list.len());
    assert_eq!(
        (&json["is_complete"], &json["damaged"]),
        (&json!(true), &json!([]))
    );
    for event in list {
        let xuid = event["xuid"].as_str().unwrap();
        assert!(bench.sandbox.world().person(xuid).is_some(), "{event}");
        assert_eq!(event["medal"].is_object(), is_of(event, "medal"), "{event}");
    }
    let medal = list.iter().find(|event| is_of(event, "medal")).unwrap();
    assert!(
        medal["medal"]["name"].is_string() && medal["medal"]["name_id"].is_i64(),
        "{medal}"
    );

    let stats = c(bench.call("stats.match_stats", json!({ "match_id": bench.ids[0] })));
    let check = made(|response, error| halo_film_events_check(events, InText::of(&stats), response, error));
    let check = content(check.unwrap());
    assert_eq!(check["agrees"], true, "{check:#}");
    let kills = list.iter().filter(|event| is_of(event, "kill")).count();
    let players = check["players"].as_array().unwrap();
    let of_film: u64 = players
        .iter()
        .map(|player| player["kills"]["film"].as_u64().unwrap())
        .sum();
    assert_eq!(of_film, kills as u64);
    assert_eq!(halo_film_events_close(events), HaloCode::Ok);

    // The statistics of another match do not fit.
    let film = of_match(&bench, &bench.ids[1]).unwrap();
    let events = events_of(film);
    let check = made(|response, error| halo_film_events_check(events, InText::of(&stats), response, error));
    assert_eq!(content(check.unwrap())["agrees"], false);
    halo_film_events_close(events);
    halo_film_close(film);
}

#[test]
fn events_are_evaluated() {
    let bench = Bench::new();
    let film = newest(&bench);
    let events = events_of(film);
    let json = events_json(events);
    let list = json["events"].as_array().unwrap();

    let timelines =
        content(made(|response, error| halo_film_events_timelines(events, response, error)).unwrap());
    let timelines = timelines.as_array().unwrap();
    let count: usize = timelines
        .iter()
        .map(|one| one["events"].as_array().unwrap().len())
        .sum();
    assert_eq!(count, list.len());
    assert_eq!(timelines[0]["xuid"], list[0]["xuid"]);

    let pairs = pairs(events);
    let pairs = pairs.as_array().unwrap();
    assert!(!pairs.is_empty());
    for pair in pairs {
        assert!(
            is_of(&pair["kill"], "kill") && is_of(&pair["death"], "death"),
            "{pair}"
        );
        assert!(
            pair["gap_ms"].as_i64().unwrap().abs() <= HALO_KILL_PAIR_GAP_MS,
            "{pair}"
        );
    }

    let kills = |window| {
        let kills = made(|response, error| halo_film_events_multi_kills(events, window, response, error));
        content(kills.unwrap()).as_array().unwrap().clone()
    };
    // All kills of a player are one multi-kill if the window never ends.
    let of_players = kills(i64::MAX);
    assert!(!of_players.is_empty());
    for one in &of_players {
        assert!(one["kills"].as_array().unwrap().len() >= 2);
        assert!(one["start_ms"].as_i64() <= one["end_ms"].as_i64());
    }
    assert!(kills(HALO_MULTI_KILL_WINDOW_MS).len() + kills(0).len() < list.len());

    let sequences = made(|response, error| halo_film_events_medal_sequences(events, 0, response, error));
    let sequences = content(sequences.unwrap());
    let medals: usize = sequences
        .as_array()
        .unwrap()
        .iter()
        .map(|one| one["medals"].as_array().unwrap().len())
        .sum();
    assert_eq!(medals, list.iter().filter(|event| is_of(event, "medal")).count());

    for function in [
        halo_film_events_kill_pairs,
        halo_film_events_multi_kills,
        halo_film_events_medal_sequences,
    ] {
        let Failed { code, message, .. } =
            made(|response, error| function(events, -1, response, error)).unwrap_err();
        assert_eq!(code, HaloCode::Argument);
        assert!(message.contains("not negative"), "{message}");
    }
    halo_film_events_close(events);
    halo_film_close(film);
}

#[test]
fn a_film_without_its_events_is_pending() {
    let bench = Bench::new();
    let film = newest(&bench);
    let mut manifest = manifest(film);
    let chunks = manifest["CustomData"]["Chunks"].as_array_mut().unwrap();
    chunks.retain(|chunk| chunk["ChunkType"] != 3);
    let manifest = c(manifest);
    let ongoing =
        made(|film, error| halo_film_from_manifest(bench.client, InText::of(&manifest), film, error))
            .unwrap();
    let pending = made(|events, error| halo_film_events(ongoing, InText::none(), ptr::null(), events, error));
    assert_eq!(pending, Err(Failed::without_words(HaloCode::Pending)));
    halo_film_close(ongoing);
    halo_film_close(film);
}

#[test]
fn a_film_asset_is_a_manifest_too() {
    let bench = Bench::new();
    let film = newest(&bench);
    let asset_id = manifest(film)["AssetId"].clone();
    let asset = c(bench.call("discovery_ugc.film", json!({ "asset_id": asset_id })));
    let of_asset =
        made(|film, error| halo_film_from_manifest(bench.client, InText::of(&asset), film, error)).unwrap();
    let (one, other) = (events_of(film), events_of(of_asset));
    assert_eq!(events_json(one), events_json(other));
    for events in [one, other] {
        halo_film_events_close(events);
    }
    halo_film_close(of_asset);
    halo_film_close(film);
}
