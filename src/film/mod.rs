//! Theater films: the events of a match, with their times.
//!
//! The game records every match. The recording's last chunk holds the highlight events: each kill,
//! death and medal, with its player and its time to the millisecond.
//!
//! ```
//! # let sandbox = halo_infinite_sandbox::Sandbox::start()?;
//! # let client = sandbox.client()?;
//! # let me = sandbox.world().home().xuid();
//! use halo_infinite::{Match, film};
//!
//! let history = client.stats().match_history(me).count(1).send()?;
//! let game = Match::from_history(&client, &history.results[0]);
//! if let Some(events) = game.highlight_events()? {
//!     for event in events.iter() {
//!         println!("{:>7} {} {}", event.time_ms(), event.gamertag, event.kind);
//!     }
//!     let check = film::check(events, game.stats()?);
//!     println!("the film agrees with the statistics: {}", check.agrees());
//! }
//! # Ok::<(), Box<dyn std::error::Error>>(())
//! ```
//!
//! [`Client::films`](crate::Client::films) downloads chunks; [`read_highlight_events`] reads the events of a
//! chunk. [`timelines`], [`kill_pairs`], [`multi_kills`] and [`medal_sequences`] evaluate the events, and
//! [`check`] compares them with the statistics of the match.
//!
//! # Limits of films
//!
//! - Bots have no events, and neither have kills of AI enemies.
//! - A kill or a death is sometimes missing.
//! - A kill does not name its victim, nor a death its killer.
//! - An event of the mode does not say more than that.
//! - If an event's time contains the bits of the end marker, as at 3, 6 or 12 seconds, the event is read
//!   wrongly. Every known reader has this problem: nothing else in the film marks the end of an event.
//!
//! # Untrusted bytes
//!
//! No bytes make the reader panic. It takes time proportional to the chunk's length, and memory for the
//! inflated chunk, at most [`MAX_INFLATED`], and for the events that you collect: at most [`MAX_EVENTS`] of about
//! 110 bytes each. If a chunk holds more events, which no real one does, the last item is an error.

mod bits;
mod check;
mod event;
mod events;
mod inflate;
mod layout;
mod pairs;
mod search;
mod timeline;

pub use check::{Check, Counts, MedalDifference, PlayerCheck, check};
pub use event::{EventKind, HighlightEvent};
pub use events::{Damage, DamagedEvent, FilmEvents, HighlightEvents, MAX_EVENTS};
#[cfg(feature = "client")]
pub(crate) use inflate::inflate_downloaded;
pub use inflate::{MAX_INFLATED, inflate, is_zlib};
pub use layout::Layout;
pub use pairs::{KILL_PAIR_GAP, KillPair, kill_pairs};
pub use timeline::{
    MULTI_KILL_WINDOW, MedalSequence, MultiKill, PlayerTimeline, medal_sequences, multi_kills, timelines,
};

pub use crate::error::InflateError;

/// Reads the highlight events of a chunk, compressed or inflated. [`is_zlib`] distinguishes the two.
///
/// The film's version is in its manifest: `film.custom_data.film_major_version`. For versions newer than 41,
/// the newest known one, the layout is detected from the events: see [`HighlightEvents::layout`].
///
/// ```no_run
/// use halo_infinite::film;
///
/// let chunk = std::fs::read("filmChunk26")?;
/// for event in film::read_highlight_events(&chunk, 41)? {
///     let event = event?;
///     println!("{} {} {}", event.time_ms(), event.gamertag, event.kind);
/// }
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
///
/// # Errors
///
/// [`InflateError`] if the chunk is damaged or inflates to more than [`MAX_INFLATED`], or if the bytes are not
/// a chunk: they are not compressed, hold no event and lack the first bytes of all known chunks. To set
/// another limit or to accept any bytes, use [`inflate`] and [`HighlightEvents::of_inflated`].
pub fn read_highlight_events(
    chunk: &[u8],
    film_major_version: i64,
) -> Result<HighlightEvents<'_>, InflateError> {
    /// The first bytes of all known inflated chunks.
    const START: &[u8] = &[9, 0];
    let inflated = inflate(chunk, MAX_INFLATED)?;
    let events = HighlightEvents::of_inflated(inflated, film_major_version);
    if !is_zlib(chunk) && !chunk.starts_with(START) && !events.has_next() {
        return Err(inflate::not_compressed(chunk));
    }
    Ok(events)
}
