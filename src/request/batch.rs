//! Requests about lists of players of any length.

use std::collections::{HashMap, HashSet};
use std::fmt;

use serde::de::DeserializeOwned;

use super::request::Request;
use crate::error::Error;
use crate::types::{ArgumentError, Player, Xuid, argument};

/// Requests about a list of players. Nothing is sent before [`send`](Self::send).
///
/// A service accepts a limited number of players per request, so a longer list is split into several
/// requests; the results come in the order of the list. A player who is listed twice is requested once and
/// returned twice. A player whom the service leaves out is left out here too.
#[must_use = "nothing is sent before `send()`"]
pub struct Batch<T> {
    requests: Result<Vec<Request<T>>, ArgumentError>,
    xuids: Vec<Xuid>,
    merge: fn(Vec<T>, &[Xuid]) -> T,
}

impl<T> Batch<T> {
    /// Splits the players into pages, with a request for each. `merge` joins the responses in the order of
    /// the list.
    pub(crate) fn new<P: TryInto<Player, Error: Into<ArgumentError>>>(
        players: impl IntoIterator<Item = P>,
        page: usize,
        request: impl Fn(&[Xuid]) -> Request<T>,
        merge: fn(Vec<T>, &[Xuid]) -> T,
    ) -> Self {
        let xuids: Result<Vec<Xuid>, _> = players.into_iter().map(|player| xuid("player", player)).collect();
        let xuids = xuids.and_then(|xuids| match xuids.is_empty() {
            true => Err(ArgumentError::new(
                "players",
                "the list is empty: name at least one player",
            )),
            false => Ok(xuids),
        });
        let requests = xuids.as_ref().map_err(Clone::clone).map(|xuids| {
            let mut seen = HashSet::new();
            let unique: Vec<Xuid> = xuids.iter().copied().filter(|xuid| seen.insert(*xuid)).collect();
            unique.chunks(page).map(request).collect()
        });
        Self {
            requests,
            xuids: xuids.unwrap_or_default(),
            merge,
        }
    }

    /// Changes all requests.
    pub(crate) fn change(mut self, change: impl Fn(Request<T>) -> Request<T>) -> Self {
        self.requests = self
            .requests
            .map(|requests| requests.into_iter().map(change).collect());
        self
    }

    /// As [`Request::fresh`], for all requests.
    #[cfg(feature = "cache")]
    pub fn fresh(self) -> Self {
        self.change(Request::fresh)
    }

    /// As [`Request::max_age`], for all requests.
    #[cfg(feature = "cache")]
    pub fn max_age(self, age: std::time::Duration) -> Self {
        self.change(|request| request.max_age(age))
    }

    /// The single requests, for example to fetch them in parallel.
    ///
    /// # Errors
    ///
    /// [`ArgumentError`] if the list is empty or holds a player without an XUID.
    pub fn requests(&self) -> Result<&[Request<T>], ArgumentError> {
        self.requests.as_deref().map_err(Clone::clone)
    }
}

impl<T: DeserializeOwned> Batch<T> {
    /// Sends the requests, one after the other, and returns the results in the order of the list.
    ///
    /// # Errors
    ///
    /// Those of [`Request::send`]. The first error ends the batch.
    pub fn send(&self) -> Result<T, Error> {
        let responses: Result<Vec<T>, Error> =
            self.requests()?.iter().map(|request| request.send()).collect();
        Ok((self.merge)(responses?, &self.xuids))
    }
}

impl<T> fmt::Debug for Batch<T> {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter
            .debug_struct("Batch")
            .field("requests", &self.requests)
            .finish_non_exhaustive()
    }
}

/// The XUID of a player, for endpoints that take no gamertags.
pub(crate) fn xuid(
    name: &'static str,
    player: impl TryInto<Player, Error: Into<ArgumentError>>,
) -> Result<Xuid, ArgumentError> {
    let player: Player = argument(name, player)?;
    player.xuid().ok_or_else(|| {
        ArgumentError::new(
            name,
            format!(
                "`{player}` is a gamertag, but an XUID is needed: profile().user_by_gamertag(…) finds it"
            ),
        )
    })
}

/// Sorts entries by a list of players. Entries of players who are not listed are dropped.
pub(crate) fn in_order<A: Clone>(entries: Vec<A>, xuids: &[Xuid], of: impl Fn(&A) -> Option<Xuid>) -> Vec<A> {
    let by_xuid: HashMap<Xuid, &A> = entries
        .iter()
        .filter_map(|entry| Some((of(entry)?, entry)))
        .collect();
    xuids
        .iter()
        .filter_map(|xuid| by_xuid.get(xuid).map(|entry| (*entry).clone()))
        .collect()
}
