//! Token buckets.

use std::fmt;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::Duration;

use super::queue::State;
use super::rate::Rate;
use crate::sync::{CancelToken, Clock, SystemClock};

/// The bucket would grant the permit only after the deadline.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("the next permit comes in {wait:?}, after the deadline")]
#[non_exhaustive]
pub struct DeadlineExceeded {
    /// The wait for the permit.
    pub wait: Duration,
}

/// The reason why a request got no permit.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum AcquireError {
    Late(DeadlineExceeded),
    Cancelled,
}

/// A token bucket, shared by threads.
///
/// In any window of time, it grants at most the burst plus the rate times the window, even if waiting
/// threads wake up late, as after the machine slept.
pub struct TokenBucket {
    rate: Rate,
    clock: Arc<dyn Clock>,
    state: Mutex<State>,
}

/// A place in the queue. Dropping it leaves the queue.
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

    /// A full bucket on another clock.
    pub fn with_clock(rate: Rate, clock: Arc<dyn Clock>) -> Self {
        Self {
            rate,
            clock,
            state: Mutex::default(),
        }
    }

    pub(crate) fn rate(&self) -> Rate {
        self.rate
    }

    fn state(&self) -> MutexGuard<'_, State> {
        // The state is consistent at each point at which a holder could panic.
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Waits for a permit. Returns the time waited.
    ///
    /// The deadline is a time of the bucket's clock.
    ///
    /// # Errors
    ///
    /// [`DeadlineExceeded`] if the permit comes after the deadline: at once if that is already known, later
    /// if a pause delays the permit. No permit is taken then.
    pub fn acquire(&self, deadline: Option<Duration>) -> Result<Duration, DeadlineExceeded> {
        match self.acquire_or_cancel(deadline, &CancelToken::new()) {
            Ok(waited) => Ok(waited),
            Err(AcquireError::Late(late)) => Err(late),
            // Nothing can cancel the new token.
            Err(AcquireError::Cancelled) => Err(DeadlineExceeded { wait: Duration::ZERO }),
        }
    }

    /// Takes a permit if one is available and no request is queued. Returns whether it did.
    ///
    /// ```
    /// use halo_infinite::limiter::{Rate, TokenBucket};
    ///
    /// let bucket = TokenBucket::new(Rate::new(0.1, 2)?);
    /// assert!(bucket.try_acquire() && bucket.try_acquire());
    /// assert!(!bucket.try_acquire()); // not for another ten seconds
    /// # Ok::<(), halo_infinite::error::ArgumentError>(())
    /// ```
    pub fn try_acquire(&self) -> bool {
        let mut state = self.state();
        let now = self.clock.now();
        let turn = state.last_turn(now);
        if !state.turns.is_empty() || state.due(turn, self.rate) > now {
            return false;
        }
        let ticket = state.join(turn, self.rate);
        state.grant(ticket, now, self.rate);
        true
    }

    /// As [`acquire`](Self::acquire), with a cancel token.
    pub(crate) fn acquire_or_cancel(
        &self,
        deadline: Option<Duration>,
        cancel: &CancelToken,
    ) -> Result<Duration, AcquireError> {
        // The clock is read under the lock, so that time never runs backwards from one request to the next.
        let mut state = self.state();
        let start = self.clock.now();
        let too_late = |due: Duration| {
            let wait = due.saturating_sub(start);
            (deadline.is_some_and(|deadline| due.max(start) > deadline))
                .then_some(AcquireError::Late(DeadlineExceeded { wait }))
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
                return Err(AcquireError::Cancelled);
            }
            let mut state = self.state();
            let due = state.due(state.turn(place.ticket).unwrap_or(turn), self.rate);
            let now = self.clock.now();
            if due <= now {
                state.grant(place.ticket, now, self.rate);
                return Ok(now.saturating_sub(start));
            }
            drop(state);
            if let Some(late) = too_late(due) {
                return Err(late);
            }
            self.clock.sleep_until_or_cancelled(due, cancel);
        }
    }

    /// Grants no permit before a time of the bucket's clock. Waiting requests keep their order and spacing
    /// after it.
    pub fn pause_until(&self, time: Duration) {
        let now = self.clock.now();
        let mut state = self.state();
        let start = now.max(state.pause_end);
        if time > start {
            state.paused = state.paused.saturating_add(time.saturating_sub(start));
            state.pause_end = time;
        }
    }

    /// Reports that the service responded with 429 to a request that was sent at this time of the bucket's
    /// clock: the rate drops, also for requests that are already waiting.
    pub fn throttled(&self, sent_at: Duration) {
        let now = self.clock.now();
        let mut state = self.state();
        if state.is_news(sent_at) {
            state.pace = (state.pace / 2.0).max(State::SLOWEST);
            state.lowered_at = Some(now);
            state.spread(self.rate);
        }
    }

    /// Reports that the service responded with success to a request that was sent at this time of the
    /// bucket's clock: a lowered rate rises again.
    pub fn succeeded(&self, sent_at: Duration) {
        let mut state = self.state();
        if state.pace < 1.0 && state.is_news(sent_at) {
            state.pace = (state.pace + State::STEP).min(1.0);
        }
    }

    /// The share of the rate in use: 1 unless the service throttled.
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

    /// Requests that wait in a bucket with a permit a second.
    fn waiting(bucket: &TokenBucket, count: usize) -> Vec<u64> {
        let mut state = bucket.state();
        let join = |_| {
            let turn = state.last_turn(Duration::ZERO);
            state.join(turn, bucket.rate)
        };
        (0..count).map(join).collect()
    }

    #[test]
    fn a_request_that_leaves_frees_its_turn() {
        let bucket = TokenBucket::new(Rate::every(SECOND, 1));
        let tickets = waiting(&bucket, 5);
        let mut state = bucket.state();
        state.leave(tickets[1]);
        // The requests behind it move up.
        let turns = [0, 2, 3, 4].map(|place| state.turn(tickets[place]));
        assert_eq!(turns, [0, 1, 2, 3].map(|turn| Some(turn * SECOND)));
        assert_eq!(state.last_turn(Duration::ZERO), 4 * SECOND);
        tickets.iter().for_each(|ticket| state.leave(*ticket));
        assert_eq!(state.last_turn(Duration::ZERO), Duration::ZERO);
    }

    #[test]
    fn throttling_slows_waiting_requests_too() {
        let bucket = TokenBucket::new(Rate::every(SECOND, 2));
        let tickets = waiting(&bucket, 4);
        bucket.throttled(Duration::ZERO);
        let state = bucket.state();
        let turns: Vec<_> = tickets.iter().map(|ticket| state.turn(*ticket)).collect();
        assert_eq!(turns, [0, 2, 4, 6].map(|turn| Some(turn * SECOND)));
        assert_eq!(state.last_turn(Duration::ZERO), 8 * SECOND);
    }
}
