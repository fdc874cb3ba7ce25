//! The client's functions that read the files of a film.

use crate::calls::Calls;
use halo_api::clients::hi::film::{self, FilmEvent, FilmEventKind, FilmMedal};
use halo_api::clients::hi::models::{FilmChunkData, FilmManifest, MatchStats};
use serde_json::json;

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
    let diagnostics = calls.made("film::decode_diagnostics", film::decode_diagnostics(chunks));
    let indices = calls.made(
        "film::decode_player_indices",
        film::decode_player_indices(chunks, &players),
    );
    let registry = calls.made("film::decode_registry", film::decode_registry(chunks));
    let registry = registry.as_ref();
    calls.made(
        "FilmRegistry::archetype",
        registry.and_then(|registry| registry.archetype(0)),
    );
    let packets = calls.made("film::index_packets", film::index_packets(chunks));
    for chunk in chunks.iter().filter(|chunk| chunk.metadata.chunk_type == 2) {
        calls.made(
            "film::decode_frame_record_header",
            film::decode_frame_record_header(&chunk.data),
        );
        calls.made(
            "film::decode_first_delta_header",
            film::decode_first_delta_header(&chunk.data),
        );
    }
    let fact = json!({
        "players": players.len(),
        "indices": indices.len(),
        "gamertags": diagnostics.decoded_gamertags,
        "archetypes": registry.map(|registry| registry.archetypes.len()),
        "packets": packets.len(),
    });
    calls.fact(format!("film_files/{}", id.to_lowercase()), fact);
    events
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
