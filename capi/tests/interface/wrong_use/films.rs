//! A film, its chunks and its match, and the client that downloads it.

use std::ffi::{CStr, CString};
use std::ptr;
use std::sync::LazyLock;

use halo_infinite_capi::*;

use super::samples::{Sample, opened, place, world};

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
        // SAFETY: the text ends with NUL, and the film is open.
        let manifest = unsafe { CStr::from_ptr(halo_film_manifest(film)) }.to_owned();
        let options = InText::of(c"{\"only\": \"highlight_events\"}");
        let chunks = opened(|chunks, error| {
            let none = ptr::null_mut();
            halo_film_download_to_memory(film, options, None, none, ptr::null(), chunks, error)
        });
        assert_eq!(halo_film_close(film), HaloCode::Ok);
        let (mut bytes, mut length) = (ptr::null(), 0);
        let code = halo_film_chunks_bytes(chunks, 0, Some(place(&mut bytes)), Some(place(&mut length)), None);
        assert_eq!(code, HaloCode::Ok);
        // SAFETY: the chunks are open, and this one has so many bytes.
        let chunk = unsafe { std::slice::from_raw_parts(bytes, length) }.to_vec();
        assert_eq!(halo_film_chunks_close(chunks), HaloCode::Ok);
        let mut damaged = chunk.clone();
        // A byte of the checksum at the end.
        *damaged.last_mut().unwrap() ^= 1;
        let arguments = format!("{{\"match_id\": {:?}}}", world().match_id);
        let arguments = CString::new(arguments).unwrap();
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
        // SAFETY: the text ends with NUL, and the response is open.
        let match_stats = unsafe { CStr::from_ptr(halo_response_json(response)) }.to_owned();
        assert_eq!(halo_response_close(response), HaloCode::Ok);
        Films {
            client: client.addr(),
            manifest,
            match_stats,
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
    let chunk = &films().chunk;
    // SAFETY: the number is that of the bytes, which never change.
    let bytes = unsafe { InBytes::new(chunk.as_ptr()) };
    opened(|events, error| halo_film_read_events(bytes, chunk.len(), 41, events, error))
}
