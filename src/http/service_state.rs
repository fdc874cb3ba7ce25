//! The state that all requests to one service share.

use std::sync::Arc;
use std::time::Duration;

use super::raw_response::RawResponse;
use super::retry::{Budget, RetryPolicy};
use crate::limiter::{Rate, TokenBucket};
use crate::sync::Clock;
use crate::types::Service;

/// The state that all requests to one service share: its rate limit and its budget of retries.
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

    /// Learns from a response: how long the service's requests pause, and how fast they go.
    ///
    /// `default_pause` is the pause after 429 without `Retry-After`, or with one that has passed: without a
    /// pause, the next request would be one too many again.
    pub fn learn(
        &self,
        response: &RawResponse,
        sent_at: Duration,
        now: Duration,
        default_pause: Duration,
        max_pause: Duration,
    ) {
        let is_throttled = response.status == 429;
        let retry_after = response.retry_after.filter(|wait| !wait.is_zero());
        let pause = match retry_after {
            Some(wait) if is_throttled || response.status >= 500 => Some(wait.min(max_pause)),
            _ => is_throttled.then_some(default_pause),
        };
        if let Some(pause) = pause {
            log::info!("{}: all requests pause for {pause:?}", self.service);
            self.bucket.pause_until(now.saturating_add(pause));
        }
        if is_throttled {
            self.bucket.throttled(sent_at);
        } else if response.is_success() {
            self.bucket.succeeded(sent_at);
        }
    }
}
