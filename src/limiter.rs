//! The rate limiter: a token bucket whose clock can be replaced.
//!
//! A client has one bucket for each service host. Each call takes a token; where there is none
//! left, it waits for its turn. Turns are given out in the order in which they are asked for, so
//! that no thread starves, and with a burst of 1 they are evenly spaced.
//!
//! A service that answers "too many requests" lowers its bucket's rate: each such answer halves it,
//! down to a 32nd, and each success after that gives back a 20th of the rate that was set, which is
//! never exceeded. Answers to calls that were sent before the rate was last lowered change nothing.
//!
//! ```
//! use halo_infinite::limiter::{Rate, TokenBucket};
//!
//! let bucket = TokenBucket::new(Rate::new(1000.0, 1)?);
//! for _ in 0..3 {
//!     bucket.acquire(None)?; // waits until it is this call's turn
//! }
//! # Ok::<(), Box<dyn std::error::Error>>(())
//! ```

use std::collections::VecDeque;
use std::fmt;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::Duration;

use crate::cancel::CancelToken;
use crate::clock::{Clock, SystemClock};
use crate::error::ArgumentError;

/// How often calls may go, and how many at once after a rest.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Rate {
    interval: Duration,
    burst: u32,
}

impl Rate {
    /// The slowest rate: a call in about 17 minutes.
    pub const SLOWEST: f64 = 0.001;
    /// The fastest rate, in calls per second. Whoever wants more wants no limit.
    pub const FASTEST: f64 = 10_000.0;
    /// The largest burst.
    pub const LARGEST_BURST: u32 = 10_000;

    /// No limit: calls only wait while the bucket pauses.
    pub(crate) const UNLIMITED: Self = Self::every(Duration::ZERO, 1);

    /// A call in each interval, with bursts of as many calls, at least one.
    pub(crate) const fn every(interval: Duration, burst: u32) -> Self {
        Self { interval, burst }
    }

    /// A rate in calls per second, with bursts of as many calls.
    ///
    /// # Errors
    ///
    /// [`ArgumentError`] unless the rate is between [`Rate::SLOWEST`] and [`Rate::FASTEST`] and
    /// the burst between 1 and [`Rate::LARGEST_BURST`].
    pub fn new(per_second: f64, burst: u32) -> Result<Self, ArgumentError> {
        // NaN is in no range.
        if !(Self::SLOWEST..=Self::FASTEST).contains(&per_second) {
            return Err(ArgumentError::new(
                "requests_per_second",
                format!(
                    "{per_second} is not a rate: choose between {} and {} requests a second, or unlimited()",
                    Self::SLOWEST,
                    Self::FASTEST
                ),
            ));
        }
        if !(1..=Self::LARGEST_BURST).contains(&burst) {
            return Err(ArgumentError::new(
                "burst",
                format!(
                    "{burst} is not a burst: choose between 1 and {}",
                    Self::LARGEST_BURST
                ),
            ));
        }
        // Rounding up keeps the rate from ever being exceeded.
        let interval = Duration::from_nanos((1e9 / per_second).ceil() as u64);
        Ok(Self { interval, burst })
    }

    /// The time between two calls when there is no burst.
    pub const fn interval(self) -> Duration {
        self.interval
    }

    /// How long before the bucket is full calls may go.
    fn tolerance(self) -> Duration {
        self.interval * (self.burst - 1)
    }
}

/// The bucket has no token before the deadline.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("the next call may go in {wait:?}, after the deadline")]
pub struct DeadlineExceeded {
    /// How long the wait would have been.
    pub wait: Duration,
}

/// Why a call did not get its turn.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum NoTurn {
    Late(DeadlineExceeded),
    Cancelled,
}

/// A token bucket, shared by threads.
///
/// In any window of time, no more than the burst plus the rate times the window are let through, even
/// where those who wait wake up late, as after the machine has slept.
pub struct TokenBucket {
    rate: Rate,
    clock: Arc<dyn Clock>,
    state: Mutex<State>,
}

/// Turns are kept in the bucket's own time, which stands still during pauses: to pause is to move
/// all turns that have been given out, without touching any. It also stands still while somebody
/// oversleeps, so that those who wake together do not go together.
struct State {
    /// When the bucket is full again, in the bucket's time.
    full_at: Duration,
    /// Who waits, in the order in which they came.
    tickets: VecDeque<u64>,
    /// As many turns, the first of them first: when the bucket would be full if there were none
    /// after, in the bucket's time.
    turns: VecDeque<Duration>,
    /// The ticket of whoever comes next.
    next_ticket: u64,
    /// How long the bucket's time has stood still, up to the end of the last pause.
    paused: Duration,
    /// When the last pause ends, in the clock's time.
    pause_end: Duration,
    /// The share of the rate that is used: 1 unless the service has asked for less.
    pace: f64,
    /// When the rate was last lowered, in the clock's time.
    lowered_at: Option<Duration>,
}

impl State {
    /// The slowest pace.
    const SLOWEST: f64 = 1.0 / 32.0;
    /// What each success adds.
    const STEP: f64 = 1.0 / 20.0;

