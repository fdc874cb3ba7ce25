//! Matches that appear as time passes.

use std::time::Duration;

/// The times between the end of a match and the appearance of its parts, for
/// [`SandboxBuilder::live`](crate::SandboxBuilder::live). All are zero by default.
///
/// In the real services, statistics and skill appear some seconds after a match: the game itself repeats its requests for
/// them, 14 times every 2 seconds, on 404 too. A film takes minutes.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Live {
    history: Duration,
    stats: Duration,
    film: Duration,
}

/// A part of a match that appears after its end.
#[derive(Clone, Copy, Debug)]
pub(crate) enum Part {
    /// Its entry in histories, and in the numbers of matches.
    History,
    /// Its statistics, skill and progression.
    Stats,
    Film,
}

impl Live {
    /// Parts that appear at the end of their match.
    pub fn new() -> Self {
        Self::default()
    }

    /// Sets the time until a match is in the histories of its players, and in their numbers of matches.
    #[must_use]
    pub fn history_after(self, history: Duration) -> Self {
        Self { history, ..self }
    }

    /// Sets the time until the statistics, the skill and the progression of a match exist.
    #[must_use]
    pub fn stats_after(self, stats: Duration) -> Self {
        Self { stats, ..self }
    }

    /// Sets the time until the film of a match exists.
    #[must_use]
    pub fn film_after(self, film: Duration) -> Self {
        Self { film, ..self }
    }

    /// The time in milliseconds from the end of a match to the appearance of a part.
    pub(crate) fn delay_ms(self, part: Part) -> i64 {
        let delay = match part {
            Part::History => self.history,
            Part::Stats => self.stats,
            Part::Film => self.film,
        };
        i64::try_from(delay.as_millis()).unwrap_or(i64::MAX)
    }
}
