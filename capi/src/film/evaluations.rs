//! What events say about a match.

use std::mem::MaybeUninit;
use std::ptr;

use halo_infinite::error::ArgumentError;
use halo_infinite::film::{
    HighlightEvent, KILL_PAIR_GAP, MULTI_KILL_WINDOW, check, kill_pairs, medal_sequences, multi_kills,
    timelines,
};
use halo_infinite::jiff::SignedDuration;
use halo_infinite::models::stats::MatchStats;
use halo_infinite::payload;

use super::events::HaloFilmEvents;
use super::{as_json, result};
use crate::boundary::HaloError;
use crate::boundary::{Out, enter, required};
use crate::code::HaloCode;
use crate::failure::Failure;
use crate::handle;
use crate::in_text::InText;
use crate::json::problem;
use crate::response::HaloResponse;

/// The recommended gap for `halo_film_events_kill_pairs`, in milliseconds.
pub const HALO_KILL_PAIR_GAP_MS: i64 = 50;
/// The game's own window for `halo_film_events_multi_kills`, in milliseconds.
pub const HALO_MULTI_KILL_WINDOW_MS: i64 = 5000;

const _: () = assert!(KILL_PAIR_GAP.as_millis() == HALO_KILL_PAIR_GAP_MS as i128);
const _: () = assert!(MULTI_KILL_WINDOW.as_millis() == HALO_MULTI_KILL_WINDOW_MS as i128);

/// Evaluates events, and returns the result as JSON.
fn evaluate(
    events: *const HaloFilmEvents,
    response: Out<'_, *mut HaloResponse>,
    error: Out<'_, *mut HaloError>,
    evaluate: impl FnOnce(&[HighlightEvent]) -> Result<*mut HaloResponse, Failure>,
) -> HaloCode {
    enter(error, || {
        let out = required("response", response, ptr::null_mut())?;
        let events = handle::get("events", events)?;
        *out = evaluate(&events.events)?;
        Ok(HaloCode::Ok)
    })
}

/// A time between events.
fn gap(name: &'static str, ms: i64) -> Result<SignedDuration, Failure> {
    match ms {
        0.. => Ok(SignedDuration::from_millis(ms)),
        _ => Err(ArgumentError::new(name, "a time between events is not negative").into()),
    }
}

/// Groups events by player, in the order of the players' first events: a JSON list of objects with `xuid`, `gamertag` and
/// `events` (as in `halo_film_events_json`).
///
/// Any thread may call this; it does not wait.
#[unsafe(no_mangle)]
pub extern "C" fn halo_film_events_timelines(
    events: *const HaloFilmEvents,
    response: Option<&mut MaybeUninit<*mut HaloResponse>>,
    error: Option<&mut MaybeUninit<*mut HaloError>>,
) -> HaloCode {
    evaluate(events, response, error, |events| {
        let timelines = timelines(events);
        result(&timelines.iter().map(as_json::Timeline::new).collect::<Vec<_>>())
    })
}

/// Pairs each kill with the nearest death of another player, at most `max_gap_ms` away: they *probably* belong together. A
/// film does not link them. `HALO_KILL_PAIR_GAP_MS` is a good gap.
///
/// The result is a JSON list of objects with `kill` and `death` (events as in `halo_film_events_json`) and `gap_ms`, from the
/// kill to the death, in the order of the kills. Kills and deaths without a partner are left out.
///
/// Any thread may call this; it does not wait.
#[unsafe(no_mangle)]
pub extern "C" fn halo_film_events_kill_pairs(
    events: *const HaloFilmEvents,
    max_gap_ms: i64,
    response: Option<&mut MaybeUninit<*mut HaloResponse>>,
    error: Option<&mut MaybeUninit<*mut HaloError>>,
) -> HaloCode {
    evaluate(events, response, error, |events| {
        let pairs = kill_pairs(events, gap("max_gap_ms", max_gap_ms)?);
        result(&pairs.iter().map(as_json::Pair::new).collect::<Vec<_>>())
    })
}

/// Finds multi-kills: kills of one player, each at most `window_ms` after the one before. `HALO_MULTI_KILL_WINDOW_MS` is the
/// game's window.
///
/// The result is a JSON list of objects with `xuid`, `gamertag`, `start_ms`, `end_ms`, `medal` (the highest one that the player
/// earned with these kills, or null) and `kills` (at least two), in the order of their starts.
///
/// Any thread may call this; it does not wait.
#[unsafe(no_mangle)]
pub extern "C" fn halo_film_events_multi_kills(
    events: *const HaloFilmEvents,
    window_ms: i64,
    response: Option<&mut MaybeUninit<*mut HaloResponse>>,
    error: Option<&mut MaybeUninit<*mut HaloError>>,
) -> HaloCode {
    evaluate(events, response, error, |events| {
        let kills = multi_kills(events, gap("window_ms", window_ms)?);
        result(&kills.iter().map(as_json::Kills::new).collect::<Vec<_>>())
    })
}

/// Groups the medals of each player into sequences, each medal at most `gap_ms` after the one before. With 0, a sequence is the medals of one
/// moment; with 5000, those of a fight.
///
/// The result is a JSON list of objects with `xuid`, `gamertag`, `start_ms`, `end_ms` and `medals` (events), in the order of
/// their starts.
///
/// Any thread may call this; it does not wait.
#[unsafe(no_mangle)]
pub extern "C" fn halo_film_events_medal_sequences(
    events: *const HaloFilmEvents,
    gap_ms: i64,
    response: Option<&mut MaybeUninit<*mut HaloResponse>>,
    error: Option<&mut MaybeUninit<*mut HaloError>>,
) -> HaloCode {
    evaluate(events, response, error, |events| {
        let sequences = medal_sequences(events, gap("gap_ms", gap_ms)?);
        result(&sequences.iter().map(as_json::Sequence::new).collect::<Vec<_>>())
    })
}

/// Compares events with the statistics of their match. `match_stats` is the content of a call of `stats.match_stats`.
///
/// The result is a JSON object: `agrees`; `against_ai`, whether the match was played against AI enemies, whose kills films
/// do not have; `bots`, their number; `strangers`, the players with events but without statistics, as in a film of another
/// match; and `players`, each with `xuid`, `gamertag` (null without an event), `agrees`, `explanation` (a text if a difference is
/// expected, or null), `kills`, `deaths` and `medals` (each with the counts `film` and `stats`) and `medal_differences` (each
/// with `name`, `name_id`, `film` and `stats`; the names are null for the codes of unknown medals).
///
/// Any thread may call this; it does not wait.
#[unsafe(no_mangle)]
pub extern "C" fn halo_film_events_check(
    events: *const HaloFilmEvents,
    match_stats: InText<'_>,
    response: Option<&mut MaybeUninit<*mut HaloResponse>>,
    error: Option<&mut MaybeUninit<*mut HaloError>>,
) -> HaloCode {
    evaluate(events, response, error, |events| {
        let stats = match_stats.required("match_stats")?;
        let stats = payload::decode::<MatchStats>(stats.as_bytes());
        let stats = stats.map_err(|error| problem("match_stats", &error.to_string()))?;
        result(&as_json::check(&check(events, &stats)))
    })
}
