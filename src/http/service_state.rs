//! The state that all requests to one service share.

use std::path::PathBuf;
use std::sync::Arc;
use std::time::Duration;

use super::raw_response::RawResponse;
use super::retry::{Budget, RetryPolicy};
use crate::limiter::{Limit, Rate, SharedFolder};
use crate::sync::{CancelToken, Clock};
use crate::types::{ArgumentError, Service};

/// The limits of each service: the rate, and the retries.
pub(super) struct Limits<'a> {
    pub rate: Rate,
    pub clock: &'a Arc<dyn Clock>,
    pub retries: &'a RetryPolicy,
    /// The folder by which programs share the rates.
    pub shared: Option<&'a PathBuf>,
}

/// The state that all requests to one service share: its rate limit and its budget of retries.
pub(super) struct ServiceState {
    pub service: Service,
    pub limit: Limit,
    pub budget: Budget,
}

impl ServiceState {
    /// Fails if the programs' folder cannot be used.
    pub fn new(service: Service, limits: &Limits) -> Result<Self, ArgumentError> {
        let clock = Arc::clone(limits.clock);
        let limit = match limits.shared {
            None => Limit::new(limits.rate, clock),
            Some(path) => {
                let folder = SharedFolder {
                    path: path.clone(),
                    max_pause: limits.retries.max_pause(),
                };
                let failure = |cause| {
                    let path = path.display();
                    ArgumentError::new(
                        "shared_rate",
                        format!("the folder {path} cannot be used: {cause}"),
                    )
                };
                Limit::shared(limits.rate, clock, &folder, service.name()).map_err(failure)?
            }
        };
        Ok(Self {
            service,
            limit,
            budget: limits.retries.new_budget(),
        })
    }

    /// Learns from a response: how long the service's requests pause, and how fast they go.
    ///
    /// `default_pause` is the pause after 429 without `Retry-After`, or with one that has passed: without a
    /// pause, the next request would be one too many again.
    pub fn learn(
        &self,
        response: &RawResponse,
        sent_at: Duration,
        ended_at: Duration,
        default_pause: Duration,
        max_pause: Duration,
        cancel: &CancelToken,
    ) {
        let is_throttled = response.status == 429;
        let retry_after = response.retry_after.filter(|wait| !wait.is_zero());
        let pause = match retry_after {
            Some(wait) if is_throttled || response.status >= 500 => Some(wait.min(max_pause)),
            _ => is_throttled.then_some(default_pause),
        };
        if let Some(pause) = pause {
            log::info!("{}: all requests pause for {pause:?}", self.service);
            self.limit.pause_until(ended_at.saturating_add(pause), cancel);
        }
        if is_throttled {
            self.limit.throttled(sent_at, cancel);
        } else if response.is_success() {
            self.limit.succeeded(sent_at, cancel);
        }
    }
}
