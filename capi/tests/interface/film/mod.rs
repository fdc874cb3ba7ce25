//! Films.

mod download;
mod events;
mod real;
mod wrong_input;

use std::ptr;

use halo_infinite_capi::*;
use serde_json::Value;

use crate::support::{Bench, Failed, c, content, json_of, made};

/// The film of the newest match.
pub fn newest(bench: &Bench) -> *mut HaloFilm {
    of_match(bench, &bench.ids[0]).unwrap()
}

pub fn of_match(bench: &Bench, id: &str) -> Result<*mut HaloFilm, Failed> {
    let id = c(id);
    made(|film, error| {
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
    json_of(halo_film_manifest(film))
}

pub fn events_of(film: *const HaloFilm) -> *mut HaloFilmEvents {
    made(|events, error| halo_film_events(film, InText::none(), ptr::null(), events, error)).unwrap()
}

pub fn events_json(events: *const HaloFilmEvents) -> Value {
    json_of(halo_film_events_json(events))
}

pub fn pairs(events: *const HaloFilmEvents) -> Value {
    let pairs =
        made(|response, error| halo_film_events_kill_pairs(events, HALO_KILL_PAIR_GAP_MS, response, error));
    content(pairs.unwrap())
}
