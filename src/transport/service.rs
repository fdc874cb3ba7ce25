//! What all calls to one service share.

use std::sync::Arc;
use std::time::Duration;

use crate::clock::Clock;
use crate::environment::Service;
use crate::limiter::{Rate, TokenBucket};
use crate::retry::{Budget, RetryPolicy};

use super::Answer;

/// What all calls to one service share: its rate limit and its budget of further tries.
pub(super) struct ServiceState {
    pub service: Service,
    pub bucket: TokenBucket,
    pub budget: Budget,
}

impl ServiceState {
    pub fn new(service: Service, rate: Rate, clock: &Arc<dyn Clock>, retries: &RetryPolicy) -> Self {
        Self {
            service,
            bucket: TokenBucket::with_clock(rate, Arc::clone(clock)),
            budget: retries.new_budget(),
        }
    }

    /// Learns from an answer to a call that was sent at a point in time: what all calls to the service
    /// have to wait for, and how fast they may go.
    ///
    /// `pause` is how long they rest after 429 without `Retry-After`, or with one that has passed: at once
    /// it would be too much again.
    pub fn learn(&self, answer: &Answer, sent_at: Duration, now: Duration, pause: Duration, cap: Duration) {
        let is_throttled = answer.status == 429;
        let said = answer.retry_after.filter(|wait| !wait.is_zero());
        let rest = match said {
            Some(wait) if is_throttled || answer.status >= 500 => Some(wait.min(cap)),
            _ => is_throttled.then_some(pause),
        };
        if let Some(rest) = rest {
            log::info!("{}: all calls rest for {rest:?}", self.service);
            self.bucket.pause_until(now.saturating_add(rest));
        }
        if is_throttled {
            self.bucket.throttled(sent_at);
        } else if answer.is_success() {
            self.bucket.succeeded(sent_at);
        }
    }
}
