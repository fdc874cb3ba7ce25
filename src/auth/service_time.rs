//! The services' time of day.

use std::sync::Arc;
use std::sync::atomic::{AtomicI64, Ordering};

use jiff::{SignedDuration, Timestamp};

use crate::sync::Clock;

/// The services' time of day: this machine's, corrected by the `Date` of their responses.
///
/// The services decide when a token expires. A machine's clock can be hours away from theirs.
pub(super) struct ServiceTime {
    clock: Arc<dyn Clock>,
    /// The services' time minus this machine's, in seconds.
    offset: AtomicI64,
}

/// A smaller difference, in seconds, is not corrected: `Date` has whole seconds, and a response takes time.
const TOLERANCE: u64 = 60;

impl ServiceTime {
    /// The time of the services whose clock was ahead of this one by an offset in seconds when it was last
    /// compared; 0 if it never was.
    pub fn new(clock: Arc<dyn Clock>, offset: i64) -> Self {
        Self {
            clock,
            offset: AtomicI64::new(offset),
        }
    }

    /// The services' time of day.
    pub fn now(&self) -> Timestamp {
        let now = self.clock.timestamp();
        now.saturating_add(SignedDuration::from_secs(self.offset()))
            .unwrap_or(now)
    }

    /// The services' time minus this machine's, in seconds.
    pub fn offset(&self) -> i64 {
        self.offset.load(Ordering::Relaxed)
    }

    /// Compares this machine's clock with the `Date` of a response that arrived now. Warns if the difference
    /// has changed.
    pub fn compare(&self, date: Timestamp) {
        let ahead = date
            .as_second()
            .saturating_sub(self.clock.timestamp().as_second());
        let known = self.offset();
        if known.abs_diff(ahead) < TOLERANCE {
            return;
        }
        let measured = match ahead.unsigned_abs() {
            ..TOLERANCE => 0,
            _ => ahead,
        };
        let replaced = self
            .offset
            .compare_exchange(known, measured, Ordering::Relaxed, Ordering::Relaxed);
        let wrong_by = SignedDuration::from_secs(measured).abs();
        match (replaced, measured) {
            // Another thread has compared the clocks at the same time.
            (Err(_), _) => {}
            (Ok(_), 0) => log::info!("this machine's clock agrees with the services' again"),
            (Ok(_), 1..) => log::warn!(
                "this machine's clock is {wrong_by:#} behind the services': set it right; until then, their time is used"
            ),
            (Ok(_), _) => log::warn!(
                "this machine's clock is {wrong_by:#} ahead of the services': set it right; until then, their time is used"
            ),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::time::Duration;

    struct Stopped(Timestamp);

    impl Clock for Stopped {
        fn now(&self) -> Duration {
            Duration::ZERO
        }

        fn sleep_until(&self, _: Duration) {}

        fn timestamp(&self) -> Timestamp {
            self.0
        }
    }

    #[test]
    fn large_differences_are_corrected() {
        let local: Timestamp = "2026-01-02T00:00:00Z".parse().unwrap();
        let time = ServiceTime::new(Arc::new(Stopped(local)), 0);
        let compare = |seconds: i64| {
            time.compare(local + SignedDuration::from_secs(seconds));
            time.offset()
        };
        assert_eq!(compare(59), 0);
        assert_eq!(compare(-59), 0);
        // A difference near the limit is not reported again and again.
        assert_eq!([60, 59, 60, 61, 1].map(compare), [60; 5]);
        assert_eq!(compare(0), 0);
        assert_eq!(compare(-86_400), -86_400);
        assert_eq!(time.now(), "2026-01-01T00:00:00Z".parse().unwrap());
        // The second is not measured exactly: the offset stays the same.
        assert_eq!(compare(-86_401), -86_400);
        assert_eq!(compare(86_400), 86_400);
        assert_eq!(compare(5), 0);
        assert_eq!(time.now(), local);
    }

    #[test]
    fn no_date_is_too_far() {
        for local in [Timestamp::MIN, Timestamp::MAX] {
            for date in [Timestamp::MIN, Timestamp::MAX] {
                let time = ServiceTime::new(Arc::new(Stopped(local)), 0);
                time.compare(date);
                time.now();
            }
        }
        for offset in [i64::MIN, i64::MAX] {
            ServiceTime::new(Arc::new(Stopped(Timestamp::UNIX_EPOCH)), offset).now();
        }
    }
}
