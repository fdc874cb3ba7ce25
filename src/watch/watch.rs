//! A watch of players.

use std::fmt;
use std::sync::{Arc, Mutex};
use std::time::Duration;

use super::error::WatchError;
use super::new_match::NewMatch;
use super::poller::{Poller, Step};
use super::receiver::{WatchReceiver, lock};
use super::resume_point::ResumePoint;
use crate::client::Client;
use crate::services::stats::MatchType;
use crate::types::{ArgumentError, Player, argument};

/// The shortest interval that may be set.
const MIN_INTERVAL: Duration = Duration::from_secs(1);
/// Maximum number of items that wait for a watch without a channel of its own.
const CAPACITY: usize = 16;

impl Client {
    /// Watches a player: returns an iterator that waits for the next match that ends. The module
    /// [`watch`](crate::watch) describes the details.
    ///
    /// A wrong name is the first item, and nothing is sent.
    pub fn watch(&self, player: impl TryInto<Player, Error: Into<ArgumentError>>) -> Watch {
        self.watch_all([player])
    }

    /// Watches several players, whose polls share the client's rate. A player who is listed twice is watched once.
    ///
    /// A wrong name is an item, and the other players are watched.
    pub fn watch_all<P: TryInto<Player, Error: Into<ArgumentError>>>(
        &self,
        players: impl IntoIterator<Item = P>,
    ) -> Watch {
        let players = players.into_iter().map(|player| argument("player", player));
        Watch {
            poller: Arc::new(Mutex::new(Poller::new(self, players))),
            receiver: None,
            is_over: false,
        }
    }
}

/// New matches of players, as they end: an iterator, made by [`Client::watch`]. The module [`watch`](crate::watch)
/// describes its polls and promises, and has an example.
///
/// Nothing is sent before the first call of a method that returns matches. Set it up before: later, the setters have
/// no effect.
#[must_use = "nothing is sent before `next()`"]
pub struct Watch {
    poller: Arc<Mutex<Poller>>,
    /// Set once a thread polls, which then holds the poller.
    receiver: Option<WatchReceiver>,
    is_over: bool,
}

impl Watch {
    fn set(self, set: impl FnOnce(&mut Poller)) -> Self {
        if self.receiver.is_none() {
            set(&mut lock(&self.poller));
        }
        self
    }

    /// Goes on where another watch ended: reports matches that have ended since then, first the oldest. A player who
    /// is not in the resume point has a baseline as always. A player is known there by the name that the watch was given:
    /// pass a gamertag or an XUID each time, not one in place of the other.
    ///
    /// [`ResumePoint::ended_after`] starts at a point in time instead, for example to report the last matches too.
    pub fn resume(self, point: ResumePoint) -> Self {
        self.set(|poller| poller.resume(&point))
    }

    /// The shortest interval between two polls of a player, right after a match and while the player seems active, and
    /// the longest one. They default to 1 and 10 minutes; neither is less than a second.
    pub fn interval(self, shortest: Duration, longest: Duration) -> Self {
        self.set(|poller| {
            poller.interval.shortest = shortest.max(MIN_INTERVAL);
            poller.interval.longest = longest.max(MIN_INTERVAL);
        })
    }

    /// Watches only one kind of matches. By default all kinds are reported.
    pub fn match_type(self, match_type: MatchType) -> Self {
        self.set(|poller| poller.match_type = Some(match_type))
    }

    /// A callback after each item, and at the end, to wake the program: egui's `request_repaint`, an event of Bevy, a
    /// channel. A watch without a thread does not call it.
    ///
    /// The thread of the watch calls it when the item can be received. If it panics, the panic is logged and the watch
    /// goes on. There is no call after the watch or its channel was dropped; one that is under way then may still end
    /// afterwards.
    pub fn on_event(self, callback: impl FnMut() + Send + 'static) -> Self {
        self.set(|poller| poller.wake = Box::new(callback))
    }

    /// The state after the last match that was returned. Save it after a match was handled: then a program that ends
    /// at any time reports each match at least once, and none twice except the one that it was handling. Saved before
    /// a match is handled, no match is reported twice.
    ///
    /// The state also changes with the first poll of a player, so save it when a program ends, too. A state that was
    /// never saved means a baseline again.
    pub fn resume_point(&self) -> ResumePoint {
        match &self.receiver {
            None => lock(&self.poller).resume_point(),
            Some(receiver) => receiver.resume_point(),
        }
    }

    /// Whether the watch is over, and everything was returned: the client's token was cancelled, or no player can be
    /// watched. Known after a method has returned `None`.
    pub fn is_over(&self) -> bool {
        match &self.receiver {
            None => self.is_over,
            Some(receiver) => receiver.is_over(),
        }
    }

    /// Returns a match or an error that was found, without a wait; otherwise `None`, as when the watch
    /// [is over](Self::is_over).
    ///
    /// The first call starts a thread, `halo-watch`, which polls from then on, by the client's clock, and ends when
    /// the watch is dropped. The next items wait in a queue of 16; a program that takes none stops the polls.
    pub fn try_next(&mut self) -> Option<Result<NewMatch, WatchError>> {
        self.in_background(WatchReceiver::try_recv)
    }

    /// Waits for the next match or error, but no longer than the timeout, in real time; otherwise `None`, as when the
    /// watch [is over](Self::is_over).
    ///
    /// A thread polls, as for [`try_next`](Self::try_next).
    pub fn next_timeout(&mut self, timeout: Duration) -> Option<Result<NewMatch, WatchError>> {
        self.in_background(|receiver| receiver.recv_timeout(timeout))
    }

    fn in_background(
        &mut self,
        receive: impl FnOnce(&mut WatchReceiver) -> Option<Result<NewMatch, WatchError>>,
    ) -> Option<Result<NewMatch, WatchError>> {
        if self.receiver.is_none() {
            match WatchReceiver::start(&self.poller, CAPACITY) {
                Ok(receiver) => self.receiver = Some(receiver),
                Err(error) => return Some(Err(error)),
            }
        }
        self.receiver.as_mut().and_then(receive)
    }

    /// Runs the watch on a thread of its own, `halo-watch`, from now on. At most `capacity` items wait for the program;
    /// a program that receives none stops the polls.
    ///
    /// # Errors
    ///
    /// [`WatchError::Thread`] if the system cannot start a thread.
    pub fn channel(self, capacity: usize) -> Result<WatchReceiver, WatchError> {
        match self.receiver {
            None => WatchReceiver::start(&self.poller, capacity),
            Some(receiver) => Ok(receiver),
        }
    }
}

impl Iterator for Watch {
    type Item = Result<NewMatch, WatchError>;

    fn next(&mut self) -> Option<Self::Item> {
        if let Some(receiver) = &mut self.receiver {
            return receiver.recv();
        }
        let mut poller = lock(&self.poller);
        loop {
            match poller.step() {
                Step::End => {
                    self.is_over = true;
                    return None;
                }
                Step::Nothing | Step::Known(_) => {}
                Step::Found(new, _) => return Some(Ok(*new)),
                Step::Failed(error) => return Some(Err(error)),
            }
        }
    }
}

impl fmt::Debug for Watch {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.debug_struct("Watch").finish_non_exhaustive()
    }
}
