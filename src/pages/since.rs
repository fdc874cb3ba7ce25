//! How far back a match history is read.

use std::str::FromStr;

use jiff::Timestamp;
use uuid::Uuid;

use crate::error::ArgumentError;
use crate::guid::Guid;
use crate::models::stats::MatchHistoryResult;

/// How far back a match history is read: to a point in time, or to a match.
///
/// - A [`Timestamp`]: matches that started then or later.
/// - A match's GUID: matches before it in the history, which are the newer ones; not that match itself. A
///   program that keeps its newest match gets what has been played since. If the match is not in the
///   history, as when [`match_type`](crate::Request::<crate::models::stats::MatchHistory>::match_type)
///   leaves it out, or
///   [`start`](crate::Request::<crate::models::stats::MatchHistory>::start) passes over it, everything is
///   read.
/// - A text that is one of these. What is neither is refused before anything is sent.
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
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Since(Kind);

#[derive(Debug, Clone, PartialEq, Eq)]
enum Kind {
    Time(Timestamp),
    Match(Guid),
}

/// Where a result stands to what is wanted.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Place {
    /// It is wanted.
    Inside,
    /// It is not wanted; what follows may be.
    Outside,
    /// Neither it nor what follows is wanted.
    Past,
}

impl Since {
    pub(super) fn check(&self) -> Result<(), ArgumentError> {
        match &self.0 {
            Kind::Time(_) => Ok(()),
            Kind::Match(guid) => guid.get("since").map(drop),
        }
    }

    pub(crate) fn place(&self, entry: &MatchHistoryResult) -> Place {
        match &self.0 {
            Kind::Match(guid) if guid.get("since") == Ok(entry.match_id) => Place::Past,
            Kind::Match(_) => Place::Inside,
            Kind::Time(time) if entry.match_info.start_time >= *time => Place::Inside,
            // Who leaves a long match can have ended the next one first. Once a match had ended by then,
            // all that follow had, whether the history goes by their starts or by their ends.
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

impl From<Guid> for Since {
    fn from(match_id: Guid) -> Self {
        Self(Kind::Match(match_id))
    }
}

impl From<Uuid> for Since {
    fn from(match_id: Uuid) -> Self {
        Guid::from(match_id).into()
    }
}

impl From<&Uuid> for Since {
    fn from(match_id: &Uuid) -> Self {
        Guid::from(match_id).into()
    }
}

impl From<&str> for Since {
    fn from(text: &str) -> Self {
        Timestamp::from_str(text.trim()).map_or_else(|_| Guid::from(text).into(), Self::from)
    }
}

impl From<&String> for Since {
    fn from(text: &String) -> Self {
        text.as_str().into()
    }
}

impl From<String> for Since {
    fn from(text: String) -> Self {
        text.as_str().into()
    }
}
