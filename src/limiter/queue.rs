//! The queue of a bucket.

use std::collections::VecDeque;
use std::time::Duration;

use super::rate::Rate;

/// The requests that wait for permits, and the bucket's own time.
///
/// The bucket's time stands still during pauses: a pause moves all permits without touching any. It also
/// stands still while a thread oversleeps, so that threads that wake together do not go together.
pub(super) struct State {
    /// When the bucket is full again, in the bucket's time.
    pub full_at: Duration,
    /// The tickets of the waiting requests, in the order of arrival.
    tickets: VecDeque<u64>,
    /// Their turns, the earliest first. A turn is the time at which the bucket would be full if no turn
    /// came after it, in the bucket's time.
    pub turns: VecDeque<Duration>,
    /// The ticket of the next request.
    next_ticket: u64,
    /// How long the bucket's time has stood still, up to the end of the last pause.
    pub paused: Duration,
    /// When the last pause ends, in the clock's time.
    pub pause_end: Duration,
    /// The share of the rate in use: 1 unless the service throttled.
    pub pace: f64,
    /// When the rate was last lowered, in the clock's time.
    pub lowered_at: Option<Duration>,
}

impl State {
    /// The slowest pace.
    pub const SLOWEST: f64 = 1.0 / 32.0;
    /// Each success adds this.
    pub const STEP: f64 = 1.0 / 20.0;

    /// The time between two permits at the current pace.
    fn interval(&self, rate: Rate) -> Duration {
        if self.pace >= 1.0 {
            return rate.interval();
        }
        rate.interval().div_f64(self.pace)
    }

    /// The bucket's time.
    fn time(&self, now: Duration) -> Duration {
        now.max(self.pause_end).saturating_sub(self.paused)
    }

    /// When the request with this turn gets its permit, in the clock's time.
    pub fn due(&self, turn: Duration, rate: Rate) -> Duration {
        turn.saturating_sub(rate.tolerance())
            .saturating_add(self.paused)
            .max(self.pause_end)
    }

    /// The turn of a request that arrives now.
    pub fn last_turn(&self, now: Duration) -> Duration {
        if self.turns.is_empty() {
            self.full_at.max(self.time(now))
        } else {
            // Requests before it may be late: time that they oversleep fills no bucket.
            self.full_at
        }
    }

    /// Adds a request to the queue. Returns its ticket.
    pub fn join(&mut self, turn: Duration, rate: Rate) -> u64 {
        let ticket = self.next_ticket;
        self.next_ticket += 1;
        self.tickets.push_back(ticket);
        self.turns.push_back(turn);
        self.full_at = turn.saturating_add(self.interval(rate));
        ticket
    }

    /// The turn of a waiting request.
    pub fn turn(&self, ticket: u64) -> Option<Duration> {
        let place = self.tickets.binary_search(&ticket).ok()?;
        self.turns.get(place).copied()
    }

    /// Grants a permit to a request that is due. It takes the earliest turn: a request before it that
    /// overslept takes the next one.
    pub fn grant(&mut self, ticket: u64, now: Duration, rate: Rate) {
        let Ok(place) = self.tickets.binary_search(&ticket) else {
            return;
        };
        self.tickets.remove(place);
        if let Some(turn) = self.turns.pop_front()
            && !rate.interval().is_zero()
        {
            let overslept = self.time(now).saturating_sub(turn);
            self.paused = self.paused.saturating_add(overslept);
        }
    }

    /// Removes a request that no longer waits: the requests behind it move up, and the last turn is free again.
    pub fn leave(&mut self, ticket: u64) {
        if let Ok(place) = self.tickets.binary_search(&ticket) {
            self.tickets.remove(place);
            if let Some(last) = self.turns.pop_back() {
                self.full_at = last;
            }
        }
    }

    /// Spreads the turns of the waiting requests by the current pace.
    pub fn spread(&mut self, rate: Rate) {
        let interval = self.interval(rate);
        let mut turns = self.turns.iter_mut();
        let Some(mut last) = turns.next().copied() else {
            return;
        };
        for turn in turns {
            *turn = (*turn).max(last.saturating_add(interval));
            last = *turn;
        }
        self.full_at = last.saturating_add(interval);
    }

    /// Whether a response to a request sent at this time applies to the current pace.
    pub fn is_news(&self, sent_at: Duration) -> bool {
        self.lowered_at.is_none_or(|lowered| sent_at > lowered)
    }
}

impl Default for State {
    fn default() -> Self {
        Self {
            full_at: Duration::ZERO,
            tickets: VecDeque::new(),
            turns: VecDeque::new(),
            next_ticket: 0,
            paused: Duration::ZERO,
            pause_end: Duration::ZERO,
            pace: 1.0,
            lowered_at: None,
        }
    }
}