    /// The time between two calls at the present pace.
    fn interval(&self, rate: Rate) -> Duration {
        if self.pace >= 1.0 {
            return rate.interval;
        }
        rate.interval.div_f64(self.pace)
    }

    /// The bucket's time.
    fn time(&self, now: Duration) -> Duration {
        now.max(self.pause_end).saturating_sub(self.paused)
    }

    /// When somebody with this turn may go, in the clock's time.
    fn due(&self, turn: Duration, rate: Rate) -> Duration {
        turn.saturating_sub(rate.tolerance())
            .saturating_add(self.paused)
            .max(self.pause_end)
    }

    /// The turn of whoever comes now.
    fn last_turn(&self, now: Duration) -> Duration {
        if self.turns.is_empty() {
            self.full_at.max(self.time(now))
        } else {
            // Those who are before may be late: time that they have overslept fills no bucket.
            self.full_at
        }
    }

    fn join(&mut self, turn: Duration, rate: Rate) -> u64 {
        let ticket = self.next_ticket;
        self.next_ticket += 1;
        self.tickets.push_back(ticket);
        self.turns.push_back(turn);
        self.full_at = turn.saturating_add(self.interval(rate));
        ticket
    }

    /// The turn of somebody who waits.
    fn turn(&self, ticket: u64) -> Option<Duration> {
        let place = self.tickets.binary_search(&ticket).ok()?;
        self.turns.get(place).copied()
    }

    /// Lets somebody go who is due, in the first turn that there is: whoever is before and has
    /// overslept takes the next one.
    fn go(&mut self, ticket: u64, now: Duration, rate: Rate) {
        let Ok(place) = self.tickets.binary_search(&ticket) else {
            return;
        };
        self.tickets.remove(place);
        if let Some(turn) = self.turns.pop_front()
            && !rate.interval.is_zero()
        {
            let overslept = self.time(now).saturating_sub(turn);
            self.paused = self.paused.saturating_add(overslept);
        }
    }

    /// Takes somebody out who waits no longer: those behind move up, and the last turn is free again.
    fn leave(&mut self, ticket: u64) {
        if let Ok(place) = self.tickets.binary_search(&ticket) {
            self.tickets.remove(place);
            if let Some(last) = self.turns.pop_back() {
                self.full_at = last;
            }
        }
    }

    /// Moves the turns of those who wait as far apart as the present pace asks for.
    fn spread(&mut self, rate: Rate) {
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

    /// Whether an answer says something of the present pace.
    fn is_news(&self, sent_at: Duration) -> bool {
        self.lowered_at.is_none_or(|lowered| sent_at > lowered)
    }
}

/// A place among those who wait, left when it is dropped.
struct Place<'b> {
    bucket: &'b TokenBucket,
    ticket: u64,
}

impl Drop for Place<'_> {
    fn drop(&mut self) {
        self.bucket.state().leave(self.ticket);
    }
}

impl TokenBucket {
    /// A full bucket on the system's clock.
    pub fn new(rate: Rate) -> Self {
        Self::with_clock(rate, Arc::new(SystemClock::default()))
    }

    /// A full bucket on a clock of the caller's.
    pub fn with_clock(rate: Rate, clock: Arc<dyn Clock>) -> Self {
        Self {
            rate,
            clock,
            state: Mutex::new(State {
                full_at: Duration::ZERO,
                tickets: VecDeque::new(),
                turns: VecDeque::new(),
                next_ticket: 0,
                paused: Duration::ZERO,
                pause_end: Duration::ZERO,
                pace: 1.0,
                lowered_at: None,
            }),
        }
    }

    pub(crate) fn rate(&self) -> Rate {
        self.rate
    }

    fn state(&self) -> MutexGuard<'_, State> {
        // The state is whole at every moment at which a holder could panic.
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Takes a token, waiting until it is this call's turn; gives how long that took.
    ///
    /// The deadline is a point in time of the bucket's clock.
    ///
    /// # Errors
    ///
    /// [`DeadlineExceeded`] where the turn comes after the deadline: at once where that is known at
    /// once, and no token is taken then; later where a pause puts it off.
    pub fn acquire(&self, deadline: Option<Duration>) -> Result<Duration, DeadlineExceeded> {
        match self.turn(deadline, &CancelToken::new()) {
            Ok(waited) => Ok(waited),
            Err(NoTurn::Late(late)) => Err(late),
            // Nobody else has the token.
            Err(NoTurn::Cancelled) => Err(DeadlineExceeded { wait: Duration::ZERO }),
        }
    }

