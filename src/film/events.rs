//! Reading the events of a chunk, one after the other.

use std::borrow::Cow;
use std::ops::Deref;

use jiff::SignedDuration;

use crate::film::bits;
use crate::film::event::{EventKind, HighlightEvent};
use crate::film::layout::{Layout, Record};
use crate::film::search::Search;
use crate::refdata::FilmMedal;
use crate::types::Xuid;

/// How far behind an event's start its end is looked for, in bits.
const REACH: usize = 20_000;
/// The pattern at an event's end, in bits: `00 00 2e e0`.
const END_BITS: usize = 32;
const XUID_BITS: usize = 64;

/// An event that begins as all do, but cannot be read.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, thiserror::Error)]
#[error("the event of {xuid} at bit {bit} is damaged: {damage}")]
#[non_exhaustive]
pub struct DamagedEvent {
    /// Whose event it is.
    pub xuid: Xuid,
    /// Where it begins in the inflated chunk, in bits.
    pub bit: usize,
    /// What is wrong with it.
    pub damage: Damage,
}

/// What is wrong with an event.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, thiserror::Error)]
#[non_exhaustive]
pub enum Damage {
    /// Its end was not found in the 20,000 bits behind its start.
    #[error("it has no end")]
    NoEnd,
    /// Its end is too near for its fields.
    #[error("it is too short")]
    TooShort,
    /// The gamertag is no UTF-16.
    #[error("its gamertag is no text")]
    Gamertag,
}

/// The starts of events: where an XUID stands before one of the two markers `2d c0` and `25 c0`.
#[derive(Debug, Clone, Default)]
struct Starts(Search<0x25c0, 0xf7ff>);

impl Starts {
    fn next_in(&mut self, chunk: &[u8]) -> Option<(usize, Xuid)> {
        /// XUIDs lie between these.
        const BOUNDS: (u64, u64) = (2_000_000_000_000_000, 3_000_000_000_000_000);
        loop {
            let marker = self.0.next_in(chunk)?;
            let Some(start) = marker.checked_sub(XUID_BITS) else {
                continue;
            };
            let number = bits::word(chunk, start)?.swap_bytes();
            if BOUNDS.0 < number && number < BOUNDS.1 {
                return Some((start, Xuid::new(number).ok()?));
            }
        }
    }
}

/// The ends of events, where `00 00 2e e0` stands. Asked for ever later starts, it goes through the
/// chunk just once.
#[derive(Debug, Clone, Default)]
struct Ends {
    candidates: Search<0x2ee0, 0xffff>,
    /// The last that was found.
    found: Option<usize>,
}

impl Ends {
    /// The first end at or behind a start and within reach.
    fn first_behind(&mut self, start: usize, chunk: &[u8]) -> Option<usize> {
        if self.found.is_none_or(|end| end < start) {
            self.candidates.skip_to(start);
            self.found = self.search(start, chunk);
        }
        self.found.filter(|end| end - start <= REACH - END_BITS)
    }

    fn search(&mut self, start: usize, chunk: &[u8]) -> Option<usize> {
        loop {
            let candidate = self.candidates.next_in(chunk)?;
            let end = candidate.checked_sub(END_BITS / 2).filter(|end| *end >= start);
            if let Some(end) = end
                && bits::bytes(chunk, end)? == [0, 0]
            {
                return Some(end);
            }
        }
    }
}

/// Finds the events' records.
#[derive(Debug, Clone, Default)]
struct Records {
    starts: Starts,
    ends: Ends,
}

impl Records {
    fn next_in(&mut self, chunk: &[u8]) -> Option<(usize, Xuid, Result<Record, Damage>)> {
        let (start, xuid) = self.starts.next_in(chunk)?;
        let record = match self.ends.first_behind(start, chunk) {
            None => Err(Damage::NoEnd),
            Some(end) => end
                .checked_sub(Record::BITS)
                .filter(|first| *first >= start)
                .and_then(|first| Record::at(chunk, first))
                .ok_or(Damage::TooShort),
        };
        Some((start, xuid, record))
    }
}

