//! A film, its chunks and its match, and the client that downloads it.

use std::ffi::CString;
use std::ptr;
use std::sync::LazyLock;

use halo_infinite_capi::*;
use serde_json::json;

use super::samples::{Sample, opened, world};
use crate::support::{bytes_of, c, input, text};

/// What the samples of films are made from.
pub struct Films {
    /// The number of an open client, which lasts as long as the program.
    client: usize,
    pub manifest: CString,
    /// The statistics of the match.
    pub match_stats: CString,
    /// The chunk with the highlight events, compressed.
    pub chunk: Vec<u8>,
    /// The same chunk with a wrong byte.
    pub damaged: Vec<u8>,
}

impl Films {
    pub fn client(&self) -> *const HaloClient {
        ptr::without_provenance(self.client)
    }
}

pub fn films() -> &'static Films {
    static FILMS: LazyLock<Films> = LazyLock::new(|| {
        let client = HaloClient::open();
        let film = opened(|film, error| {
            let match_id = InText::of(&world().match_id);
            halo_film_of_match(client, match_id, InText::none(), ptr::null(), film, error)
        });
        let manifest = text(halo_film_manifest(film)).unwrap();
        let options = InText::of(c"{\"only\": \"highlight_events\"}");
        let chunks = opened(|chunks, error| {
            let none = ptr::null_mut();
            halo_film_download_to_memory(film, options, None, none, ptr::null(), chunks, error)
        });
        assert_eq!(halo_film_close(film), HaloCode::Ok);
        let chunk = bytes_of(|bytes, length| halo_film_chunks_bytes(chunks, 0, bytes, length, None));
        assert_eq!(halo_film_chunks_close(chunks), HaloCode::Ok);
        let mut damaged = chunk.clone();
        // A byte of the checksum at the end.
        *damaged.last_mut().unwrap() ^= 1;
        let match_id = world().match_id.to_str().unwrap();
        let arguments = c(json!({ "match_id": match_id }));
        let response = opened(|response, error| {
            let (endpoint, arguments) = (InText::of(c"stats.match_stats"), InText::of(&arguments));
            halo_call(
                client,
                endpoint,
                arguments,
                InText::none(),
                ptr::null(),
                response,
                error,
            )
        });
        let match_stats = text(halo_response_json(response)).unwrap();
        assert_eq!(halo_response_close(response), HaloCode::Ok);
        Films {
            client: client.addr(),
            manifest: c(manifest),
            match_stats: c(match_stats),
            chunk,
            damaged,
        }
    });
    &FILMS
}

/// The film of the newest match.
pub fn film() -> *mut HaloFilm {
    let manifest = InText::of(&films().manifest);
    opened(|film, error| halo_film_from_manifest(films().client(), manifest, film, error))
}

/// Its highlight events.
pub fn events() -> *mut HaloFilmEvents {
    let (chunk, length) = input(&films().chunk);
    opened(|events, error| halo_film_read_events(chunk, length, 41, events, error))
}
