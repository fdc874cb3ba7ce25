//! The client's functions that read the files of a film.

use crate::calls::Calls;
use halo_api::clients::hi::film::{self, FilmEvent, FilmEventKind, FilmMedal, FilmPlayer};
use halo_api::clients::hi::models::{FilmChunkData, FilmManifest, MatchStats};
use serde_json::json;
use std::collections::BTreeSet;
use xbox::util::unwrap_xuid;

/// The kinds of packets.
const FRAME: u16 = 0;
const END: u16 = 7;

pub fn read(
    calls: &Calls,
    stats: &MatchStats,
    manifest: &FilmManifest,
    chunks: &[FilmChunkData],
) -> Vec<FilmEvent> {
    let id = &stats.match_id;
    let players = film::decode_players(chunks);
    calls.check("film::decode_players", id, !players.is_empty(), "no players");
    let events = film::decode_events(chunks, &players, manifest.custom_data.film_major_version);
    let known = !events
        .iter()
        .any(|event| matches!(event.kind, FilmEventKind::Other(_)));
    calls.check(
        "film::decode_events",
        id,
        known && !events.is_empty(),
        "no events, or some of an unknown kind",
    );
    calls.made(
        "film::validate_events",
        film::validate_events(&events, &players, stats),
    );
    calls.made("FilmEventKind::from_fields", FilmEventKind::from_fields(50, 0));
    medals(calls, id, &events);
    chunks_other_than_events(calls, stats, &players, chunks);
    events
}

/// The header and the replication data, and the players whom they name.
fn chunks_other_than_events(
    calls: &Calls,
    stats: &MatchStats,
    players: &[FilmPlayer],
    chunks: &[FilmChunkData],
) {
    let id = &stats.match_id;
    let humans = stats.players.iter().filter(|player| player.is_human());
    let humans: BTreeSet<String> = humans.map(|player| unwrap_xuid(&player.player_id)).collect();
    let named = players.iter().map(|player| player.xuid.to_string()).collect();
    calls.check(
        "film::decode_players",
        id,
        humans == named,
        "not the humans of the match",
    );
    for player in players {
        calls.fact(format!("user/{}", player.xuid), player.gamertag.clone().into());
    }
    let diagnostics = calls.made("film::decode_diagnostics", film::decode_diagnostics(chunks));
    let indices = calls.made(
        "film::decode_player_indices",
        film::decode_player_indices(chunks, players),
    );
    let registry = calls.made("film::decode_registry", film::decode_registry(chunks));
    let registry = registry.as_ref();
    let first = registry.and_then(|registry| registry.archetype(0));
    calls.check(
        "FilmRegistry::archetype",
        id,
        first.is_some_and(|archetype| !archetype.components.is_empty()),
        "no components",
    );
    let fact = json!({
        "players": players.len(),
        "indices": indices.len(),
        "gamertags": diagnostics.decoded_gamertags,
        "archetypes": registry.map(|registry| registry.archetypes.len()),
        "packets": packets(calls, id, chunks),
    });
    calls.fact(format!("film_files/{}", id.to_lowercase()), fact);
}

/// The number of packets. In each chunk of replication data, they follow each other in time, and the last one ends the
/// chunk.
fn packets(calls: &Calls, id: &str, chunks: &[FilmChunkData]) -> usize {
    let packets = film::index_packets(chunks);
    for chunk in chunks.iter().filter(|chunk| chunk.metadata.chunk_type == 2) {
        let index = chunk.metadata.index;
        let of_chunk: Vec<_> = packets
            .iter()
            .filter(|packet| packet.chunk_index == index)
            .collect();
        let whole = of_chunk.last().is_some_and(|last| {
            last.packet_type == END && last.payload_offset + last.payload_size == chunk.data.len()
        });
        let sorted = of_chunk.is_sorted_by_key(|packet| packet.timestamp_us);
        calls.check(
            "film::index_packets",
            format!("{id} {index}"),
            whole && sorted,
            "not all packets, or not in their order",
        );
        let frames: Vec<&[u8]> = of_chunk
            .iter()
            .filter(|packet| packet.packet_type == FRAME)
            .filter_map(|packet| {
                let end = packet.payload_offset + packet.payload_size;
                chunk.data.get(packet.payload_offset..end)
            })
            .collect();
        calls.check(
            "film::index_packets",
            format!("{id} {index}"),
            !frames.is_empty(),
            "no frames",
        );
        // The sandbox has noise in its frames, so any result is right.
        let records = frames
            .iter()
            .filter_map(|frame| film::decode_frame_record_header(frame));
        calls.made("film::decode_frame_record_header", records.count());
        let deltas = frames
            .iter()
            .filter_map(|frame| film::decode_first_delta_header(frame));
        calls.made("film::decode_first_delta_header", deltas.count());
    }
    packets.len()
}

fn medals(calls: &Calls, id: &str, events: &[FilmEvent]) {
    let medals: Vec<(&FilmEvent, FilmMedal)> = events
        .iter()
        .filter_map(|event| Some((event, event.medal()?)))
        .collect();
    calls.check("FilmEvent::medal", id, !medals.is_empty(), "no medals");
    let same = medals
        .iter()
        .all(|(event, medal)| *medal == FilmMedal::from_id(event.metadata));
    calls.check("FilmMedal::from_id", id, same, "not the medal of the event");
    let named = medals.iter().all(|(_, medal)| !medal.name().is_empty());
    calls.check("FilmMedal::name", id, named, "a medal without a name");
}
