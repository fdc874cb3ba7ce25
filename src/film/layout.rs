//! The layouts of an event's fields, which game updates changed.

use std::fmt;

use super::bits;
use super::gamertag::{self, GAMERTAG};

/// The length of an event's fields, in bytes.
const RECORD: usize = 60;

/// The newest film version whose layout is known from a real film.
const NEWEST_KNOWN: i64 = 41;

/// The layout of a highlight event's fields.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
#[non_exhaustive]
pub enum Layout {
    /// The gamertag comes first: films up to version 38, and from version 41 on.
    GamertagFirst,
    /// Twelve bytes precede the gamertag: films of versions 39 and 40.
    GamertagLater,
}

impl Layout {
    /// All layouts, the more common one first.
    pub const ALL: &'static [Self] = &[Self::GamertagFirst, Self::GamertagLater];

    /// The layout of a film version: the manifest's `film_major_version`.
    ///
    /// `None` for versions newer than 41, the newest known one. For these, the layout is detected from the
    /// events: see [`HighlightEvents::layout`](super::HighlightEvents::layout).
    pub fn of_version(film_major_version: i64) -> Option<Self> {
        match film_major_version {
            39 | 40 => Some(Self::GamertagLater),
            ..=NEWEST_KNOWN => Some(Self::GamertagFirst),
            _ => None,
        }
    }

    /// The offset of the gamertag in a record, in bytes.
    const fn gamertag_offset(self) -> usize {
        match self {
            Self::GamertagFirst => 0,
            Self::GamertagLater => 12,
        }
    }
}

impl fmt::Display for Layout {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str(match self {
            Self::GamertagFirst => "gamertag first (versions up to 38, and from 41 on)",
            Self::GamertagLater => "gamertag after 12 bytes (versions 39 and 40)",
        })
    }
}

/// The bytes that hold an event's fields. The layouts differ only in the place of the gamertag.
pub(super) struct Record([u8; RECORD]);

impl Record {
    pub const BITS: usize = 8 * RECORD;

    /// The record at a bit offset; `None` if it exceeds the chunk.
    pub fn at(chunk: &[u8], bit: usize) -> Option<Self> {
        bits::bytes(chunk, bit).map(Self)
    }

    /// The type hint.
    pub fn hint(&self) -> u8 {
        let [.., hint, _, _, _, _, _, _, _, _, _, _, _, _] = self.0;
        hint
    }

    /// The time since the start of the match, in milliseconds.
    pub fn time(&self) -> u32 {
        let [.., a, b, c, d, _, _, _, _, _, _, _, _] = self.0;
        u32::from_be_bytes([a, b, c, d])
    }

    /// Whether the event carries the medal mark.
    pub fn is_medal(&self) -> bool {
        let [.., is_medal, _, _, _, _] = self.0;
        is_medal == 1
    }

    /// The medal's code; another number in other kinds of events.
    pub fn code(&self) -> u8 {
        let [.., code] = self.0;
        code
    }

    /// The UTF-16 units of the gamertag.
    fn units(&self, layout: Layout) -> impl Iterator<Item = u16> + '_ {
        let first = layout.gamertag_offset();
        gamertag::units(self.0.get(first..first + GAMERTAG).unwrap_or_default())
    }

    /// The gamertag without leading and trailing NULs; `None` if it is not UTF-16.
    pub fn gamertag(&self, layout: Layout) -> Option<String> {
        gamertag::decode(self.units(layout))
    }

    /// Whether the bytes at the gamertag's place in this layout can be a gamertag: letters, then only NULs.
    pub fn fits(&self, layout: Layout) -> bool {
        let mut letters = 0;
        let mut is_over = false;
        for letter in char::decode_utf16(self.units(layout)) {
            match letter {
                Ok('\0') => is_over = true,
                Ok(letter) if !is_over && !letter.is_control() => letters += 1,
                _ => return false,
            }
        }
        letters > 0
    }
}