/// The highlight events of a chunk, in the order of the file: an iterator.
///
/// An event that begins as all do but cannot be read is an [`Err`]; the next one follows. So a
/// reader that is content with what there is skips errors, with `flatten()`, or keeps them aside,
/// with [`read_all`](Self::read_all); a strict one stops at the first, with
/// `collect::<Result<Vec<_>, _>>()`.
///
/// It goes over the chunk twice at most, whatever is in it, and takes no memory but the inflated
/// chunk's. No two events begin less than 26 bits apart.
#[derive(Debug, Clone)]
#[must_use = "nothing is read before the iterator is used"]
pub struct HighlightEvents<'a> {
    chunk: Cow<'a, [u8]>,
    layout: Layout,
    records: Records,
}

impl<'a> HighlightEvents<'a> {
    /// The events of a chunk that is inflated already. [`read_highlight_events`](super::read_highlight_events)
    /// takes either form.
    pub fn of_inflated(chunk: impl Into<Cow<'a, [u8]>>, film_major_version: i64) -> Self {
        let chunk = chunk.into();
        let layout = Layout::of_version(film_major_version).unwrap_or_else(|| fitting(&chunk));
        Self::with_layout(chunk, layout)
    }

    /// The events of a chunk that is inflated already, in a layout of the caller's choice.
    pub fn with_layout(chunk: impl Into<Cow<'a, [u8]>>, layout: Layout) -> Self {
        Self {
            chunk: chunk.into(),
            layout,
            records: Records::default(),
        }
    }

    /// How the events are laid out: by the film's version, and where that is not known the layout
    /// that fits the first events best.
    pub fn layout(&self) -> Layout {
        self.layout
    }

    /// Whether an event begins in what is left.
    pub(super) fn has_next(&self) -> bool {
        let mut starts = self.records.starts.clone();
        starts.next_in(&self.chunk).is_some()
    }

    /// Reads all events that are left, those that are damaged aside.
    pub fn read_all(self) -> FilmEvents {
        let layout = self.layout;
        let (mut events, mut damaged) = (Vec::new(), Vec::new());
        for event in self {
            match event {
                Ok(event) => events.push(event),
                Err(event) => damaged.push(event),
            }
        }
        FilmEvents {
            events,
            damaged,
            layout,
        }
    }
}

impl Iterator for HighlightEvents<'_> {
    type Item = Result<HighlightEvent, DamagedEvent>;

    fn next(&mut self) -> Option<Self::Item> {
        let (bit, xuid, record) = self.records.next_in(&self.chunk)?;
        let event = record.and_then(|record| {
            let gamertag = record.gamertag(self.layout).ok_or(Damage::Gamertag)?;
            let (hint, code) = (record.hint(), record.code());
            let kind = EventKind::of(hint, record.is_medal());
            Ok(HighlightEvent {
                xuid,
                gamertag,
                kind,
                time: SignedDuration::from_millis(record.time().into()),
                medal: (kind == EventKind::Medal).then(|| FilmMedal::from(i64::from(code))),
                code,
                hint,
            })
        });
        Some(event.map_err(|damage| DamagedEvent { xuid, bit, damage }))
    }
}

/// The layout that fits most of the first events; of several, the more usual one.
fn fitting(chunk: &[u8]) -> Layout {
    /// So many events tell it.
    const ENOUGH: usize = 64;
    let mut records = Records::default();
    let whole = std::iter::from_fn(|| records.next_in(chunk)).filter_map(|(_, _, record)| record.ok());
    // What fits neither layout tells nothing.
    let tells = |record: &Record| Layout::ALL.iter().any(|layout| record.fits(*layout));
    let first: Vec<Record> = whole.filter(tells).take(ENOUGH).collect();
    let fits = |layout: Layout| first.iter().filter(|record| record.fits(layout)).count();
    let (usual, other) = (fits(Layout::GamertagFirst), fits(Layout::GamertagLater));
    if other > usual {
        Layout::GamertagLater
    } else {
        Layout::GamertagFirst
    }
}

/// All highlight events of a film. It dereferences to the list of them.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub struct FilmEvents {
    /// The events, in the order of the file, which is that of time.
    pub events: Vec<HighlightEvent>,
    /// What could not be read, in the same order. Known films have nothing of it.
    pub damaged: Vec<DamagedEvent>,
    /// How the events were laid out.
    pub layout: Layout,
}

impl Deref for FilmEvents {
    type Target = [HighlightEvent];

    fn deref(&self) -> &[HighlightEvent] {
        &self.events
    }
}
