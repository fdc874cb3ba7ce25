//! Requests about lists of players of any length.

use std::collections::{HashMap, HashSet};
use std::fmt;
use std::time::Duration;

use serde::de::DeserializeOwned;

use super::request::Request;
use super::summary::Summary;
use crate::error::Error;
#[cfg(feature = "by-name")]
use crate::http::OnPermit;
#[cfg(feature = "by-name")]
use crate::sync::CancelToken;
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
    /// The players of each request.
    pages: Vec<Vec<Xuid>>,
    merge: fn(Vec<T>, &[Xuid]) -> T,
    about: Option<About<T>>,
}

/// Makes a request one about other players.
type About<T> = fn(Request<T>, &[Xuid]) -> Request<T>;

impl<T> Batch<T> {
    /// Splits the players into pages, with a request for each. `merge` joins the responses in the order of
    /// the list.
    pub(crate) fn new<P: TryInto<Player, Error: Into<ArgumentError>>>(
        players: impl IntoIterator<Item = P>,
        page: usize,
        request: impl Fn(&[Xuid]) -> Request<T>,
        merge: fn(Vec<T>, &[Xuid]) -> T,
    ) -> Self {
        let xuids: Result<Vec<Xuid>, _> = players
            .into_iter()
            .map(|player| xuid("players", player))
            .collect();
        let xuids = xuids.and_then(|xuids| match xuids.is_empty() {
            true => Err(ArgumentError::new(
                "players",
                "the list is empty: name at least one player",
            )),
            false => Ok(xuids),
        });
        let pages = xuids.as_ref().map_err(Clone::clone).map(|xuids| {
            let mut seen = HashSet::new();
            let unique: Vec<Xuid> = xuids.iter().copied().filter(|xuid| seen.insert(*xuid)).collect();
            unique.chunks(page).map(<[Xuid]>::to_vec).collect::<Vec<_>>()
        });
        Self {
            requests: pages.as_ref().map_err(Clone::clone).map(|pages| {
                let pages = pages.iter();
                pages.map(|page| request(page)).collect()
            }),
            xuids: xuids.unwrap_or_default(),
            pages: pages.unwrap_or_default(),
            merge,
            about: None,
        }
    }

    /// Halves the lists that the service refuses because of a player whom it does not know, until those players
    /// stand alone and are left out.
    pub(crate) fn without_unknown_players(mut self, about: About<T>) -> Self {
        self.about = Some(about);
        self
    }

    /// The players, in the order of the list.
    pub(crate) fn xuids(&self) -> &[Xuid] {
        &self.xuids
    }

    /// Changes all requests.
    pub(crate) fn change(mut self, change: impl Fn(Request<T>) -> Request<T>) -> Self {
        self.requests = self
            .requests
            .map(|requests| requests.into_iter().map(change).collect());
        self
    }

    /// The same requests, which another token stops too, a child of `parent`, and which report their permits.
    #[cfg(feature = "by-name")]
    pub(crate) fn within(&self, stop: &CancelToken, parent: &CancelToken, on_permit: &OnPermit) -> Self {
        Self {
            requests: self.requests.as_ref().map_err(Clone::clone).map(|requests| {
                let requests = requests.iter();
                requests
                    .map(|request| request.within(stop, parent, on_permit.clone()))
                    .collect()
            }),
            xuids: self.xuids.clone(),
            pages: self.pages.clone(),
            merge: self.merge,
            about: self.about,
        }
    }

    /// As [`Request::wait_until_available`], for all requests: each waits by itself, one after the other. After a 404
    /// because of a player whom the service does not know, the requests about fewer players do not wait again.
    pub fn wait_until_available(self, wait: Duration) -> Self {
        self.change(|request| request.wait_until_available(wait))
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

    /// The single requests, for example to fetch them in parallel. Each is sent as it is: the service may refuse it
    /// because of one player.
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
        self.send_summarized().map(|(model, _)| model)
    }

    /// As [`send`](Self::send), with the facts about the responses, also the refusals of unknown players.
    pub(crate) fn send_summarized(&self) -> Result<(T, Summary), Error> {
        let mut models = Vec::new();
        let mut summary = Summary::default();
        for (request, page) in self.requests()?.iter().zip(&self.pages) {
            self.send_page(request, page, &mut models, &mut summary)?;
        }
        Ok(((self.merge)(models, &self.xuids), summary))
    }

    /// Sends a request about these players. If the service refuses it because of one of them, sends two about half
    /// of them each: for k unknown players of n, these are about 2·k·log n requests.
    fn send_page(
        &self,
        request: &Request<T>,
        xuids: &[Xuid],
        models: &mut Vec<T>,
        summary: &mut Summary,
    ) -> Result<(), Error> {
        let error = match request.send_summarized() {
            Ok((model, of_response)) => {
                models.push(model);
                *summary = summary.and(of_response);
                return Ok(());
            }
            Err(error) => error,
        };
        let (Some(about), Some(refusal)) = (self.about, refusal(&error)) else {
            return Err(error);
        };
        *summary = summary.and(refusal);
        let (first, second) = xuids.split_at_checked(xuids.len() / 2).unwrap_or_default();
        if first.is_empty() {
            log::info!("left a player out: {error}");
            return Ok(());
        }
        let request = request.clone().wait_until_available(Duration::ZERO);
        for half in [first, second] {
            self.send_page(&about(request.clone(), half), half, models, summary)?;
        }
        Ok(())
    }
}

/// The refusal of a list, if it may be because of a player in it.
fn refusal(error: &Error) -> Option<Summary> {
    match error {
        Error::Status(error) if matches!(error.status, 400 | 404) => Some(Summary {
            status: error.status,
            attempts: error.attempts,
            age: None,
        }),
        _ => None,
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
