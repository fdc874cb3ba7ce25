//! Theater films: the events of a match, with their times.
//!
//! The game records every match. The recording's last chunk holds the highlight events: each kill,
//! death and medal, with its player and its time to the millisecond. Less is known of the
//! [other chunks](#other-chunks).
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
//! - If an event's time contains the bits of the marker that ends events, as at 3, 6 or 12 seconds, other readers
//!   read the event wrongly. Here it ends where the film's other events end, which works in all known films.
//!
//! # Other chunks
//!
//! A film has three kinds of chunks: a header, replication data of about 20 seconds each, and the highlight
//! events. The format is not documented. This is what can be read, and where the knowledge comes from:
//!
//! | What | Reader | Source |
//! |---|---|---|
//! | The packets of replication data and highlight events: kind, time, payload | [`packets`] | real chunks of highlight events; LevelUp and `halo_api` for replication data |
//! | The end of an event: as far from its start as in the film's other events | [`read_highlight_events`] | real chunks of seven films |
//! | The number of highlight events | [`HighlightEvents::declared`] | real chunks of seven films |
//! | The film's version, in the header | [`read_header`] | LevelUp, `halo_api` |
//! | The lists of components, in the header | [`read_header`] | LevelUp, `halo_api` |
//! | The game's build, in the header | [`read_header`] | LevelUp alone; `halo_api` follows it |
//! | The humans with their gamertags, in all chunks but the highlight events | [`read_players`] | OpenSpartan's film event extractor, `halo_api` |
//!
//! [`packets`] and [`HighlightEvents::declared`] are tested with real bytes. The header and the players of real films
//! were not available: their readers find what the public readers find, and nothing if a film differs. The
//! bits of frames, which hold positions and weapons, are not understood, and neither is the place of map and mode:
//! [`inflate`](inflate()) returns the bytes.
//!
//! # Untrusted bytes
//!
//! No bytes make the readers panic. They take time proportional to the chunk's length, and memory for the
//! inflated chunk, at most [`MAX_INFLATED`], and for what they return: at most [`MAX_EVENTS`] of about
//! 110 bytes each, [`MAX_PLAYERS`], and of a header no more than the chunk's length. If a chunk holds more
//! events, which no real one does, the last item is an error.

mod bits;
mod check;
mod ends;
mod event;
mod events;
mod gamertag;
mod header;
mod inflate;
mod layout;
mod packets;
mod pairs;
mod players;
mod search;
mod starts;
mod timeline;

pub use check::{Check, Counts, MedalDifference, PlayerCheck, check};
pub use event::{EventKind, HighlightEvent};
pub use events::{Damage, DamagedEvent, FilmEvents, HighlightEvents, MAX_EVENTS};
pub use header::{FilmBuild, FilmHeader};
#[cfg(feature = "client")]
pub(crate) use inflate::inflate_downloaded;
pub use inflate::{MAX_INFLATED, inflate, is_zlib};
pub use layout::Layout;
pub use packets::{DamagedPacket, Packet, PacketKind, Packets, packets};
pub use pairs::{KILL_PAIR_GAP, KillPair, kill_pairs};
#[cfg(feature = "client")]
pub(crate) use players::players_of_inflated;
pub use players::{FilmPlayer, MAX_PLAYERS};
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

/// Reads the header of a film: its first chunk, compressed or inflated. `None` if the chunk is not a header.
///
/// ```
/// # let sandbox = halo_infinite_sandbox::Sandbox::start()?;
/// # let client = sandbox.client()?;
/// # let match_id = sandbox.world().match_ids(sandbox.world().home())[0];
/// let film = client.discovery_ugc().film_by_match_id(match_id).send()?;
/// if let Some(chunk) = film.header()
///     && let Some(header) = client.films().chunk(&film, chunk).send()?.header()?
/// {
///     let build = header.build.map_or_else(String::new, |build| build.version);
///     println!("version {}, build {build}", header.major_version);
/// }
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
///
/// # Errors
///
/// [`InflateError`] if the chunk is damaged or inflates to more than [`MAX_INFLATED`].
pub fn read_header(chunk: &[u8]) -> Result<Option<FilmHeader>, InflateError> {
    Ok(FilmHeader::of_inflated(&inflate(chunk, MAX_INFLATED)?))
}

/// Reads the players that a chunk names, compressed or inflated: each once, in the order of the file.
///
/// The header and the replication data name players, the highlight events do not: those have their players
/// [themselves](HighlightEvent::xuid). A player who joined late is only in later chunks. Bots are not found.
///
/// The list is empty if the chunk has no players at the place where they are known to be, so check it against
/// the match's statistics if it matters. It ends after [`MAX_PLAYERS`].
///
/// ```
/// # let sandbox = halo_infinite_sandbox::Sandbox::start()?;
/// # let client = sandbox.client()?;
/// # let match_id = sandbox.world().match_ids(sandbox.world().home())[0];
/// let film = client.discovery_ugc().film_by_match_id(match_id).send()?;
/// for chunk in film.replication().take(1) {
///     for player in client.films().chunk(&film, chunk).send()?.players()? {
///         println!("{} {}", player.xuid, player.gamertag);
///     }
/// }
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
///
/// # Errors
///
/// As for [`read_header`].
pub fn read_players(chunk: &[u8]) -> Result<Vec<FilmPlayer>, InflateError> {
    Ok(players::players_of_inflated(&inflate(chunk, MAX_INFLATED)?))
}
