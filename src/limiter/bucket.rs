//! Token buckets.

use std::fmt;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::Duration;

use super::level::Turn;
use super::queue::State;
use super::rate::Rate;
use super::record::Moment;
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
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum AcquireError {
    /// The permit would come only after the deadline.
    #[error(transparent)]
    Late(DeadlineExceeded),
    /// The cancel token was cancelled.
    #[error("cancelled")]
    Cancelled,
}

/// A token bucket, shared by threads.
///
/// In any window of time, it grants at most the burst plus the rate times the window, even if waiting
/// threads wake up late, as after the machine slept.
///
/// Requests get their permits in the order of arrival. The thread of the next request waits for the time of
/// its permit on the clock; the threads behind it wait until it has gone. A request that leaves, because it
/// was cancelled or its permit would come too late, takes no permit and delays nobody.
pub struct TokenBucket {
    clock: Arc<dyn Clock>,
    state: Mutex<State>,
}

/// Takes the permit of the request with a ticket. Returns whether it was available.
pub(super) type Take<'t, E> = dyn Fn(u64) -> Result<bool, E> + 't;

/// The shortest sleep of a request that looks after its deadline itself.
const MIN_SLEEP: Duration = Duration::from_millis(1);

/// A place in the queue. Dropping it leaves the queue.
struct Place<'b> {
    bucket: &'b TokenBucket,
    ticket: u64,
}

