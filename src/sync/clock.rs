//! Time, which tests can take into their own hands.

use std::time::{Duration, Instant};

use jiff::Timestamp;

use crate::sync::cancel::CancelToken;

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
        self.sleep_until_or_cancelled(time, &CancelToken::new());
    }

    fn sleep_until_or_cancelled(&self, time: Duration, cancel: &CancelToken) {
        /// Systems wake sleepers up a little late, some 0.1 ms on Linux. A bucket never makes up for
        /// what is lost by that, so the last moment is waited for awake.
        const AWAKE: Duration = Duration::from_micros(200);
        if cancel.wait(time.saturating_sub(AWAKE).saturating_sub(self.now())) {
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
    fn nobody_wakes_up_too_early() {
        let clock = SystemClock::default();
        for wait in [0, 10, 150, 300, 2_000].map(Duration::from_micros) {
            let time = clock.now() + wait;
            clock.sleep_until(time);
            assert!(clock.now() >= time, "{wait:?}");
        }
    }

    #[test]
    fn the_last_moment_can_be_cancelled_too() {
        let cancel = CancelToken::new();
        cancel.cancel();
        SystemClock::default().sleep_until_or_cancelled(Duration::MAX, &cancel);
    }
}
