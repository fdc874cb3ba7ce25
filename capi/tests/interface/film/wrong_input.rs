//! Wrong bytes, manifests and options.

use std::ptr;

use halo_infinite_capi::*;
use serde_json::{Value, json};

use super::{newest, of_match};
use crate::support::{Bench, Failed, bytes, c, content, input, made};

fn read_events(chunk: &[u8]) -> Result<*mut HaloFilmEvents, Failed> {
    let (chunk, length) = input(chunk);
    made(|events, error| halo_film_read_events(chunk, length, 41, events, error))
}

fn inflate(chunk: &[u8], limit: usize) -> Result<Vec<u8>, Failed> {
    let (chunk, length) = input(chunk);
    made(|response, error| halo_film_inflate(chunk, length, limit, response, error)).map(bytes)
}

/// Zeros, compressed: a header, a stored block of them, and their checksum.
fn compressed_zeros(count: u16) -> Vec<u8> {
    let mut chunk = vec![0x78, 0x01, 0x01];
    chunk.extend(count.to_le_bytes());
    chunk.extend((!count).to_le_bytes());
    chunk.extend(vec![0; usize::from(count)]);
    // Adler-32 of zeros: the first sum is 1, the second one is their number.
    chunk.extend((u32::from(count) << 16 | 1).to_be_bytes());
    chunk
}

#[test]
fn bytes_that_are_no_chunk_are_errors() {
    for chunk in [&b"<html>a page</html>"[..], b"x", b""] {
        let Failed { code, message, .. } = read_events(chunk).unwrap_err();
        assert_eq!(code, HaloCode::Film);
        assert!(message.contains("not a chunk of a film"), "{message}");
        // They may be an inflated chunk, but no header, and without players.
        assert_eq!(inflate(chunk, 0).unwrap(), chunk);
        let (given, length) = input(chunk);
        let header = made(|response, error| halo_film_read_header(given, length, response, error));
        assert_eq!(content(header.unwrap()), Value::Null);
        let (given, length) = input(chunk);
        let players = made(|response, error| halo_film_read_players(given, length, response, error));
        assert_eq!(content(players.unwrap()), json!([]));
    }
}

#[test]
fn damaged_chunks_are_errors_at_each_length() {
    let whole = compressed_zeros(300);
    assert_eq!(inflate(&whole, 0).unwrap(), vec![0; 300]);
    assert_eq!(inflate(&whole, 300).unwrap().len(), 300);
    assert_eq!(inflate(&whole, usize::MAX).unwrap().len(), 300);
    let Failed { code, message, .. } = inflate(&whole, 299).unwrap_err();
    assert_eq!(code, HaloCode::Film);
    assert!(message.contains("299"), "{message}");
    for length in 2..whole.len() {
        assert_eq!(
            inflate(&whole[..length], 0).unwrap_err().code,
            HaloCode::Film,
            "{length}"
        );
        assert_eq!(
            read_events(&whole[..length]).unwrap_err().code,
            HaloCode::Film,
            "{length}"
        );
    }
    let mut wrong = whole.clone();
    *wrong.last_mut().unwrap() ^= 1;
    assert!(inflate(&wrong, 0).unwrap_err().message.contains("checksum"));
    // It is a chunk, but without events.
    let events = read_events(&whole).unwrap();
    assert_eq!(halo_film_events_count(events), 0);
    halo_film_events_close(events);
}

#[test]
fn null_bytes_are_no_bytes_only_with_the_length_0() {
    let empty = made(|response, error| halo_film_inflate(InBytes::none(), 0, 0, response, error));
    assert_eq!(bytes(empty.unwrap()), b"");
    let null = made(|response, error| halo_film_inflate(InBytes::none(), 1, 0, response, error));
    assert_eq!(null.unwrap_err().code, HaloCode::NullPointer);
    let null = made(|events, error| halo_film_read_events(InBytes::none(), 7, 41, events, error));
    let null = null.unwrap_err();
    assert_eq!(null.code, HaloCode::NullPointer);
    assert_eq!(null.message, "bytes: it is null, but must not be");
    // No object is so long: the length is a negative number, or garbage.
    let (one, _) = input(b"x");
    let long = made(|response, error| halo_film_inflate(one, usize::MAX, 0, response, error));
    assert_eq!(long.unwrap_err().code, HaloCode::Argument);
}

