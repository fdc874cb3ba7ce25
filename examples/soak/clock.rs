//! Clocks that run fast, so that tokens expire while one waits.

use std::time::{Duration, SystemTime};

use halo_infinite::CancelToken;
use halo_infinite::jiff::{SignedDuration, Timestamp};
use halo_infinite::time::{Clock, SystemClock};

/// The speed of the time of day: an hour takes a minute.
const SPEED: u32 = 60;

/// The fast time of day, which agreed with this machine's at the epoch.
pub fn fast(epoch: SystemTime) -> SystemTime {
    epoch + epoch.elapsed().unwrap_or_default() * SPEED
}

/// A clock with the fast time of day, which is wrong in addition.
pub struct FastClock {
    pub epoch: SystemTime,
    pub ahead: SignedDuration,
    pub waits: SystemClock,
}

impl Clock for FastClock {
    fn now(&self) -> Duration {
        self.waits.now()
    }

    fn sleep_until(&self, time: Duration) {
        self.waits.sleep_until(time);
    }

    fn sleep_until_or_cancelled(&self, time: Duration, cancel: &CancelToken) {
        self.waits.sleep_until_or_cancelled(time, cancel);
    }

    fn timestamp(&self) -> Timestamp {
        let now = Timestamp::try_from(fast(self.epoch)).unwrap_or(Timestamp::MAX);
        now.saturating_add(self.ahead).unwrap_or(now)
    }
}
