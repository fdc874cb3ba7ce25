//! A match that has ended.

use std::time::Duration;

use crate::client::Client;
use crate::matches::Match;
use crate::models::discovery_ugc::Film;
use crate::models::stats::{MatchHistoryResult, MatchStats};
use crate::request::Request;
use crate::types::Player;

/// The wait for statistics and skill. The game gives up after 28 seconds.
const STATS_WAIT: Duration = Duration::from_secs(60);
/// The wait for a film, which takes minutes.
const FILM_WAIT: Duration = Duration::from_secs(15 * 60);

/// A match that has ended, reported by a [`Watch`](super::Watch).
///
/// Its statistics, skill and film may not exist yet. The requests here [wait](Request::wait_until_available) for them:
/// send them on a thread that may wait. They go by the client that made the watch, and need no watch any more.
#[derive(Debug, Clone)]
#[non_exhaustive]
pub struct NewMatch {
    /// The player, as given to the watch.
    pub player: Player,
    /// The entry in the player's history: map, mode, times, the player's outcome.
    pub entry: MatchHistoryResult,
    client: Client,
}

impl NewMatch {
    pub(super) fn new(player: Player, entry: MatchHistoryResult, client: Client) -> Self {
        Self {
            player,
            entry,
            client,
        }
    }

    /// The match, whose statistics and skill wait for up to a minute until they exist.
    ///
    /// Its [`film`](Match::film) waits as long only, and is `None` then. For the film, use [`film`](Self::film).
    pub fn game(&self) -> Match {
        let client = self.client.with_wait_until_available(STATS_WAIT);
        Match::from_history(&client, &self.entry)
    }

    /// The request for the match's statistics, which waits for up to a minute until they exist.
    pub fn stats(&self) -> Request<MatchStats> {
        let stats = self.client.stats().match_stats(self.entry.match_id);
        stats.wait_until_available(STATS_WAIT)
    }

    /// The request for the match's film, which waits for up to 15 minutes until it exists. A film that does not exist
    /// then is the error 404: some matches have none.
    pub fn film(&self) -> Request<Film> {
        let film = self.client.discovery_ugc().film_by_match_id(self.entry.match_id);
        film.wait_until_available(FILM_WAIT)
    }
}
