//! Calls over lists of players, however long.

use std::fmt;

use serde::de::DeserializeOwned;

use crate::call::Call;
use crate::client::Client;
use crate::error::{ArgumentError, Error};
use crate::player::{Player, Xuid};
use crate::request::Request;

/// A prepared call over a list of players: nothing has been sent yet.
///
/// A service answers for a limited number of players at a time. A longer list is split into as many
/// calls as it takes; the answers are put together in the order of the list. A player who is listed
/// twice is asked for once and answered for twice; one whom the service leaves out of its answer is
/// left out here too.
#[must_use = "nothing is sent before `send()`"]
pub struct Batch<T> {
    requests: Result<Vec<Request<T>>, ArgumentError>,
    xuids: Vec<Xuid>,
    merge: fn(Vec<T>, &[Xuid]) -> T,
}

impl<T> Batch<T> {
    /// Splits the players into pages and prepares a call for each. `merge` puts the answers together
    /// in the order of the list.
    pub(crate) fn new<P: Into<Player>>(
        client: &Client,
        players: impl IntoIterator<Item = P>,
        page: usize,
        call: impl Fn(&[Xuid]) -> Result<Call, ArgumentError>,
        merge: fn(Vec<T>, &[Xuid]) -> T,
    ) -> Self {
        let xuids: Result<Vec<Xuid>, _> = players.into_iter().map(|player| xuid(&player.into())).collect();
        let xuids = xuids.and_then(|xuids| {
            if xuids.is_empty() {
                return Err(ArgumentError::new(
                    "players",
                    "the list is empty: name at least one player",
                ));
            }
            Ok(xuids)
        });
        let requests = xuids.as_ref().map_err(Clone::clone).and_then(|xuids| {
            let mut different = Vec::with_capacity(xuids.len());
            let mut seen = std::collections::HashSet::new();
            different.extend(xuids.iter().copied().filter(|xuid| seen.insert(*xuid)));
            different
                .chunks(page)
                .map(|page| Ok(Request::new(client, Ok(call(page)?))))
                .collect()
        });
        Self {
            requests,
            xuids: xuids.unwrap_or_default(),
            merge,
        }
    }

    /// Changes all calls.
    pub(crate) fn change(mut self, change: impl Fn(Request<T>) -> Request<T>) -> Self {
        self.requests = self
            .requests
            .map(|requests| requests.into_iter().map(change).collect());
        self
    }

    /// As [`Request::fresh`], for all calls.
    #[cfg(feature = "cache")]
    pub fn fresh(self) -> Self {
        self.change(Request::fresh)
    }

    /// As [`Request::max_age`], for all calls.
    #[cfg(feature = "cache")]
    pub fn max_age(self, age: std::time::Duration) -> Self {
        self.change(|request| request.max_age(age))
    }

    /// The calls that will be made, for who wants to make them one by one.
    ///
    /// # Errors
    ///
    /// [`ArgumentError`] where the list is empty or holds what is no XUID.
    pub fn requests(&self) -> Result<&[Request<T>], ArgumentError> {
        self.requests.as_deref().map_err(Clone::clone)
    }
}

impl<T: DeserializeOwned> Batch<T> {
    /// Makes the calls, one after the other, and puts the answers together in the order of the list.
    ///
    /// # Errors
    ///
    /// Those of [`Request::send`]; the first one ends the calls.
    pub fn send(&self) -> Result<T, Error> {
        let answers: Result<Vec<T>, Error> = self.requests()?.iter().map(|request| request.send()).collect();
        Ok((self.merge)(answers?, &self.xuids))
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

/// The XUID of a player, for calls that take nothing else.
pub(crate) fn xuid(player: &Player) -> Result<Xuid, ArgumentError> {
    player.segment()?;
    player.xuid().ok_or_else(|| {
        ArgumentError::new(
            "player",
            format!(
                "`{player}` is a gamertag, and this call takes XUIDs: profile().user_by_gamertag(…) finds it"
            ),
        )
    })
}

/// Puts answers that name their players into the order of a list; what is not listed is left out.
pub(crate) fn in_order<A: Clone>(answers: Vec<A>, xuids: &[Xuid], of: impl Fn(&A) -> Option<Xuid>) -> Vec<A> {
    let by_xuid: std::collections::HashMap<Xuid, &A> = answers
        .iter()
        .filter_map(|answer| Some((of(answer)?, answer)))
        .collect();
    xuids
        .iter()
        .filter_map(|xuid| by_xuid.get(xuid).map(|answer| (*answer).clone()))
        .collect()
}
