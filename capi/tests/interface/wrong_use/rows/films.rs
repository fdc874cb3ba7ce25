//! Films.

use std::ptr;

use halo_infinite_capi::HaloCode;

use crate::wrong_use::callbacks::IGNORE_PROGRESS;

/// The problem of a negative time.
const NEGATIVE: &str = "a time between events is not negative";
/// The codes of functions that take no bytes for an empty chunk, and of those that do not. A damaged chunk is an error.
const EMPTY: [HaloCode; 2] = [HaloCode::Ok, HaloCode::Film];
const NO_CHUNK: [HaloCode; 2] = [HaloCode::Film, HaloCode::Film];

rows! {
    halo_film_of_match(
        client: Handle,
        match_id: MatchId,
        options: Settings,
        cancel: OptionalHandle,
        film: Out,
        error: Error
    ) -> code(HaloCode::Ok);
    halo_film_from_manifest(client: Handle, manifest: Manifest, film: Out, error: Error) -> code(HaloCode::Ok);
    halo_film_manifest(film: Handle) -> value(ptr::null());
    halo_film_close(film: Close) -> code(HaloCode::Ok);
    halo_film_chunk(
        film: Handle,
        index: Limited((0, i64::MAX, "the film has no chunk with the index 9223372036854775807")),
        options: Settings,
        cancel: OptionalHandle,
        response: Out,
        error: Error
    ) -> code(HaloCode::Ok);
    halo_film_header(
        film: Handle,
        options: Settings,
        cancel: OptionalHandle,
        response: Out,
        error: Error
    ) -> code(HaloCode::Ok);
    halo_film_players(
        film: Handle,
        options: Settings,
        cancel: OptionalHandle,
        response: Out,
        error: Error
    ) -> code(HaloCode::Ok);
    halo_film_download_to_folder(
        film: Handle,
        folder: Folder,
        options: Settings,
        progress: OptionalCallback(IGNORE_PROGRESS),
        context: Context,
        cancel: OptionalHandle,
        paths: Out,
        error: Error
    ) -> code(HaloCode::Ok);
    halo_film_download_to_memory(
        film: Handle,
        options: Settings,
        progress: OptionalCallback(IGNORE_PROGRESS),
        context: Context,
        cancel: OptionalHandle,
        chunks: Out,
        error: Error
    ) -> code(HaloCode::Ok);
    halo_film_chunks_count(chunks: Handle) -> value(0);
    halo_film_chunks_entry(chunks: Handle, position: Limited((0, 1, ""))) -> value(ptr::null());
    halo_film_chunks_bytes(
        chunks: Handle,
        position: Limited((0, 1, "there are 1 chunks, counted from 0")),
        bytes: Out,
        length: Out,
        error: Error
    ) -> code(HaloCode::Ok);
    halo_film_chunks_close(chunks: Close) -> code(HaloCode::Ok);
    halo_film_inflate(
        bytes: Bytes(EMPTY),
        length: Length(HaloCode::Ok),
        limit: Plain(0),
        response: Out,
        error: Error
    ) -> code(HaloCode::Ok);
    halo_film_read_header(
        bytes: Bytes(EMPTY),
        length: Length(HaloCode::Ok),
        response: Out,
        error: Error
    ) -> code(HaloCode::Ok);
    halo_film_read_players(
        bytes: Bytes(EMPTY),
        length: Length(HaloCode::Ok),
        response: Out,
        error: Error
    ) -> code(HaloCode::Ok);
    halo_film_read_packets(
        bytes: Bytes(EMPTY),
        length: Length(HaloCode::Ok),
        response: Out,
        error: Error
    ) -> code(HaloCode::Ok);
    halo_film_read_events(
        bytes: Bytes(NO_CHUNK),
        length: Length(HaloCode::Film),
        film_major_version: Plain(41),
        events: Out,
        error: Error
    ) -> code(HaloCode::Ok);
    halo_film_events(
        film: Handle,
        options: Settings,
        cancel: OptionalHandle,
        events: Out,
        error: Error
    ) -> code(HaloCode::Ok);
    halo_film_events_json(events: Handle) -> value(ptr::null());
    halo_film_events_count(events: Handle) -> value(0);
    halo_film_events_timelines(events: Handle, response: Out, error: Error) -> code(HaloCode::Ok);
    halo_film_events_kill_pairs(
        events: Handle,
        max_gap_ms: Limited((0, -1, NEGATIVE)),
        response: Out,
        error: Error
    ) -> code(HaloCode::Ok);
    halo_film_events_multi_kills(
        events: Handle,
        window_ms: Limited((0, -1, NEGATIVE)),
        response: Out,
        error: Error
    ) -> code(HaloCode::Ok);
    halo_film_events_medal_sequences(
        events: Handle,
        gap_ms: Limited((0, i64::MIN, NEGATIVE)),
        response: Out,
        error: Error
    ) -> code(HaloCode::Ok);
    halo_film_events_check(
        events: Handle,
        match_stats: MatchStats,
        response: Out,
        error: Error
    ) -> code(HaloCode::Ok);
    halo_film_events_close(events: Close) -> code(HaloCode::Ok);
}
