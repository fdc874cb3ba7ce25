//! Reads the events of a chunk.

use std::borrow::Cow;
use std::ops::Deref;

use jiff::SignedDuration;

use super::ends::Ends;
use super::event::{EventKind, HighlightEvent};
use super::layout::{Layout, Record};
use super::packets::{PacketKind, packets};
use super::starts::Starts;
use crate::refdata::FilmMedal;
use crate::types::Xuid;

/// The maximum number of events that are read from a chunk. Real chunks hold some hundreds.
pub const MAX_EVENTS: usize = 1 << 16;

/// An event with a valid start that cannot be read.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, thiserror::Error)]
#[error("the event of {xuid} at bit {bit} is damaged: {damage}")]
#[non_exhaustive]
pub struct DamagedEvent {
    /// The player.
    pub xuid: Xuid,
    /// The offset of the event's start in the inflated chunk, in bits.
    pub bit: usize,
    /// The damage.
    pub damage: Damage,
}

/// The damage of an event.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, thiserror::Error)]
#[non_exhaustive]
pub enum Damage {
    /// No end marker follows within 20,000 bits after its start.
    #[error("it has no end")]
    NoEnd,
    /// The end marker comes too early: its fields do not fit before it.
    #[error("it is too short")]
    TooShort,
    /// The gamertag is not UTF-16.
    #[error("its gamertag is not UTF-16")]
    Gamertag,
    /// [`MAX_EVENTS`] events precede it. It and the rest of the chunk were not read.
    #[error("{MAX_EVENTS} events precede it, the most that are read, so the rest of the chunk is left out")]
    TooMany,
}

/// Finds the records of events.
#[derive(Debug, Clone, Default)]
struct Records {
    starts: Starts,
    ends: Ends,
}

impl Records {
    fn next_in(&mut self, chunk: &[u8]) -> Option<(usize, Xuid, Result<Record, Damage>)> {
        let (start, xuid) = self.starts.next_in(chunk)?;
        let record = match self.ends.of_event(start, chunk) {
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

/// An iterator over the highlight events of a chunk, in the order of the file.
///
/// A damaged event is an [`Err`], and the iterator continues with the next event. To skip damaged events, use
/// `flatten()`; to collect them separately, [`read_all`](Self::read_all); to stop at the first one,
/// `collect::<Result<Vec<_>, _>>()`.
///
/// The iterator scans any chunk at most twice. It allocates only the inflated chunk, and some kilobytes for its
/// first events. It ends after [`MAX_EVENTS`] events: if there are more, the last item is an error with
/// [`Damage::TooMany`].
#[derive(Debug, Clone)]
#[must_use = "the iterator is lazy: it reads events only as they are requested"]
pub struct HighlightEvents<'a> {
    chunk: Cow<'a, [u8]>,
    layout: Layout,
    records: Records,
    /// The number of items returned.
    count: usize,
}

impl<'a> HighlightEvents<'a> {
    /// The events of an inflated chunk. [`read_highlight_events`](super::read_highlight_events) also accepts
    /// compressed chunks.
    pub fn of_inflated(chunk: impl Into<Cow<'a, [u8]>>, film_major_version: i64) -> Self {
        let chunk = chunk.into();
        let layout = Layout::of_version(film_major_version).unwrap_or_else(|| detect_layout(&chunk));
        Self::with_layout(chunk, layout)
    }

    /// The events of an inflated chunk, in a layout of your choice.
    pub fn with_layout(chunk: impl Into<Cow<'a, [u8]>>, layout: Layout) -> Self {
        Self {
            chunk: chunk.into(),
            layout,
            records: Records::default(),
            count: 0,
        }
    }

    /// The layout of the events: that of the film's version or, if the version is not known, the layout that
    /// fits the first events best.
    pub fn layout(&self) -> Layout {
        self.layout
    }

    /// The number of events that the chunk says it holds, in the first four bytes of its packet of kind
    /// [`HighlightEvents`](PacketKind::HighlightEvents). `None` if the chunk does not begin with this packet.
    ///
    /// In all known real chunks, as many events are read. If the number is larger, the film holds events that were
    /// not read.
    pub fn declared(&self) -> Option<usize> {
        let first = packets(&self.chunk).next()?.ok()?;
        let count = first
            .payload
            .first_chunk()
            .filter(|_| first.kind == PacketKind::HighlightEvents)?;
        usize::try_from(u32::from_be_bytes(*count)).ok()
    }

    /// Whether another event begins in the rest of the chunk.
    pub(super) fn has_next(&self) -> bool {
        let mut starts = self.records.starts.clone();
        starts.next_in(&self.chunk).is_some()
    }

    /// Reads all remaining events, with the damaged ones in a separate list.
    pub fn read_all(self) -> FilmEvents {
        let (layout, declared) = (self.layout, self.declared());
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
            declared,
        }
    }
}

impl Iterator for HighlightEvents<'_> {
    type Item = Result<HighlightEvent, DamagedEvent>;

    fn next(&mut self) -> Option<Self::Item> {
        if self.count > MAX_EVENTS {
            return None;
        }
        let (bit, xuid, record) = self.records.next_in(&self.chunk)?;
        self.count += 1;
        let record = record.and_then(|record| match self.count {
            ..=MAX_EVENTS => Ok(record),
            _ => Err(Damage::TooMany),
        });
        let event = record.and_then(|record| {
            let gamertag = record.gamertag(self.layout).ok_or(Damage::Gamertag)?;
            let (hint, code) = (record.hint(), record.code());
            let kind = EventKind::from_hint(hint, record.is_medal());
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

/// The layout that fits most of the first events; the more common layout if both fit equally many.
fn detect_layout(chunk: &[u8]) -> Layout {
    const SAMPLE: usize = 64;
    let mut records = Records::default();
    let whole = std::iter::from_fn(|| records.next_in(chunk)).filter_map(|(_, _, record)| record.ok());
    let fits_any = |record: &Record| Layout::ALL.iter().any(|layout| record.fits(*layout));
    let sample: Vec<Record> = whole.filter(fits_any).take(SAMPLE).collect();
    let count = |layout: Layout| sample.iter().filter(|record| record.fits(layout)).count();
    if count(Layout::GamertagLater) > count(Layout::GamertagFirst) {
        Layout::GamertagLater
    } else {
        Layout::GamertagFirst
    }
}

/// All highlight events of a film. Dereferences to the list of events.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub struct FilmEvents {
    /// The events, in the order of the file, which is the order of time.
    pub events: Vec<HighlightEvent>,
    /// The damaged events, in the same order. No known film has any. The last one is [`Damage::TooMany`] if the
    /// chunk holds more than [`MAX_EVENTS`](super::MAX_EVENTS) events, which no real one does.
    pub damaged: Vec<DamagedEvent>,
    /// The layout of the events.
    pub layout: Layout,
    /// The number of events that the chunk says it holds: see [`HighlightEvents::declared`].
    pub declared: Option<usize>,
}

impl FilmEvents {
    /// Whether as many events were read as the chunk says it holds; `None` if it does not say so.
    pub fn is_complete(&self) -> Option<bool> {
        self.declared.map(|count| count == self.events.len())
    }
}

impl Deref for FilmEvents {
    type Target = [HighlightEvent];

    fn deref(&self) -> &[HighlightEvent] {
        &self.events
    }
}
