//! Films.

mod download;
mod events;
mod real;
mod wrong_input;

use std::ptr;

use halo_infinite_capi::*;
use serde_json::Value;

use crate::studio::{Bench, Failed, c, content, out, text};

/// The film of the newest match.
pub fn newest(bench: &Bench) -> *mut HaloFilm {
    of_match(bench, &bench.ids[0]).unwrap()
}

pub fn of_match(bench: &Bench, id: &str) -> Result<*mut HaloFilm, Failed> {
    let id = c(id);
    out(|film, error| {
        halo_film_of_match(
            bench.client,
            InText::of(&id),
            InText::of(c"{\"deadline_ms\": 60000}"),
            ptr::null(),
            film,
            error,
        )
    })
}

pub fn manifest(film: *const HaloFilm) -> Value {
    serde_json::from_str(&text(halo_film_manifest(film))).unwrap()
}

pub fn events_of(film: *const HaloFilm) -> *mut HaloFilmEvents {
    out(|events, error| halo_film_events(film, InText::none(), ptr::null(), events, error)).unwrap()
}

pub fn events_json(events: *const HaloFilmEvents) -> Value {
    serde_json::from_str(&text(halo_film_events_json(events))).unwrap()
}

pub fn pairs(events: *const HaloFilmEvents) -> Value {
    let pairs =
        out(|response, error| halo_film_events_kill_pairs(events, HALO_KILL_PAIR_GAP_MS, response, error));
    content(pairs.unwrap())
}
