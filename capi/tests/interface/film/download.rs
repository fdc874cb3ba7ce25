//! Downloads: to a folder, to memory, single chunks; progress and cancellation.

use std::ffi::c_void;
use std::ptr;

use halo_infinite_capi::*;

use super::{manifest, newest, of_match};
use crate::support::{
    Bench, Failed, bytes, bytes_of, c, cancel, content, failure, input, json_of, made, place, text,
};

/// What a progress callback has seen, and the cancel token that it cancels after so many calls.
struct Seen {
    progress: Vec<(u64, u64, usize, usize)>,
    cancel: *mut HaloCancel,
    close: *mut HaloFilm,
    after: usize,
}

impl Seen {
    fn new() -> Self {
        Self {
            progress: Vec::new(),
            cancel: ptr::null_mut(),
            close: ptr::null_mut(),
            after: usize::MAX,
        }
    }

    fn context(&mut self) -> *mut c_void {
        ptr::from_mut(self).cast()
    }
}

extern "C" fn see(
    context: *mut c_void,
    bytes_done: u64,
    bytes_total: u64,
    chunks_done: usize,
    chunks_total: usize,
) {
    // SAFETY: the context is that of a `Seen`, which the test does not use during the download.
    let seen = unsafe { &mut *context.cast::<Seen>() };
    seen.progress
        .push((bytes_done, bytes_total, chunks_done, chunks_total));
    if seen.progress.len() == seen.after {
        if !seen.cancel.is_null() {
            assert_eq!(halo_cancel_cancel(seen.cancel), HaloCode::Ok);
        }
        if !seen.close.is_null() {
            assert_eq!(halo_film_close(seen.close), HaloCode::Ok);
        }
    }
}

fn chunk_bytes(chunks: *const HaloFilmChunks, position: usize) -> Vec<u8> {
    bytes_of(|bytes, length| halo_film_chunks_bytes(chunks, position, bytes, length, None))
}

#[test]
fn all_chunks_come_to_memory_with_progress() {
    let bench = Bench::new();
    let film = newest(&bench);
    let manifest = manifest(film);
    let entries = manifest["CustomData"]["Chunks"].as_array().unwrap();
    let mut seen = Seen::new();
    let context = seen.context();
    let chunks = made(|chunks, error| {
        halo_film_download_to_memory(
            film,
            InText::none(),
            Some(see),
            context,
            ptr::null(),
            chunks,
            error,
        )
    });
    let chunks = chunks.unwrap();
    let count = halo_film_chunks_count(chunks);
    assert_eq!(count, entries.len());
    // Before each chunk and after the last.
    assert_eq!(seen.progress.len(), count + 1);
    let sum: u64 = (0..count)
        .map(|position| chunk_bytes(chunks, position).len() as u64)
        .sum();
    assert_eq!(seen.progress.last(), Some(&(sum, sum, count, count)));
    assert_eq!(seen.progress[0], (0, sum, 0, count));

    for position in 0..count {
        let entry = json_of(halo_film_chunks_entry(chunks, position));
        let index = entry["Index"].as_i64().unwrap();
        let single = made(|response, error| {
            halo_film_chunk(film, index, InText::none(), ptr::null(), response, error)
        });
        let single = single.unwrap();
        assert_eq!(halo_response_status(single), 200);
        assert_eq!(text(halo_response_endpoint(single)).unwrap(), "blobs.chunk");
        assert_eq!(bytes(single), chunk_bytes(chunks, position));
    }
    assert!(halo_film_chunks_entry(chunks, count).is_null());
    let (mut bytes, mut length) = (ptr::dangling(), 1);
    let failed = failure(|error| {
        let (bytes, length) = (place(&mut bytes), place(&mut length));
        halo_film_chunks_bytes(chunks, count, Some(bytes), Some(length), error)
    });
    assert_eq!(failed.code, HaloCode::Argument, "{failed:?}");
    assert!(bytes.is_null() && length == 0);
    assert_eq!(halo_film_chunks_close(chunks), HaloCode::Ok);
    assert_eq!(halo_film_chunks_close(chunks), HaloCode::ClosedHandle);
    halo_film_close(film);
}

