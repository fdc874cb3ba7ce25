//! Polls the histories of players: the requests and waits of a watch.

use std::collections::VecDeque;
use std::time::Duration;

use jiff::Timestamp;

use super::error::WatchError;
use super::ledger::{Ledger, Mark};
use super::new_match::NewMatch;
use super::resume_point::{ResumePoint, key};
use super::schedule::{Interval, Outcome, Schedule};
use crate::client::Client;
use crate::error::Error;
use crate::http::{date, retry::jitter};
use crate::models::stats::{MatchHistory, MatchHistoryResult};
use crate::request::Request;
use crate::services::stats::{MAX_HISTORY_COUNT, MatchType};
use crate::sync::CancelToken;
use crate::types::{ArgumentError, Player};

/// Polls the histories of players.
pub(super) struct Poller {
    /// The client that made the watch.
    client: Client,
    /// The same client, which ends with the watch.
    polling: Client,
    stop: CancelToken,
    pub interval: Interval,
    pub match_type: Option<MatchType>,
    /// Called by the thread of a watch.
    pub wake: Box<dyn FnMut() + Send>,
    players: Vec<Tracked>,
    /// The names that are no players, not yet reported.
    wrong: VecDeque<ArgumentError>,
    /// `None` before the first poll.
    running: Option<Running>,
    /// New matches that are not reported yet, with the index of the player.
    found: VecDeque<(usize, MatchHistoryResult)>,
}

struct Tracked {
    player: Player,
    key: String,
    /// `None` before the first successful poll.
    ledger: Option<Ledger>,
}

struct Running {
    schedule: Schedule,
    /// The time of the first poll.
    began: Duration,
}

/// The step of a poller.
pub(super) enum Step {
    Found(Box<NewMatch>, Update),
    Failed(WatchError),
    /// A player's history was read for the first time.
    Known(Update),
    /// Nothing is new.
    Nothing,
    /// The watch is over.
    End,
}

/// A player's part of the resume point.
pub(super) struct Update {
    key: String,
    ledger: Ledger,
}

impl Update {
    pub fn apply(&self, point: &mut ResumePoint) {
        point.set(&self.key, &self.ledger);
    }

    /// As [`apply`](Self::apply), but a newer update that was applied before counts.
    pub fn apply_if_first(&self, point: &mut ResumePoint) {
        point.set_if_missing(&self.key, &self.ledger);
    }
}

impl Poller {
    pub fn new(client: &Client, players: impl Iterator<Item = Result<Player, ArgumentError>>) -> Self {
        let stop = client.pipeline().cancel_token().child();
        let mut poller = Self {
            client: client.clone(),
            polling: client.with_cancel_token(&stop),
            stop,
            interval: Interval::default(),
            match_type: None,
            wake: Box::new(|| ()),
            players: Vec::new(),
            wrong: VecDeque::new(),
            running: None,
            found: VecDeque::new(),
        };
        for player in players {
            match player {
                Ok(player) => poller.add(player),
                Err(error) => poller.wrong.push_back(error),
            }
        }
        if poller.players.is_empty() && poller.wrong.is_empty() {
            let problem = "the list is empty: name at least one player";
            poller.wrong.push_back(ArgumentError::new("players", problem));
        }
        poller
    }

    fn add(&mut self, player: Player) {
        let key = key(&player);
        if self.players.iter().all(|tracked| tracked.key != key) {
            self.players.push(Tracked {
                player,
                key,
                ledger: None,
            });
        }
    }

    pub fn resume(&mut self, point: &ResumePoint) {
        for tracked in &mut self.players {
            tracked.ledger = point.of(&tracked.key);
        }
    }

    pub fn resume_point(&self) -> ResumePoint {
        let mut point = ResumePoint::default();
        for tracked in &self.players {
            if let Some(ledger) = &tracked.ledger {
                point.set(&tracked.key, ledger);
            }
        }
        point
    }

    pub fn stop(&self) -> &CancelToken {
        &self.stop
    }

    /// Reports a found match, or waits for the next poll and makes it.
    pub fn step(&mut self) -> Step {
        if self.stop.is_cancelled() {
            return Step::End;
        }
        if let Some(error) = self.wrong.pop_front() {
            return Step::Failed(WatchError::Argument(error));
        }
        if let Some((index, entry)) = self.found.pop_front() {
            return self.report(index, entry);
        }
        let clock = self.polling.pipeline().transport().clock();
        let now = clock.now();
        // Half of the rate at most: the program's other requests have the rest.
        let gap = self
            .polling
            .pipeline()
            .transport()
            .rate()
            .interval()
            .saturating_mul(2);
        let (players, interval) = (self.players.len(), self.interval);
        let running = self.running.get_or_insert_with(|| Running {
            schedule: Schedule::new(players, interval, gap, now),
            began: now,
        });
        let Some((index, at)) = running.schedule.next() else {
            return Step::End;
        };
        if at > now {
            clock.sleep_until_or_cancelled(at, &self.stop);
            // The token may be cancelled now.
            return Step::Nothing;
        }
        self.poll(index)
    }

