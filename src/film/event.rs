//! Highlight events.

use std::fmt;

use jiff::SignedDuration;

use crate::refdata::FilmMedal;
use crate::types::Xuid;

/// The kind of a highlight event.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
#[non_exhaustive]
pub enum EventKind {
    /// The player killed someone. The film does not name the victim: see [`kill_pairs`](super::kill_pairs).
    Kill,
    /// The player died.
    Death,
    /// The player earned a medal.
    Medal,
    /// An event of the mode, such as a flag or a zone. The film does not say which.
    Mode,
    /// A kind that this version does not know, with its type hint.
    Unknown(u8),
}

impl EventKind {
    /// The kind in one word: `kill`, `death`, `medal`, `mode`, `unknown`.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Kill => "kill",
            Self::Death => "death",
            Self::Medal => "medal",
            Self::Mode => "mode",
            Self::Unknown(_) => "unknown",
        }
    }

    /// The kind of an event, by its type hint and its medal mark. The hint of a medal is its sorting weight.
    pub(super) const fn from_hint(hint: u8, is_medal: bool) -> Self {
        match (hint, is_medal) {
            (
                50 | 51 | 52 | 100 | 101 | 150 | 200 | 205 | 210 | 220 | 225 | 230 | 235 | 240 | 245 | 250,
                true,
            ) => Self::Medal,
            (10, _) => Self::Mode,
            (20, _) => Self::Death,
            (50, _) => Self::Kill,
            _ => Self::Unknown(hint),
        }
    }
}

impl fmt::Display for EventKind {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Unknown(hint) => formatter.pad(&format!("unknown ({hint})")),
            known => formatter.pad(known.name()),
        }
    }
}

/// A highlight event of a theater film: a kill, a death, a medal, or an event of the mode.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub struct HighlightEvent {
    /// The player. Bots have no events.
    pub xuid: Xuid,
    /// The player's gamertag at the time.
    pub gamertag: String,
    /// The kind of the event.
    pub kind: EventKind,
    /// The time since the start of the match, in whole milliseconds.
    pub time: SignedDuration,
    /// The medal; `None` for other kinds of events.
    pub medal: Option<FilmMedal>,
    /// The code of a medal. In other events it is 0 (kill), 1 (death) or 2 (mode).
    pub code: u8,
    /// The type hint, which determines the kind. For a medal it is the sorting weight.
    pub hint: u8,
}

impl HighlightEvent {
    /// The time since the start of the match, in milliseconds.
    pub fn time_ms(&self) -> i64 {
        i64::try_from(self.time.as_millis()).unwrap_or(i64::MAX)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_hint_and_the_medal_mark_determine_the_kind() {
        assert_eq!(EventKind::from_hint(50, true), EventKind::Medal);
        assert_eq!(EventKind::from_hint(50, false), EventKind::Kill);
        assert_eq!(EventKind::from_hint(20, true), EventKind::Death);
        assert_eq!(EventKind::from_hint(10, true), EventKind::Mode);
        assert_eq!(EventKind::from_hint(100, false), EventKind::Unknown(100));
        assert_eq!(EventKind::from_hint(53, true), EventKind::Unknown(53));
        assert_eq!(EventKind::Unknown(53).to_string(), "unknown (53)");
    }
}
