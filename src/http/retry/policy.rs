//! The retry policy: attempts, backoff, budget.

use std::time::Duration;

use super::budget::Budget;

/// The number of attempts of a request, and the waits between them.
///
/// A request that may be sent twice without harm ([`Endpoint::is_idempotent`]: every GET, PUT and DELETE, and others marked so)
/// is retried, with 3 attempts in all by default,
///
/// - if the connection could not be made, was lost before or within the response, or timed out before the
///   response began; if the response's compression is damaged,
/// - if the service responds with 408, 500, 502, 503 or 504,
/// - if the service responds with 429: then all requests to the service, from all threads, pause for the
///   time of `Retry-After`, and the [rate](crate::limiter) drops for a while.
///
/// Other requests, such as the POSTs of the sign-in chain, are retried only if nothing of them was sent,
/// or if the service requests a retry: with 429, or with `Retry-After`.
///
/// The wait before a retry is random ("full jitter"): at most half a second, doubled for each retry, and
/// at most 20 seconds; longer if `Retry-After` says so. A budget for each service keeps retries from
/// multiplying an outage: see [`budget`](Self::budget). Every attempt needs a permit of the rate limiter.
///
/// [`Response::attempts`](crate::Response::attempts) returns the number of attempts. Each retry is logged
/// at level info.
///
/// ```
/// use halo_infinite::{Client, RetryPolicy};
/// use std::time::Duration;
///
/// let patient = RetryPolicy::new().max_attempts(6).max_backoff(Duration::from_secs(60));
/// let client = Client::builder().tokens("SPARTAN_TOKEN", "CLEARANCE_TOKEN").retries(patient).build()?;
/// let impatient = Client::builder().tokens("SPARTAN_TOKEN", "CLEARANCE_TOKEN").no_retries().build()?;
/// # Ok::<(), halo_infinite::Error>(())
/// ```
///
/// [`Endpoint::is_idempotent`]: crate::types::Endpoint::is_idempotent
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct RetryPolicy {
    max_attempts: u32,
    initial_backoff: Duration,
    max_backoff: Duration,
    max_retry_after: Duration,
    budget: u32,
}

impl Default for RetryPolicy {
    fn default() -> Self {
        Self {
            max_attempts: 3,
            initial_backoff: Duration::from_millis(500),
            max_backoff: Duration::from_secs(20),
            max_retry_after: Duration::from_secs(300),
            budget: 20,
        }
    }
}

impl RetryPolicy {
    /// The default policy.
    pub fn new() -> Self {
        Self::default()
    }

    /// No retries: one attempt for each request.
    pub fn none() -> Self {
        Self::new().max_attempts(1)
    }

    /// Maximum number of attempts, including the first. Defaults to 3; 0 means 1.
    #[must_use]
    pub fn max_attempts(self, attempts: u32) -> Self {
        Self {
            max_attempts: attempts,
            ..self
        }
    }

    /// Maximum wait before the first retry; it doubles for each further one. Defaults to half a second.
    #[must_use]
    pub fn initial_backoff(self, backoff: Duration) -> Self {
        Self {
            initial_backoff: backoff,
            ..self
        }
    }

    /// Maximum wait before any retry. Defaults to 20 seconds.
    #[must_use]
    pub fn max_backoff(self, backoff: Duration) -> Self {
        Self {
            max_backoff: backoff,
            ..self
        }
    }

    /// Maximum `Retry-After` to wait for. Defaults to 5 minutes.
    ///
    /// If `Retry-After` is longer, the request fails at once, and the service's other requests pause for this
    /// long.
    #[must_use]
    pub fn max_retry_after(self, max: Duration) -> Self {
        Self {
            max_retry_after: max,
            ..self
        }
    }

    /// Maximum number of retries for one service before other requests to it have succeeded. Defaults
    /// to 20.
    ///
    /// When the budget is used up, failures are reported at once. A success after retries refunds them, and
    /// five successes without retries refund one. Retries after 429 take nothing from the budget: the pause
    /// limits them.
    #[must_use]
    pub fn budget(self, retries: u32) -> Self {
        Self {
            budget: retries,
            ..self
        }
    }

    pub(crate) fn allows_retry(&self, attempts: u32) -> bool {
        attempts < self.max_attempts
    }

    /// The longest wait after this many attempts.
    pub(crate) fn backoff(&self, attempts: u32) -> Duration {
        let doublings = attempts.saturating_sub(1).min(31);
        self.initial_backoff
            .saturating_mul(1 << doublings)
            .min(self.max_backoff)
    }

    pub(crate) fn retry_after_cap(&self) -> Duration {
        self.max_retry_after
    }

    /// The longest pause of a service: as `Retry-After` says, or a backoff if it says nothing.
    pub(crate) fn max_pause(&self) -> Duration {
        self.max_retry_after.max(self.max_backoff)
    }

    pub(crate) fn new_budget(&self) -> Budget {
        Budget::new(self.budget)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn backoff_doubles_up_to_the_maximum() {
        let policy = RetryPolicy::new();
        let waits = [1, 2, 3, 6, 7, 1000].map(|attempts| policy.backoff(attempts));
        assert_eq!(
            waits,
            [500, 1000, 2000, 16_000, 20_000, 20_000].map(Duration::from_millis)
        );
        let endless = policy.initial_backoff(Duration::MAX).max_backoff(Duration::MAX);
        assert_eq!(endless.backoff(9), Duration::MAX);
    }

    #[test]
    fn the_first_attempt_counts() {
        assert!(!RetryPolicy::none().allows_retry(1));
        assert!(!RetryPolicy::new().max_attempts(0).allows_retry(1));
        assert!(RetryPolicy::new().allows_retry(2) && !RetryPolicy::new().allows_retry(3));
    }
}