#[test]
fn too_many_packets_are_an_error() {
    let packets = |count: usize| {
        let chunk = vec![0; 16 * count];
        let (chunk, length) = input(&chunk);
        made(|response, error| halo_film_read_packets(chunk, length, response, error)).map(content)
    };
    let most = packets(1 << 16).unwrap();
    assert_eq!(most["packets"].as_array().unwrap().len(), 1 << 16);
    assert_eq!(packets((1 << 16) + 1).unwrap_err().code, HaloCode::Film);
    let (short, length) = input(&[0; 20]);
    let rest = made(|response, error| halo_film_read_packets(short, length, response, error));
    assert_eq!(
        content(rest.unwrap())["damaged"],
        json!({ "offset": 16, "length": 4 })
    );
}

#[test]
fn wrong_films_and_options_are_errors() {
    let bench = Bench::new();
    assert_eq!(of_match(&bench, "no GUID").unwrap_err().code, HaloCode::Argument);
    let unknown = of_match(&bench, "11111111-2222-3333-4444-555555555555").unwrap_err();
    assert_eq!(unknown.code, HaloCode::Status, "{}", unknown.message);
    for manifest in ["", "{", "[]", "{}", "null", "{\"CustomData\": 1}"] {
        let manifest = c(manifest);
        let film =
            made(|film, error| halo_film_from_manifest(bench.client, InText::of(&manifest), film, error));
        let Failed { code, message, .. } = film.unwrap_err();
        assert_eq!(code, HaloCode::NotJson);
        assert!(message.starts_with("manifest: "), "{message}");
    }
    let film = newest(&bench);
    for options in [
        c"{\"deadline\": 1}",
        c"{\"deadline_ms\": -1}",
        c"{\"only\": \"all\"}",
        c"{\"inflated\": 1}",
        c"[]",
    ] {
        let chunks = made(|chunks, error| {
            halo_film_download_to_memory(
                film,
                InText::of(options),
                None,
                ptr::null_mut(),
                ptr::null(),
                chunks,
                error,
            )
        });
        let Failed { code, message, .. } = chunks.unwrap_err();
        assert_eq!(code, HaloCode::NotJson, "{message}");
    }
    let no_folder = made(|paths, error| {
        halo_film_download_to_folder(
            film,
            InText::of(c""),
            InText::none(),
            None,
            ptr::null_mut(),
            ptr::null(),
            paths,
            error,
        )
    });
    assert_eq!(no_folder.unwrap_err().code, HaloCode::Argument);
    let stats =
        made(|response, error| halo_film_events_check(ptr::null(), InText::of(c"{}"), response, error));
    assert_eq!(stats.unwrap_err().code, HaloCode::NullPointer);
    let events = super::events_of(film);
    for stats in [c"{}", c"text"] {
        let check =
            made(|response, error| halo_film_events_check(events, InText::of(stats), response, error));
        assert_eq!(check.unwrap_err().code, HaloCode::NotJson);
    }
    assert_eq!(halo_film_events_close(events), HaloCode::Ok);
    assert!(halo_film_events_json(events).is_null());
    assert_eq!(halo_film_events_count(events), 0);
    halo_film_close(film);
    assert!(halo_film_manifest(film).is_null());
    let closed = made(|events, error| halo_film_events(film, InText::none(), ptr::null(), events, error));
    assert_eq!(closed.unwrap_err().code, HaloCode::ClosedHandle);
}