#[test]
fn inflated_chunks_of_one_kind_come_to_a_folder() {
    let bench = Bench::new();
    let film = newest(&bench);
    let folder = tempfile::tempdir().unwrap();
    // It does not exist yet.
    let path = c(folder.path().join("film").display());
    let options = c"{\"only\": \"highlight_events\", \"inflated\": true}";
    let paths = made(|paths, error| {
        halo_film_download_to_folder(
            film,
            InText::of(&path),
            InText::of(options),
            None,
            ptr::null_mut(),
            ptr::null(),
            paths,
            error,
        )
    });
    let paths = content(paths.unwrap());
    let paths = paths.as_array().unwrap();
    assert_eq!(paths.len(), 1);
    let file = std::fs::read(paths[0].as_str().unwrap()).unwrap();
    assert!(paths[0].as_str().unwrap().ends_with(".bin"));

    let manifest = manifest(film);
    let entries = manifest["CustomData"]["Chunks"].as_array().unwrap();
    let index = entries.iter().find(|entry| entry["ChunkType"] == 3).unwrap()["Index"]
        .as_i64()
        .unwrap();
    let chunk =
        made(|response, error| halo_film_chunk(film, index, InText::none(), ptr::null(), response, error));
    let chunk = bytes(chunk.unwrap());
    let (chunk, length) = input(&chunk);
    let inflated = made(|response, error| halo_film_inflate(chunk, length, 0, response, error));
    assert_eq!(bytes(inflated.unwrap()), file);

    // A limit that is too small is an error, and so is a chunk that the film does not have.
    let options = c"{\"only\": \"highlight_events\", \"inflated\": true, \"max_inflated\": 10}";
    let small = made(|chunks, error| {
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
    assert_eq!(small.unwrap_err().code, HaloCode::Film);
    let none =
        made(|response, error| halo_film_chunk(film, 9999, InText::none(), ptr::null(), response, error));
    assert_eq!(none.unwrap_err().code, HaloCode::Argument);
    halo_film_close(film);
}

/// A download that ends in the middle: by the cancel token, or because its film is closed.
fn ends_in_the_middle(film: *mut HaloFilm, mut seen: Seen) {
    seen.after = 2;
    let (context, cancel) = (seen.context(), seen.cancel);
    let ended = made(|chunks, error| {
        halo_film_download_to_memory(film, InText::none(), Some(see), context, cancel, chunks, error)
    });
    let Failed { code, message, .. } = ended.unwrap_err();
    assert_eq!(code, HaloCode::Cancelled, "{message}");
    assert_eq!(seen.progress.len(), 2);
    assert_eq!(seen.progress[1].2, 1);
}

#[test]
fn the_callback_can_cancel_or_close() {
    let bench = Bench::new();
    let film = newest(&bench);
    let mut seen = Seen::new();
    seen.cancel = cancel();
    let cancel = seen.cancel;
    ends_in_the_middle(film, seen);
    halo_cancel_close(cancel);

    let mut seen = Seen::new();
    seen.close = film;
    ends_in_the_middle(film, seen);
    assert_eq!(halo_film_close(film), HaloCode::ClosedHandle);
}

#[test]
fn a_closed_client_ends_the_downloads_of_its_films() {
    let bench = Bench::new();
    let film = newest(&bench);
    halo_client_close(bench.client);
    let ended = made(|events, error| halo_film_events(film, InText::none(), ptr::null(), events, error));
    assert_eq!(ended.unwrap_err().code, HaloCode::Cancelled);
    // What is in memory stays.
    assert!(manifest(film)["CustomData"].is_object());
    halo_film_close(film);
}

#[test]
fn header_and_players_are_read() {
    let bench = Bench::new();
    // A film of each match, until one names its players.
    let film = of_match(&bench, &bench.ids[0]).unwrap();
    let header = made(|response, error| halo_film_header(film, InText::none(), ptr::null(), response, error));
    let header = content(header.unwrap());
    let version = &manifest(film)["CustomData"]["FilmMajorVersion"];
    assert_eq!(&header["major_version"], version, "{header}");

    let players = |options: &std::ffi::CStr| {
        let players = made(|response, error| {
            halo_film_players(film, InText::of(options), ptr::null(), response, error)
        });
        content(players.unwrap()).as_array().unwrap().clone()
    };
    let (of_header, of_all) = (players(c"{}"), players(c"{\"all_chunks\": true}"));
    assert!(!of_all.is_empty() && of_header.len() <= of_all.len());
    for player in &of_all {
        let known = bench.sandbox.world().person(player["xuid"].as_str().unwrap());
        assert_eq!(known.unwrap().gamertag(), player["gamertag"].as_str().unwrap());
    }
    halo_film_close(film);
}
