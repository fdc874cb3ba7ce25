//! How the fields of an event are laid out, which changed with the game's updates.

use std::fmt;

use crate::film::bits;

/// How many bytes an event's fields take.
const RECORD: usize = 60;
/// How many bytes a gamertag takes: 16 UTF-16 units, padded with NUL.
const GAMERTAG: usize = 32;

/// The newest film version whose layout a real film has shown.
const NEWEST_SEEN: i64 = 41;

/// How the fields of a highlight event are laid out.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
#[non_exhaustive]
pub enum Layout {
    /// The gamertag comes first: films up to version 38, and from 41 on.
    GamertagFirst,
    /// Twelve bytes stand before the gamertag: films of the versions 39 and 40.
    GamertagLater,
}

impl Layout {
    /// All layouts, the more usual one first.
    pub const ALL: &'static [Self] = &[Self::GamertagFirst, Self::GamertagLater];

    /// The layout of a film's version: the manifest's `film_major_version`.
    ///
    /// `None` for versions newer than any that was seen: there the events must tell, see
    /// [`HighlightEvents::layout`](super::HighlightEvents::layout).
    pub fn of_version(film_major_version: i64) -> Option<Self> {
        match film_major_version {
            39 | 40 => Some(Self::GamertagLater),
            ..=NEWEST_SEEN => Some(Self::GamertagFirst),
            _ => None,
        }
    }

    /// Where the gamertag stands in a record.
    const fn gamertag(self) -> usize {
        match self {
            Self::GamertagFirst => 0,
            Self::GamertagLater => 12,
        }
    }
}

impl fmt::Display for Layout {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str(match self {
            Self::GamertagFirst => "gamertag first (versions up to 38, from 41 on)",
            Self::GamertagLater => "gamertag after 12 bytes (versions 39 and 40)",
        })
    }
}

/// The bytes of an event that hold its fields. But for the gamertag, all layouts agree.
pub(super) struct Record([u8; RECORD]);

impl Record {
    pub const BITS: usize = 8 * RECORD;

    /// The record at a bit.
    pub fn at(chunk: &[u8], bit: usize) -> Option<Self> {
        bits::bytes(chunk, bit).map(Self)
    }

    /// What tells the kind of event.
    pub fn hint(&self) -> u8 {
        let [.., hint, _, _, _, _, _, _, _, _, _, _, _, _] = self.0;
        hint
    }

    /// Milliseconds since the match's start.
    pub fn time(&self) -> u32 {
        let [.., a, b, c, d, _, _, _, _, _, _, _, _] = self.0;
        u32::from_be_bytes([a, b, c, d])
    }

    /// Whether the event is marked as a medal's.
    pub fn is_medal(&self) -> bool {
        let [.., is_medal, _, _, _, _] = self.0;
        is_medal == 1
    }

    /// The medal's code, or what stands there in other events.
    pub fn code(&self) -> u8 {
        let [.., code] = self.0;
        code
    }

    fn units(&self, layout: Layout) -> impl Iterator<Item = u16> + '_ {
        let field = self.0.iter().skip(layout.gamertag()).take(GAMERTAG);
        let odd = field.clone().skip(1).step_by(2);
        let even = field.step_by(2);
        even.zip(odd).map(|(low, high)| u16::from_le_bytes([*low, *high]))
    }

    /// The gamertag without the NULs at its ends; `None` where it is no UTF-16.
    pub fn gamertag(&self, layout: Layout) -> Option<String> {
        let mut gamertag = String::with_capacity(GAMERTAG);
        for letter in char::decode_utf16(self.units(layout)) {
            match letter.ok()? {
                '\0' if gamertag.is_empty() => {}
                letter => gamertag.push(letter),
            }
        }
        let length = gamertag.trim_end_matches('\0').len();
        gamertag.truncate(length);
        Some(gamertag)
    }

    /// Whether what stands in a layout's place for the gamertag can be one: letters, then nothing
    /// but NULs.
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
