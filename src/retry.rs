//! How often a call is tried, and how long is waited in between.

use std::sync::{Mutex, PoisonError};
use std::time::Duration;

/// How often a call is tried, and how long is waited in between.
///
/// Every call of a service is a GET, which can be made again without harm. It is made again, 3 times
/// in all by default,
///
/// - when the connection could not be made, was lost before or within the answer, or timed out
///   before the answer began; when the answer's compression is damaged,
/// - when the service answered 500, 502, 503 or 504,
/// - when it answered 429: then all calls to the service, of all threads, pause for as long as
///   `Retry-After` says, and its [rate](crate::limiter) goes down for a while.
///
/// The steps of the sign-in chain that are POSTs are made again only when nothing of them was sent,
/// or when the service said to try again: with 429, or with `Retry-After`.
///
/// Between two tries passes a random time, at most half a second, doubled with each try, and at most 20
/// seconds; longer where `Retry-After` says so. A budget for each service keeps many calls from
/// multiplying an outage: see [`budget`](Self::budget). Every try waits for the rate limit.
///
/// [`Response::attempts`](crate::Response::attempts) tells how many tries a call took; each further
/// try is logged at level info.
///
/// ```
/// use halo_infinite::{Client, RetryPolicy};
/// use std::time::Duration;
///
/// let patient = RetryPolicy::new().tries(6).backoff(Duration::from_secs(1), Duration::from_secs(60));
/// let client = Client::builder().tokens("SPARTAN_TOKEN", "CLEARANCE_TOKEN").retries(patient).build()?;
/// let impatient = Client::builder().tokens("SPARTAN_TOKEN", "CLEARANCE_TOKEN").no_retries().build()?;
/// # Ok::<(), halo_infinite::Error>(())
/// ```
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct RetryPolicy {
    tries: u32,
    first_backoff: Duration,
    longest_backoff: Duration,
    longest_retry_after: Duration,
    budget: u32,
}

impl Default for RetryPolicy {
    fn default() -> Self {
        Self {
            tries: 3,
            first_backoff: Duration::from_millis(500),
            longest_backoff: Duration::from_secs(20),
            longest_retry_after: Duration::from_secs(300),
            budget: 20,
        }
    }
}

impl RetryPolicy {
    /// The default policy.
    pub fn new() -> Self {
        Self::default()
    }

    /// Each call is tried once.
    pub fn none() -> Self {
        Self::new().tries(1)
    }

    /// How often a call is tried at most, the first time included: 3 by default. 0 is taken for 1.
    #[must_use]
    pub fn tries(self, tries: u32) -> Self {
        Self { tries, ..self }
    }

    /// The longest wait before the second try, and the longest before any; half a second and 20
    /// seconds by default. The wait itself is random, up to that ("full jitter").
    #[must_use]
    pub fn backoff(self, first: Duration, longest: Duration) -> Self {
        Self {
            first_backoff: first,
            longest_backoff: longest,
            ..self
        }
    }

    /// The longest `Retry-After` that is waited for: 5 minutes by default. A call that is told to wait
    /// for longer fails at once; calls to its service pause for this long.
    #[must_use]
    pub fn longest_retry_after(self, longest: Duration) -> Self {
        Self {
            longest_retry_after: longest,
            ..self
        }
    }

    /// How many calls to one service may be tried again before others have succeeded: 20 by default.
    /// Where that many have failed, further failures are reported at once. A call that succeeds after
    /// further tries gives those back, and every fifth that succeeds at once gives back one.
    ///
    /// Tries after 429 take nothing from it: the pause alone keeps them in bounds.
    #[must_use]
    pub fn budget(self, tries: u32) -> Self {
        Self {
            budget: tries,
            ..self
        }
    }

    /// Whether another try may follow after so many.
    pub(crate) fn allows_another(&self, attempts: u32) -> bool {
        attempts < self.tries
    }

    /// The longest wait after so many tries.
    pub(crate) fn longest_wait(&self, attempts: u32) -> Duration {
        let doublings = attempts.saturating_sub(1).min(31);
        self.first_backoff
            .saturating_mul(1 << doublings)
            .min(self.longest_backoff)
    }

    pub(crate) fn retry_after_cap(&self) -> Duration {
        self.longest_retry_after
    }

    pub(crate) fn new_budget(&self) -> Budget {
        let capacity = self.budget.saturating_mul(Budget::RETRY);
        Budget {
            capacity,
            left: Mutex::new(capacity),
        }
    }
}

/// What a service's calls have left for further tries.
#[derive(Debug)]
pub(crate) struct Budget {
    capacity: u32,
    left: Mutex<u32>,
}

impl Budget {
    /// What a further try costs; a success at once gives back 1.
    const RETRY: u32 = 5;

    /// Takes a further try; gives whether there was one left.
    pub fn take(&self) -> bool {
        let mut left = self.left.lock().unwrap_or_else(PoisonError::into_inner);
        let rest = left.checked_sub(Self::RETRY);
        *left = rest.unwrap_or(*left);
        rest.is_some()
    }

    /// A call succeeded after so many further tries.
    pub fn give_back(&self, tries: u32) {
        let returned = tries.saturating_mul(Self::RETRY).max(1);
        let mut left = self.left.lock().unwrap_or_else(PoisonError::into_inner);
        *left = left.saturating_add(returned).min(self.capacity);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn waits_double_up_to_the_longest() {
        let policy = RetryPolicy::new();
        let waits = [1, 2, 3, 6, 7, 1000].map(|attempts| policy.longest_wait(attempts));
        assert_eq!(
            waits,
            [500, 1000, 2000, 16_000, 20_000, 20_000].map(Duration::from_millis)
        );
        let endless = policy.backoff(Duration::MAX, Duration::MAX);
        assert_eq!(endless.longest_wait(9), Duration::MAX);
    }

    #[test]
    fn the_budget_ends_and_comes_back_with_success() {
        let budget = RetryPolicy::new().budget(2).new_budget();
        assert!(budget.take() && budget.take());
        assert!(!budget.take());
        for _ in 0..Budget::RETRY {
            assert!(!budget.take());
            budget.give_back(0);
        }
        assert!(budget.take());
        budget.give_back(1);
        assert!(budget.take());
        (0..100).for_each(|_| budget.give_back(3));
        assert!(budget.take() && budget.take() && !budget.take());
    }

    #[test]
    fn none_is_one_try() {
        assert!(!RetryPolicy::none().allows_another(1));
        assert!(!RetryPolicy::new().tries(0).allows_another(1));
        assert!(RetryPolicy::new().allows_another(2) && !RetryPolicy::new().allows_another(3));
    }
}