    /// Takes a token where there is one now and nobody waits for it; gives whether it did.
    ///
    /// ```
    /// use halo_infinite::limiter::{Rate, TokenBucket};
    ///
    /// let bucket = TokenBucket::new(Rate::new(0.1, 2)?);
    /// assert!(bucket.try_acquire() && bucket.try_acquire());
    /// assert!(!bucket.try_acquire()); // not for another ten seconds
    /// # Ok::<(), halo_infinite::ArgumentError>(())
    /// ```
    pub fn try_acquire(&self) -> bool {
        let mut state = self.state();
        let now = self.clock.now();
        let turn = state.last_turn(now);
        if !state.turns.is_empty() || state.due(turn, self.rate) > now {
            return false;
        }
        let ticket = state.join(turn, self.rate);
        state.go(ticket, now, self.rate);
        true
    }

    /// As [`acquire`](Self::acquire), for a wait that can be cancelled.
    pub(crate) fn turn(&self, deadline: Option<Duration>, cancel: &CancelToken) -> Result<Duration, NoTurn> {
        // The time is taken under the lock, so that it never runs backwards from one to the next.
        let mut state = self.state();
        let start = self.clock.now();
        let too_late = |due: Duration| {
            let wait = due.saturating_sub(start);
            (deadline.is_some_and(|deadline| due.max(start) > deadline))
                .then_some(NoTurn::Late(DeadlineExceeded { wait }))
        };
        let turn = state.last_turn(start);
        if let Some(late) = too_late(state.due(turn, self.rate)) {
            return Err(late);
        }
        let place = Place {
            bucket: self,
            ticket: state.join(turn, self.rate),
        };
        drop(state);

        loop {
            if cancel.is_cancelled() {
                return Err(NoTurn::Cancelled);
            }
            let mut state = self.state();
            let due = state.due(state.turn(place.ticket).unwrap_or(turn), self.rate);
            let now = self.clock.now();
            if due <= now {
                state.go(place.ticket, now, self.rate);
                return Ok(now.saturating_sub(start));
            }
            drop(state);
            if let Some(late) = too_late(due) {
                return Err(late);
            }
            self.clock.sleep_until_or_cancelled(due, cancel);
        }
    }

    /// Lets no call go before a point in time of the bucket's clock; those that already wait keep
    /// their order and spacing after it.
    pub fn pause_until(&self, time: Duration) {
        let now = self.clock.now();
        let mut state = self.state();
        let start = now.max(state.pause_end);
        if time > start {
            state.paused = state.paused.saturating_add(time.saturating_sub(start));
            state.pause_end = time;
        }
    }

    /// The service answered "too many requests" to a call that was sent at a point in time of the
    /// bucket's clock: the rate goes down, also for those who wait already.
    pub fn throttled(&self, sent_at: Duration) {
        let now = self.clock.now();
        let mut state = self.state();
        if state.is_news(sent_at) {
            state.pace = (state.pace / 2.0).max(State::SLOWEST);
            state.lowered_at = Some(now);
            state.spread(self.rate);
        }
    }

    /// The service answered as it should to a call that was sent at a point in time of the bucket's
    /// clock: a rate that was lowered goes up again.
    pub fn succeeded(&self, sent_at: Duration) {
        let mut state = self.state();
        if state.pace < 1.0 && state.is_news(sent_at) {
            state.pace = (state.pace + State::STEP).min(1.0);
        }
    }

    /// The share of the rate that is used at present: 1 unless the service has asked for less.
    pub fn pace(&self) -> f64 {
        self.state().pace
    }
}

impl fmt::Debug for TokenBucket {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter
            .debug_struct("TokenBucket")
            .field("rate", &self.rate)
            .finish_non_exhaustive()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const SECOND: Duration = Duration::from_secs(1);

    /// Calls that wait for their turns in a bucket with a call a second.
    fn waiting(bucket: &TokenBucket, count: usize) -> Vec<u64> {
        let mut state = bucket.state();
        let join = |_| {
            let turn = state.last_turn(Duration::ZERO);
            state.join(turn, bucket.rate)
        };
        (0..count).map(join).collect()
    }

    #[test]
    fn the_turns_of_those_who_leave_are_free_again() {
        let bucket = TokenBucket::new(Rate::every(SECOND, 1));
        let tickets = waiting(&bucket, 5);
        let mut state = bucket.state();
        state.leave(tickets[1]);
        // Those behind move up.
        let turns = [0, 2, 3, 4].map(|place| state.turn(tickets[place]));
        assert_eq!(turns, [0, 1, 2, 3].map(|turn| Some(turn * SECOND)));
        assert_eq!(state.last_turn(Duration::ZERO), 4 * SECOND);
        tickets.iter().for_each(|ticket| state.leave(*ticket));
        assert_eq!(state.last_turn(Duration::ZERO), Duration::ZERO);
    }

    #[test]
    fn whoever_waits_is_slowed_down_with_the_others() {
        let bucket = TokenBucket::new(Rate::every(SECOND, 2));
        let tickets = waiting(&bucket, 4);
        bucket.throttled(Duration::ZERO);
        let state = bucket.state();
        let turns: Vec<_> = tickets.iter().map(|ticket| state.turn(*ticket)).collect();
        assert_eq!(turns, [0, 2, 4, 6].map(|turn| Some(turn * SECOND)));
        assert_eq!(state.last_turn(Duration::ZERO), 8 * SECOND);
    }
}
