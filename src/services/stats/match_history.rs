//! Match histories: setters and pages.

use jiff::Timestamp;
use uuid::Uuid;

use super::match_type::MatchType;
use crate::models::stats::{MatchHistory, MatchHistoryResult};
use crate::request::{Page, PageItems, Pages, Place, Request, Sealed, Since};
use crate::types::ArgumentError;

/// Maximum number of matches on a page of a match history.
pub const MAX_HISTORY_COUNT: u32 = 25;

impl Sealed for MatchHistory {}

impl Page for MatchHistory {
    type Item = MatchHistoryResult;
    const MAX_COUNT: u32 = MAX_HISTORY_COUNT;
    const NEWEST_FIRST: bool = true;

    fn id(entry: &MatchHistoryResult) -> Uuid {
        entry.match_id
    }

    fn time(entry: &MatchHistoryResult) -> Option<Timestamp> {
        Some(entry.match_info.start_time)
    }

    fn results(&mut self) -> &mut Vec<MatchHistoryResult> {
        &mut self.results
    }

    fn set_result_count(&mut self, count: i64) {
        self.result_count = count;
    }

    fn place(entry: &MatchHistoryResult, since: &Since) -> Place {
        since.place(entry)
    }
}

impl Request<MatchHistory> {
    /// The history's pages, from [`start`](Self::start) to the oldest match, each with up to
    /// [`count`](Self::count) matches. [`Pages`] describes
    /// the effect of matches that are played meanwhile.
    pub fn pages(&self) -> Pages<MatchHistory> {
        Pages::new(self)
    }

    /// The history's matches, newest first, from [`start`](Self::start) to the oldest. A page of
    /// [`count`](Self::count) matches is requested when its first match is needed.
    ///
    /// [`since`](PageItems::<MatchHistory>::since) ends it earlier.
    ///
    /// ```
    /// # let sandbox = halo_infinite_sandbox::Sandbox::start()?;
    /// # let client = sandbox.client()?;
    /// # let me = sandbox.world().home().xuid();
    /// use halo_infinite::refdata::Outcome;
    ///
    /// let mut wins = 0;
    /// for entry in client.stats().match_history(me).iter().take(40) {
    ///     if entry?.outcome == Outcome::Win {
    ///         wins += 1;
    ///     }
    /// }
    /// println!("{wins} of the last 40 matches were won");
    /// # assert_eq!(sandbox.requests().len(), 2);
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    pub fn iter(&self) -> PageItems<MatchHistory> {
        self.pages().items()
    }
}

impl Request<MatchHistory> {
    /// Position of the page's first match in the history. Defaults to 0, the newest match.
    pub fn start(self, start: u32) -> Self {
        self.query("start", start)
    }

    /// Number of matches on the page: 1 to 25. Defaults to 25.
    pub fn count(self, count: u32) -> Self {
        self.change(|request| {
            if !(1..=MAX_HISTORY_COUNT).contains(&count) {
                return Err(ArgumentError::new(
                    "count",
                    format!("{count} is not allowed: request 1 to {MAX_HISTORY_COUNT} matches per page"),
                ));
            }
            request.set_query("count", count);
            Ok(())
        })
    }

    /// Selects one kind of matches.
    pub fn match_type(self, match_type: MatchType) -> Self {
        self.query(
            "type",
            match match_type {
                MatchType::Matchmade => "matchmaking",
                MatchType::Custom => "custom",
                MatchType::Local => "local",
            },
        )
    }
}
