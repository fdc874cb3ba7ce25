//! Retries: the policy, the classification of outcomes, the budget, `Retry-After`, jitter.
//!
//! [`decide`] puts them together for one outcome. The loop that asks it is in `http/run.rs`.

mod budget;
mod classify;
pub(crate) mod jitter;
mod policy;
mod retry_after;

use std::time::Duration;

pub(crate) use budget::Budget;
pub(crate) use classify::{Outcome, is_throttled};
pub use policy::RetryPolicy;
pub(crate) use retry_after::retry_after;

use classify::is_worth_a_retry;

/// Decides whether another attempt follows, and how long to wait before it; `None` if none follows.
pub(super) fn decide(
    policy: &RetryPolicy,
    is_idempotent: bool,
    outcome: &Outcome,
    attempts: u32,
) -> Option<Duration> {
    if !is_worth_a_retry(is_idempotent, outcome) || !policy.allows_retry(attempts) {
        return None;
    }
    let retry_after = outcome.as_ref().ok().and_then(|response| response.retry_after);
    if retry_after.is_some_and(|wait| wait > policy.retry_after_cap()) {
        return None;
    }
    if is_throttled(outcome) {
        // The service's pause, which holds back all its requests, is the wait.
        return Some(Duration::ZERO);
    }
    let backoff = jitter::up_to(policy.backoff(attempts));
    Some(backoff.max(retry_after.unwrap_or_default()))
}
