//! Time, which tests can take into their own hands.

use std::time::{Duration, Instant};

use jiff::Timestamp;

use crate::cancel::CancelToken;

/// Tells the time and waits for it.
///
/// Limits and waits are measured in durations since an origin of the clock's own choice, which
/// never run backwards; the expiry of tokens by the time of day.
pub trait Clock: Send + Sync {
    /// The time since the clock's origin.
    fn now(&self) -> Duration;

    /// Waits until as long after the clock's origin, or longer.
    fn sleep_until(&self, time: Duration);

    /// As [`sleep_until`](Self::sleep_until), but ends early when the token is cancelled. A clock that
    /// really waits should wait with [`CancelToken::wait`]; this default looks at the token once.
    fn sleep_until_or_cancelled(&self, time: Duration, cancel: &CancelToken) {
        if !cancel.is_cancelled() {
            self.sleep_until(time);
        }
    }

    /// The time of day.
    fn timestamp(&self) -> Timestamp {
        Timestamp::now()
    }
}

/// The system's clocks.
#[derive(Debug, Clone, Copy)]
pub struct SystemClock(Instant);

impl Default for SystemClock {
    fn default() -> Self {
        Self(Instant::now())
    }
}

impl Clock for SystemClock {
    fn now(&self) -> Duration {
        self.0.elapsed()
    }

    fn sleep_until(&self, time: Duration) {
        std::thread::sleep(time.saturating_sub(self.now()));
    }

    fn sleep_until_or_cancelled(&self, time: Duration, cancel: &CancelToken) {
        cancel.wait(time.saturating_sub(self.now()));
    }
}
