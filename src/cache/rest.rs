//! Rests of the cache after a failure.

use std::sync::{Mutex, PoisonError};

use jiff::{SignedDuration, Timestamp};

/// Length of a rest.
const LENGTH: SignedDuration = SignedDuration::from_secs(60);

/// A rest after a failure that is likely to last: a process that hangs with a lock, a full disk. Without it,
/// every request would wait for the lock again, and log the same failure.
#[derive(Debug, Default)]
pub(super) struct Rest(Mutex<Option<Timestamp>>);

impl Rest {
    /// Starts a rest. Returns false if one lasts already.
    pub fn start(&self, now: Timestamp) -> bool {
        let mut start = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        let is_new = !start.is_some_and(|start| lasts(start, now));
        if is_new {
            *start = Some(now);
        }
        is_new
    }

    /// Whether a rest lasts at this time.
    pub fn lasts(&self, now: Timestamp) -> bool {
        let start = *self.0.lock().unwrap_or_else(PoisonError::into_inner);
        start.is_some_and(|start| lasts(start, now))
    }
}

/// The clock may have been set back since the start.
fn lasts(start: Timestamp, now: Timestamp) -> bool {
    now.duration_since(start).abs() < LENGTH
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_rest_ends_after_a_minute_even_if_the_clock_is_set_back() {
        let rest = Rest::default();
        let time = |second: i64| Timestamp::from_second(1_700_000_000 + second).unwrap();
        assert!(!rest.lasts(time(0)));
        assert!(rest.start(time(0)) && !rest.start(time(1)));
        assert!([-59, -1, 0, 1, 59].iter().all(|second| rest.lasts(time(*second))));
        assert!([-60, 60, 100_000].iter().all(|second| !rest.lasts(time(*second))));
        assert!(!rest.lasts(Timestamp::MIN) && !rest.lasts(Timestamp::MAX));
    }
}
