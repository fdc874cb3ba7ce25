//! The client's functions that read the files of a film.

use crate::calls::Calls;
use halo_api::clients::hi::film;
use halo_api::clients::hi::models::{FilmChunkData, FilmManifest, MatchStats};
use serde_json::json;

pub fn read(calls: &Calls, stats: &MatchStats, manifest: &FilmManifest, chunks: &[FilmChunkData]) {
    let id = &stats.match_id;
    let players = film::decode_players(chunks);
    calls.check("film::decode_players", id, !players.is_empty(), "no players");
    let events = film::decode_events(chunks, &players, manifest.custom_data.film_major_version);
    calls.check("film::decode_events", id, !events.is_empty(), "no events");
    calls.made(
        "film::validate_events",
        film::validate_events(&events, &players, stats),
    );
    for event in &events {
        let medal = calls.made("FilmEvent::medal", event.medal());
        if let Some(medal) = medal {
            calls.made("FilmMedal::name", medal.name());
        }
        calls.made("FilmMedal::from_id", film::FilmMedal::from_id(event.metadata));
    }
    calls.made(
        "FilmEventKind::from_fields",
        film::FilmEventKind::from_fields(50, 0),
    );
    let diagnostics = calls.made("film::decode_diagnostics", film::decode_diagnostics(chunks));
    let registry = calls.made("film::decode_registry", film::decode_registry(chunks));
    let first = registry.as_ref().and_then(|registry| registry.archetype(0));
    calls.made("FilmRegistry::archetype", first);
    calls.made(
        "film::decode_player_indices",
        film::decode_player_indices(chunks, &players),
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
    calls.fact(
        format!("film_files/{}", id.to_lowercase()),
        json!({
            "players": players.len(),
            "markers": diagnostics.player_markers,
            "archetypes": registry.map(|registry| registry.archetypes.len()),
            "packets": packets.len(),
        }),
    );
}
