//! The highlight events of a film.

use std::ffi::c_char;
use std::mem::MaybeUninit;
use std::ptr;
use std::sync::OnceLock;

use halo_infinite::film::{FilmEvents, read_highlight_events};

use super::options::{self, ChunkOptions};
use super::{HaloFilm, as_json};
use crate::boundary::HaloError;
use crate::boundary::{enter, enter_close, enter_value, required};
use crate::bytes::InBytes;
use crate::cancel::HaloCancel;
use crate::code::HaloCode;
use crate::handle::{self, Handle};
use crate::in_text::InText;
use crate::json;
use crate::text::Text;

/// The highlight events of a film: kills, deaths and medals with their times. Close them with `halo_film_events_close`.
pub struct HaloFilmEvents(());

impl Handle for HaloFilmEvents {
    type Object = EventsObject;
    const KIND: &'static str = "list of events";
}

/// Events, and their JSON once it was asked for.
pub struct EventsObject {
    pub(super) events: FilmEvents,
    json: OnceLock<Text>,
}

fn open(events: FilmEvents) -> *mut HaloFilmEvents {
    handle::open(EventsObject {
        events,
        json: OnceLock::new(),
    })
}

/// Downloads the chunk with the highlight events of a film, and reads them.
///
/// Returns `HALO_CODE_PENDING` if the film has no such chunk yet, because the match is not over: make the film anew later.
///
/// `options` is a JSON object, or null: `deadline_ms` is the time that the request may take, in place of the client's.
/// `cancel` is a cancel token that ends the download, or null.
///
/// Any thread may call this; it waits for the download.
#[unsafe(no_mangle)]
pub extern "C" fn halo_film_events(
    film: *const HaloFilm,
    options: InText<'_>,
    cancel: *const HaloCancel,
    events: Option<&mut MaybeUninit<*mut HaloFilmEvents>>,
    error: Option<&mut MaybeUninit<*mut HaloError>>,
) -> HaloCode {
    enter(error, || {
        let out = required("events", events, ptr::null_mut())?;
        let film = handle::get("film", film)?;
        let options: ChunkOptions = options::read(&options)?;
        let client = options.apply(film.cancelled_by(cancel)?);
        let Some(chunk) = film.film.highlight_events() else {
            return Ok(HaloCode::Pending);
        };
        let file = client.films().chunk(&film.film, chunk).send()?;
        *out = open(file.highlight_events(film.film.custom_data.film_major_version)?);
        Ok(HaloCode::Ok)
    })
}

/// Reads the highlight events of a chunk in memory, compressed or inflated. Nothing is sent, and no client is needed.
///
/// `bytes` is the address of the chunk, and `length` the number of its bytes. The bytes may be freed after the call.
/// `film_major_version` is the `FilmMajorVersion` of the manifest; for versions newer than 41, the layout is detected.
///
/// Bytes that are not such a chunk are `HALO_CODE_FILM`. A damaged event does not affect the others. No bytes take more
/// than some 32 MiB for the inflated chunk, and 65536 events are read at most.
///
/// Any thread may call this.
#[unsafe(no_mangle)]
pub extern "C" fn halo_film_read_events(
    bytes: InBytes<'_>,
    length: usize,
    film_major_version: i64,
    events: Option<&mut MaybeUninit<*mut HaloFilmEvents>>,
    error: Option<&mut MaybeUninit<*mut HaloError>>,
) -> HaloCode {
    enter(error, || {
        let out = required("events", events, ptr::null_mut())?;
        let chunk = bytes.of_length("bytes", length)?;
        *out = open(read_highlight_events(chunk, film_major_version)?.read_all());
        Ok(HaloCode::Ok)
    })
}

/// The events as a JSON object:
///
/// - `events`: the events in the order of time, each an object with `kind` (`kill`, `death`, `medal`, `mode` or `unknown`),
///   `xuid` (a text of digits), `gamertag`, `time_ms` (since the start of the match), `medal`, and the film's own `code` and
///   `hint`. `medal` is null, or an object with `code`, `name` and `name_id` (that of statistics); the last two are null for
///   an unknown medal.
/// - `damaged`: the events that cannot be read, each with `xuid`, `bit` (its offset) and `problem`.
/// - `declared`: the number of events that the chunk says it holds, or null.
/// - `is_complete`: whether so many were read; null if the chunk does not say how many it holds.
/// - `layout`: `gamertag_first` or `gamertag_later`, the layout of the film's version.
///
/// Bots have no events, and a kill does not name its victim: see `halo_film_events_kill_pairs`.
///
/// Null if the handle is closed. The text belongs to the events. Any thread may call this.
#[unsafe(no_mangle)]
pub extern "C" fn halo_film_events_json(events: *const HaloFilmEvents) -> *const c_char {
    enter_value(ptr::null(), || {
        let events = handle::get("events", events)?;
        if let Some(json) = events.json.get() {
            return Ok(json.as_ptr());
        }
        let json = json::written("events", &as_json::Events::new(&events.events))?;
        // Another thread may have been faster.
        Ok(events.json.get_or_init(|| Text::of_bytes(json)).as_ptr())
    })
}

/// The number of events that were read; 0 if the handle is closed. Any thread may call this.
#[unsafe(no_mangle)]
pub extern "C" fn halo_film_events_count(events: *const HaloFilmEvents) -> usize {
    enter_value(0, || Ok(handle::get("events", events)?.events.len()))
}

/// Closes events, and frees their text. Null is allowed.
#[unsafe(no_mangle)]
pub extern "C" fn halo_film_events_close(events: *mut HaloFilmEvents) -> HaloCode {
    enter_close(|| handle::close(events).map(drop))
}
