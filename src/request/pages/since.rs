//! The end of a match history.

use std::str::FromStr;

use jiff::Timestamp;
use uuid::Uuid;

use crate::models::stats::MatchHistoryResult;
use crate::types::{ArgumentError, Guid};

/// The end of a match history, which is read from the newest match back: a point in time, or a match.
///
/// - A [`Timestamp`] selects matches that started then or later.
/// - A match's GUID selects the matches that are newer, without the match itself. A program that stores the
///   newest match it has seen reads only newer ones the next time. If the history does not contain the
///   match, for example because of
///   [`match_type`](crate::Request::<crate::models::stats::MatchHistory>::match_type) or
///   [`start`](crate::Request::<crate::models::stats::MatchHistory>::start), the whole history is read.
/// - A text is parsed as one of these. Any other text is rejected before anything is sent.
///
/// ```
/// # let sandbox = halo_infinite_sandbox::Sandbox::start()?;
/// # let client = sandbox.client()?;
/// # let me = sandbox.world().home().xuid();
/// let history = client.stats().match_history(me);
/// let all = history.iter().collect::<Result<Vec<_>, _>>()?;
/// let new = history.iter().since(all[3].match_id).collect::<Result<Vec<_>, _>>()?;
/// assert_eq!(new, all[..3]);
/// let new = history.iter().since(all[3].match_info.start_time).collect::<Result<Vec<_>, _>>()?;
/// assert_eq!(new, all[..4]);
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Since(Kind);

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Kind {
    Time(Timestamp),
    Match(Guid),
}

/// The place of a result relative to the wanted ones.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Place {
    /// It is wanted.
    Inside,
    /// It is not wanted, but later ones may be.
    Outside,
    /// Neither it nor any later one is wanted.
    Past,
}

impl Since {
    pub(crate) fn place(&self, entry: &MatchHistoryResult) -> Place {
        match &self.0 {
            Kind::Match(guid) if guid.get() == entry.match_id => Place::Past,
            Kind::Match(_) => Place::Inside,
            Kind::Time(time) if entry.match_info.start_time >= *time => Place::Inside,
            // A player who leaves a long match can end the next one first. But if a match had ended by this
            // time, so had all that follow, whether the history is sorted by start or by end.
            Kind::Time(time) if entry.match_info.end_time >= *time => Place::Outside,
            Kind::Time(_) => Place::Past,
        }
    }
}

impl From<Timestamp> for Since {
    fn from(time: Timestamp) -> Self {
        Self(Kind::Time(time))
    }
}

macro_rules! from_match_id {
    ($($type:ty),+) => {
        $(impl From<$type> for Since {
            fn from(match_id: $type) -> Self {
                Self(Kind::Match(match_id.into()))
            }
        })+
    };
}
from_match_id!(Guid, &Guid, Uuid, &Uuid);

impl FromStr for Since {
    type Err = ArgumentError;

    fn from_str(text: &str) -> Result<Self, ArgumentError> {
        if let Ok(time) = Timestamp::from_str(text.trim()) {
            return Ok(time.into());
        }
        let id: Result<Guid, _> = text.parse();
        id.map(Self::from).map_err(|_| {
            ArgumentError::new(
                "since",
                format!(
                    "`{}` is neither a time such as 2026-01-31T00:00:00Z nor the GUID of a match",
                    text.escape_debug()
                ),
            )
        })
    }
}

crate::types::from_text!(Since);
