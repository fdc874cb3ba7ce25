//! Attempts as events of `tracing`, within the spans of their requests.

use tracing::span::EnteredSpan;
use tracing::{Level, debug_span, enabled, event};

use super::attempt::Attempt;
use crate::types::Endpoint;

/// The target of the span and the events, for filters.
const TARGET: &str = "halo_infinite";

/// Enters the span of a request, until it is dropped.
pub(crate) fn request_span(endpoint: &'static Endpoint) -> EnteredSpan {
    debug_span!(target: TARGET, "request", %endpoint).entered()
}

/// Whether a subscriber wants events of any level.
pub(super) fn is_on() -> bool {
    enabled!(target: TARGET, Level::INFO)
}

/// Reports an attempt: with the level info if the request is retried, as `log` does, otherwise debug.
pub(super) fn event(attempt: &Attempt) {
    macro_rules! attempt_event {
        ($level:expr) => {
            event!(
                target: TARGET,
                $level,
                endpoint = %attempt.endpoint,
                number = attempt.number,
                outcome = %attempt.outcome,
                status = attempt.outcome.status(),
                waited = attempt.waited.as_secs_f64(),
                took = attempt.took.as_secs_f64(),
                bytes = attempt.bytes,
                from_cache = attempt.from_cache,
                requests_per_second = attempt.requests_per_second,
                account = attempt.account,
                will_retry = attempt.will_retry,
                "attempt"
            )
        };
    }
    match attempt.will_retry {
        true => attempt_event!(Level::INFO),
        false => attempt_event!(Level::DEBUG),
    }
}
