//! Clocks, which tests can replace.

use std::time::{Duration, Instant};

use jiff::Timestamp;

use super::cancel::CancelToken;

/// A source of time, which can also wait.
///
/// Rate limits and waits use the time since the clock's origin, which may be any moment; this time never
/// runs backwards. The expiry of tokens uses the time of day.
pub trait Clock: Send + Sync {
    /// The time since the clock's origin.
    fn now(&self) -> Duration;

    /// Waits until this time since the clock's origin, or longer.
    fn sleep_until(&self, time: Duration);

    /// As [`sleep_until`](Self::sleep_until), but returns early if the token is cancelled.
    ///
    /// The default checks the token only once, before it waits. A clock that waits in real time should use
    /// [`CancelToken::wait`].
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
        self.sleep_until_or_cancelled(time, &CancelToken::new());
    }

    fn sleep_until_or_cancelled(&self, time: Duration, cancel: &CancelToken) {
        /// Systems wake threads a little late, about 0.1 ms on Linux. A bucket never recovers that time, so
        /// the thread spins at the end of a wait.
        const SPIN: Duration = Duration::from_micros(200);
        if cancel.wait(time.saturating_sub(SPIN).saturating_sub(self.now())) {
            return;
        }
        while self.now() < time && !cancel.is_cancelled() {
            std::thread::yield_now();
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn no_wait_ends_early() {
        let clock = SystemClock::default();
        for wait in [0, 10, 150, 300, 2_000].map(Duration::from_micros) {
            let time = clock.now() + wait;
            clock.sleep_until(time);
            assert!(clock.now() >= time, "{wait:?}");
        }
    }

    #[test]
    fn a_cancelled_wait_does_not_spin() {
        let cancel = CancelToken::new();
        cancel.cancel();
        SystemClock::default().sleep_until_or_cancelled(Duration::MAX, &cancel);
    }
}
