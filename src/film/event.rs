//! What happens in a match, as its film tells it.

use std::fmt;

use jiff::SignedDuration;

use crate::refdata::{FilmMedal, MedalNameId};
use crate::types::Xuid;

/// What kind of event it is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
#[non_exhaustive]
pub enum EventKind {
    /// The player killed somebody. Whom, the film does not tell: see [`kill_pairs`](super::kill_pairs).
    Kill,
    /// The player died.
    Death,
    /// The player earned a medal.
    Medal,
    /// Something of the mode: a flag, a zone. What it was, the film does not tell.
    Mode,
    /// A kind that this version does not know, by its type hint.
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

    /// The kind by an event's type hint, and whether it is marked as a medal's: of medals, the hint
    /// is the weight by which they are sorted.
    pub(super) const fn of(hint: u8, is_medal: bool) -> Self {
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

/// A highlight event of a theater film: a kill, a death, a medal, something of the mode.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct HighlightEvent {
    /// Whose event it is. Bots have none.
    pub xuid: Xuid,
    /// The player's gamertag at the time.
    pub gamertag: String,
    /// What happened.
    pub kind: EventKind,
    /// When, since the start of the match; exact to the millisecond.
    pub time: SignedDuration,
    /// Which medal, for medals.
    pub medal: Option<FilmMedal>,
    /// The byte that holds a medal's code. In other events it is 0 (kill), 1 (death) or 2 (mode).
    pub code: u8,
    /// The type hint that the kind was told by; for medals the weight by which they are sorted.
    pub hint: u8,
}

impl HighlightEvent {
    /// When, in milliseconds since the start of the match.
    pub fn time_ms(&self) -> i64 {
        i64::try_from(self.time.as_millis()).unwrap_or(i64::MAX)
    }
}

impl FilmMedal {
    /// The same medal by the ID that statistics and medal metadata use; `None` for a code that this
    /// version does not know.
    ///
    /// ```
    /// use halo_infinite::refdata::{FilmMedal, MedalNameId};
    ///
    /// assert_eq!(FilmMedal::from(0).name_id(), Some(MedalNameId::DoubleKill));
    /// assert_eq!(FilmMedal::from(255).name_id(), None);
    /// ```
    pub fn name_id(self) -> Option<MedalNameId> {
        if matches!(self, Self::Unknown(_)) {
            return None;
        }
        let name = self.display_name();
        MedalNameId::KNOWN
            .iter()
            .copied()
            .find(|medal| medal.display_name() == name)
    }

    /// The medal that statistics know by an ID; `None` where its code is not known.
    pub fn of_name_id(medal: MedalNameId) -> Option<Self> {
        if matches!(medal, MedalNameId::Unknown(_)) {
            return None;
        }
        let name = medal.display_name();
        Self::KNOWN
            .iter()
            .copied()
            .find(|known| known.display_name() == name)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_medal_of_films_is_one_of_the_statistics() {
        assert_eq!(FilmMedal::KNOWN.len(), 155);
        for medal in FilmMedal::KNOWN {
            let id = medal.name_id().unwrap();
            assert_eq!(FilmMedal::of_name_id(id), Some(*medal));
            assert_eq!(format!("{medal:?}"), format!("{id:?}"));
        }
        assert_eq!(FilmMedal::of_name_id(MedalNameId::Unknown(1)), None);
    }

    #[test]
    fn hints_and_the_mark_of_medals_make_the_kind() {
        assert_eq!(EventKind::of(50, true), EventKind::Medal);
        assert_eq!(EventKind::of(50, false), EventKind::Kill);
        assert_eq!(EventKind::of(20, true), EventKind::Death);
        assert_eq!(EventKind::of(10, true), EventKind::Mode);
        assert_eq!(EventKind::of(100, false), EventKind::Unknown(100));
        assert_eq!(EventKind::of(53, true), EventKind::Unknown(53));
        assert_eq!(EventKind::Unknown(53).to_string(), "unknown (53)");
    }
}