    fn report(&mut self, index: usize, entry: MatchHistoryResult) -> Step {
        let Some(tracked) = self.players.get_mut(index) else {
            return Step::Nothing;
        };
        if let (Some(ledger), Some(mark)) = (&mut tracked.ledger, Mark::of(&entry)) {
            ledger.report(mark);
        }
        let new = NewMatch::new(tracked.player.clone(), entry, self.client.clone());
        match tracked.update() {
            Some(update) => Step::Found(Box::new(new), update),
            None => Step::Nothing,
        }
    }

    fn poll(&mut self, index: usize) -> Step {
        let (Some(running), Some(tracked)) = (&mut self.running, self.players.get_mut(index)) else {
            return Step::End;
        };
        let clock = self.polling.pipeline().transport().clock();
        let mut request = self.polling.stats().match_history(&tracked.player);
        if let Some(match_type) = self.match_type {
            request = request.match_type(match_type);
        }
        let was_known = tracked.ledger.is_some();
        let time = || (clock.timestamp(), clock.now().saturating_sub(running.began));
        let read = read(&request, tracked.ledger.as_ref(), time);
        if self.stop.is_cancelled() {
            return Step::End;
        }
        let outcome = match &read {
            Ok(read) => Outcome::Idle(read.idle),
            Err(Error::Argument(_)) => Outcome::Hopeless,
            Err(_) => Outcome::Failed,
        };
        running
            .schedule
            .polled(index, outcome, clock.now(), jitter::up_to);
        match read {
            Ok(read) => {
                tracked.ledger = Some(read.ledger);
                self.found
                    .extend(read.new.into_iter().map(|entry| (index, entry)));
                let update = tracked.update().filter(|_| !was_known);
                update.map_or(Step::Nothing, Step::Known)
            }
            Err(Error::Argument(error)) => Step::Failed(WatchError::Argument(error)),
            Err(error) => {
                let player = tracked.player.clone();
                Step::Failed(WatchError::Poll { player, error })
            }
        }
    }
}

impl Tracked {
    fn update(&self) -> Option<Update> {
        Some(Update {
            key: self.key.clone(),
            ledger: self.ledger.clone()?,
        })
    }
}

/// The new matches of a history.
struct Read {
    new: Vec<MatchHistoryResult>,
    ledger: Ledger,
    /// The time since the end of the newest match, by the service's clock.
    idle: Duration,
}

/// Reads the history back to the known matches: one request if nothing is new. `time` returns this machine's time of
/// day, and the time since the watch began.
fn read(
    request: &Request<MatchHistory>,
    ledger: Option<&Ledger>,
    time: impl Fn() -> (Timestamp, Duration),
) -> Result<Read, Error> {
    let response = request.response()?;
    let (local, since_start) = time();
    let now = date(response.headers()).unwrap_or(local);
    let mut entries = response.model()?.results;
    let marks = marks(&entries);
    let ledger = ledger.cloned().unwrap_or_else(|| {
        let is_full = entries.len() >= MAX_HISTORY_COUNT as usize;
        Ledger::baseline(before(now, since_start), &marks, is_full)
    });
    if ledger.reads_on(&marks) {
        entries = read_on(request, &ledger)?;
    }
    let newest = marks.iter().map(|mark| mark.end).max();
    let idle = newest.map_or(since_start, |newest| since(newest, now));
    Ok(Read {
        new: ledger.select(entries, Mark::of),
        ledger,
        idle,
    })
}

/// Reads pages until one has no new match. Matches that appear meanwhile move none of them away.
fn read_on(request: &Request<MatchHistory>, ledger: &Ledger) -> Result<Vec<MatchHistoryResult>, Error> {
    let mut entries = Vec::new();
    for page in request.pages() {
        let page = page?.results;
        let is_last = !ledger.has_new(&marks(&page));
        entries.extend(page);
        if is_last {
            return Ok(entries);
        }
    }
    // All matches are new, or the history was hidden meanwhile: then the older ones are missing.
    let is_hidden = request.send()?.results.is_empty();
    Ok(if is_hidden { Vec::new() } else { entries })
}

fn marks(entries: &[MatchHistoryResult]) -> Vec<Mark> {
    entries.iter().filter_map(Mark::of).collect()
}

fn before(time: Timestamp, duration: Duration) -> Timestamp {
    time.checked_sub(duration).unwrap_or(Timestamp::MIN)
}

/// The time between two points in time; zero if they are in the wrong order.
fn since(earlier: Timestamp, later: Timestamp) -> Duration {
    later.duration_since(earlier).try_into().unwrap_or_default()
}