impl Drop for Place<'_> {
    fn drop(&mut self) {
        let mut state = self.bucket.state();
        state.leave(self.ticket, self.bucket.clock.now());
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
            clock,
            state: Mutex::new(State::new(rate)),
        }
    }

    pub(crate) fn rate(&self) -> Rate {
        self.state().level.rate
    }

    pub(super) fn now(&self) -> Duration {
        self.clock.now()
    }

    /// The rate at the current pace, in requests per second; `None` for no limit.
    pub(crate) fn requests_per_second(&self) -> Option<f64> {
        let interval = self.state().level.interval();
        (!interval.is_zero()).then(|| interval.as_secs_f64().recip())
    }

    // The clock is read under the lock, so that time never runs backwards from one request to the next.
    fn state(&self) -> MutexGuard<'_, State> {
        // The state is consistent at each point at which a holder could panic.
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// The wait of a request that arrives now.
    pub(crate) fn next_wait(&self) -> Duration {
        let state = self.state();
        let now = self.clock.now();
        state.next_turn(now).due.saturating_sub(now)
    }

    /// Waits for a permit. Returns the time waited.
    ///
    /// The deadline is a time of the bucket's clock.
    ///
    /// # Errors
    ///
    /// [`DeadlineExceeded`] if the permit comes after the deadline: at once if that is already known, later
    /// if a pause, a lower rate or a thread that wakes up late delays the permit. No permit is taken then.
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
        let is_available = state.is_idle() && state.next_turn(now).due <= now;
        if is_available {
            state.grant(None, now);
        }
        is_available
    }

    /// As [`acquire`](Self::acquire), with a token that ends the wait at once when it is cancelled.
    ///
    /// On a clock of your own, this needs [`Clock::sleep_until_or_cancelled`].
    ///
    /// # Errors
    ///
    /// [`AcquireError::Cancelled`], also if the permit would come too late, and [`AcquireError::Late`] as for
    /// [`acquire`](Self::acquire). No permit is taken then.
    pub fn acquire_or_cancel(
        &self,
        deadline: Option<Duration>,
        cancel: &CancelToken,
    ) -> Result<Duration, AcquireError> {
        self.acquire_by(deadline.unwrap_or(Duration::MAX), cancel, None)
    }

    /// As [`acquire_or_cancel`](Self::acquire_or_cancel), with another way to take a permit: a function of a request's
    /// ticket, which is called at the time of its permit if it is the first in the queue.
    pub(super) fn acquire_by<E: From<AcquireError>>(
        &self,
        deadline: Duration,
        cancel: &CancelToken,
        take: Option<&Take<E>>,
    ) -> Result<Duration, E> {
        // Before the deadline: a program that cancels expects to read that, late or not.
        if cancel.is_cancelled() {
            return Err(AcquireError::Cancelled.into());
        }
        let mut state = self.state();
        let start = self.clock.now();
        let late = |turn: Turn| {
            let wait = turn.due.saturating_sub(start);
            (turn.due > deadline).then_some(AcquireError::Late(DeadlineExceeded { wait }))
        };
        let turn = state.next_turn(start);
        if let Some(late) = late(turn) {
            return Err(late.into());
        }
        if take.is_none() && turn.is_next && turn.due <= start {
            state.grant(None, start);
            return Ok(Duration::ZERO);
        }
        let place = Place {
            bucket: self,
            ticket: state.join(deadline),
        };
        drop(state);

        loop {
            if cancel.is_cancelled() {
                return Err(AcquireError::Cancelled.into());
            }
            let mut state = self.state();
            let now = self.clock.now();
            let turn = state.turn(place.ticket, now);
            if let Some(late) = late(turn) {
                return Err(late.into());
            }
            match take {
                None if turn.due <= now => {
                    state.grant(Some(place.ticket), now);
                    return Ok(now.saturating_sub(start));
                }
                Some(take) if turn.is_next && turn.due <= now => {
                    drop(state);
                    if take(place.ticket)? {
                        return Ok(self.clock.now().saturating_sub(start));
                    }
                    continue;
                }
                _ => {}
            }
            let wake = cancel.child();
            let end = if turn.is_next { turn.due } else { Duration::MAX };
            state.sleep(place.ticket, end, wake.clone());
            drop(state);
            if turn.is_next {
                self.clock.sleep_until_or_cancelled(turn.due, &wake);
            } else if take.is_some() {
                // The request before it may be taking its permit for longer than this one has time.
                let time_left = deadline.saturating_sub(now);
                wake.wait(time_left.max(MIN_SLEEP));
            } else {
                // Ends no later than this request is the next one, or would be too late: the requests
                // before it wake it when they go or leave, and so does each delay.
                wake.wait(Duration::MAX);
            }
        }
    }

    /// Changes the state, at this moment.
    pub(super) fn update<T>(&self, change: impl FnOnce(&mut State, Moment) -> T) -> T {
        let mut state = self.state();
        // The time of day comes last: a thread that is interrupted in between takes the times of other programs for
        // earlier ones, and looks again, instead of waiting too long.
        let now = self.clock.now();
        let timestamp = self.clock.timestamp();
        change(&mut state, Moment { now, timestamp })
    }

    /// Grants no permit before a time of the bucket's clock. Waiting requests keep their order and spacing
    /// after it.
    pub fn pause_until(&self, time: Duration) {
        let mut state = self.state();
        state.pause_until(time, self.clock.now());
    }

    /// Reports that the service responded with 429 to a request that was sent at this time of the bucket's
    /// clock: the rate drops, also for requests that are already waiting.
    pub fn throttled(&self, sent_at: Duration) {
        let mut state = self.state();
        state.throttled(sent_at, self.clock.now());
    }

    /// Reports that the service responded with success to a request that was sent at this time of the
    /// bucket's clock: a lowered rate rises again, also for requests that are already waiting.
    pub fn succeeded(&self, sent_at: Duration) {
        let mut state = self.state();
        state.succeeded(sent_at, self.clock.now());
    }

    /// The share of the rate in use: 1 unless the service throttled.
    pub fn pace(&self) -> f64 {
        self.state().level.pace
    }

    /// The number of requests that wait for a permit.
    pub fn waiting(&self) -> usize {
        self.state().waiting()
    }
}

impl fmt::Debug for TokenBucket {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter
            .debug_struct("TokenBucket")
            .field("rate", &self.rate())
            .finish_non_exhaustive()
    }
}
