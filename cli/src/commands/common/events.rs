//! The events of a theater film.

use std::collections::HashMap;
use std::ptr;

use halo_infinite::film::{EventKind, HighlightEvent, KillPair};
use halo_infinite::jiff::SignedDuration;
use halo_infinite::refdata::FilmMedal;

use crate::show::record;

record! {
    /// An event.
    pub struct Event {
        /// The time since the start of the match, in seconds
        time_seconds: f64,
        /// The gamertag
        player: String,
        /// The XUID
        xuid: String,
        /// The kind: kill, death, medal, mode
        event: String,
        /// The medal; null for other events
        medal: Option<String>,
        /// The likely victim of a kill, or killer of a death; null for other events
        likely_opponent: Option<String>,
    }
}

/// The events in the order of their times. The pairs are those of the whole film; `medal` names a medal.
pub fn events<'e>(
    shown: impl IntoIterator<Item = &'e HighlightEvent>,
    pairs: &[KillPair<'e>],
    medal: impl Fn(FilmMedal) -> String,
) -> Vec<Event> {
    let both = |pair: &KillPair<'e>| {
        [
            (ptr::from_ref(pair.kill), pair.death.gamertag.as_str()),
            (ptr::from_ref(pair.death), pair.kill.gamertag.as_str()),
        ]
    };
    let opponents: HashMap<_, _> = pairs.iter().flat_map(both).collect();
    let mut events: Vec<_> = shown
        .into_iter()
        .map(|event| Event {
            time_seconds: seconds(event.time),
            player: event.gamertag.clone(),
            xuid: event.xuid.get().to_string(),
            event: event.kind.name().to_owned(),
            medal: match event.kind {
                EventKind::Medal => event.medal.map(&medal),
                _ => None,
            },
            likely_opponent: opponents.get(&ptr::from_ref(event)).map(|&name| name.to_owned()),
        })
        .collect();
    events.sort_by(|left, right| left.time_seconds.total_cmp(&right.time_seconds));
    events
}

/// Whole milliseconds, so that no digit is of the conversion.
pub fn seconds(time: SignedDuration) -> f64 {
    let thousandths = i32::try_from(time.as_millis()).unwrap_or(i32::MAX);
    f64::from(thousandths) / 1000.0
}
