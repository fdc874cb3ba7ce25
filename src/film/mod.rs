//! Theater films: what happened in a match, moment by moment.
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
//! [`Client::films`](crate::Client::films) downloads chunks. [`read_highlight_events`] reads the events
//! of one that was kept. What can be made of them: [`timelines`], [`kill_pairs`], [`multi_kills`],
//! [`medal_sequences`], and [`check`], which compares them with the match's statistics.
//!
//! # What films do not tell
//!
//! Bots leave no events, nor does killing the AI's. A kill or a death is missing now and then. Who
//! was killed by whom is not told, nor what an event of the mode was. An event whose own time holds the
//! bits that mark an event's end, such as one at 3, 6 or 12 seconds, is read wrong, here as by every
//! reader that is known: nothing else in the film tells where an event ends.
//!
//! # Bytes that nobody vouches for
//!
//! Whatever the bytes, reading them does not panic, takes time proportional to the chunk's length
//! and memory for the inflated chunk, at most [`MAX_INFLATED`], and for the events that are kept,
//! of which each takes at least 26 bits of the chunk and some 110 bytes of memory. Real chunks hold some
//! hundreds; to be content with fewer of a made-up one, take what you want of the iterator.

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
pub use events::{Damage, DamagedEvent, FilmEvents, HighlightEvents};
#[cfg(feature = "client")]
pub(crate) use inflate::inflate_downloaded;
pub use inflate::{MAX_INFLATED, inflate, is_zlib};

pub use crate::error::InflateError;
pub use layout::Layout;
pub use pairs::{KILL_PAIR_GAP, KillPair, kill_pairs};
pub use timeline::{
    MULTI_KILL_WINDOW, MedalSequence, MultiKill, PlayerTimeline, medal_sequences, multi_kills, timelines,
};

/// Reads the highlight events of a film's chunk, as it was downloaded or inflated already: which of
/// the two it is, its first bytes tell ([`is_zlib`]).
///
/// The film's version is in its manifest: `film.custom_data.film_major_version`. For a version
/// newer than any that was seen the layout is tried out: [`HighlightEvents::layout`] says which one
/// fits.
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
/// [`InflateError`] where the chunk is damaged, or inflates to more than [`MAX_INFLATED`]; where it is not
/// compressed, holds no event and does not begin as chunks do either. For another limit, or to take any
/// bytes for a chunk, [`inflate`] it and use [`HighlightEvents::of_inflated`].
pub fn read_highlight_events(
    chunk: &[u8],
    film_major_version: i64,
) -> Result<HighlightEvents<'_>, InflateError> {
    /// All chunks that were seen begin so when they are inflated.
    const START: &[u8] = &[9, 0];
    let inflated = inflate(chunk, MAX_INFLATED)?;
    let events = HighlightEvents::of_inflated(inflated, film_major_version);
    if !is_zlib(chunk) && !chunk.starts_with(START) && !events.has_next() {
        return Err(inflate::not_compressed(chunk));
    }
    Ok(events)
}
