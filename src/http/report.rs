//! The reports of a request on its way through the loop, and of responses from the cache.

use std::time::Duration;

use super::observe::{Attempt, AttemptOutcome};
#[cfg(feature = "cache")]
use super::raw_response::RawResponse;
use super::retry::Outcome;
use super::run::{Run, Unsent};
use super::transport::Transport;
use crate::error::Error;
use crate::types::Endpoint;

// A report is made before the next step, which may change the account, and sent after it.
impl Run<'_> {
    /// The report of an attempt; `None` if nobody observes.
    pub(super) fn report(&self, outcome: &Outcome) -> Option<Attempt> {
        let (outcome, bytes) = match outcome {
            Ok(response) => (AttemptOutcome::Status(response.status), response.body.len()),
            Err(failure) => (AttemptOutcome::Network(failure.kind), 0),
        };
        self.report_sent(outcome, bytes as u64)
    }

    /// Reports an attempt that was cancelled during its exchange.
    pub(super) fn report_interrupted(&self) {
        if let Some(attempt) = self.report_sent(AttemptOutcome::Cancelled, 0) {
            self.transport.observer.report(&attempt);
        }
    }

    fn report_sent(&self, outcome: AttemptOutcome, bytes: u64) -> Option<Attempt> {
        self.transport.observer.is_on().then(|| Attempt {
            number: self.attempts,
            took: self.ended_at.saturating_sub(self.sent_at),
            bytes,
            ..self.report_of(outcome, self.sent_at)
        })
    }

    /// The report of an attempt that was not made; `None` if nobody observes.
    pub(super) fn report_unsent(&self, unsent: &Unsent) -> Option<Attempt> {
        let outcome = match unsent {
            Unsent::Tokens(Error::Cancelled { .. }) | Unsent::Other(Error::Cancelled { .. }) => {
                AttemptOutcome::Cancelled
            }
            Unsent::Tokens(Error::Deadline { .. }) | Unsent::Other(Error::Deadline { .. }) => {
                AttemptOutcome::Deadline
            }
            Unsent::Tokens(_) => AttemptOutcome::NoTokens,
            Unsent::Other(Error::File { .. }) => AttemptOutcome::File,
            // The program is wrong.
            Unsent::Other(_) => return None,
        };
        let is_on = self.transport.observer.is_on();
        is_on.then(|| self.report_of(outcome, self.now()))
    }

    fn report_of(&self, outcome: AttemptOutcome, end_of_wait: Duration) -> Attempt {
        let service = self.service().ok();
        Attempt {
            waited: end_of_wait.saturating_sub(self.reported_until),
            requests_per_second: service.and_then(|service| service.limit.requests_per_second()),
            account: self.source().map(|_| self.choice.account_index()),
            ..Attempt::unsent(self.endpoint, outcome)
        }
    }

    /// Sends a report to the observer. The wait for the next attempt starts at its end.
    pub(super) fn send_report(&mut self, report: Option<Attempt>, will_retry: bool) {
        if let Some(attempt) = report {
            self.reported_until = self
                .reported_until
                .saturating_add(attempt.waited)
                .saturating_add(attempt.took);
            self.transport.observer.report(&Attempt {
                will_retry,
                ..attempt
            });
        }
    }
}

impl Transport {
    /// Reports a request that ended before the loop, without a response.
    pub fn report_unsent(&self, endpoint: &'static Endpoint, outcome: AttemptOutcome) {
        if self.observer.is_on() {
            self.observer.report(&Attempt::unsent(endpoint, outcome));
        }
    }
}

#[cfg(feature = "cache")]
impl Transport {
    /// The clock's time if somebody observes; the clock is not read otherwise.
    pub fn observed_now(&self) -> Duration {
        match self.observer.is_on() {
            true => self.clock.now(),
            false => Duration::ZERO,
        }
    }

    /// Reports a response from the cache, and the time to read it.
    pub fn report_cached(&self, endpoint: &'static Endpoint, response: &RawResponse, took: Duration) {
        if self.observer.is_on() {
            self.observer.report(&Attempt {
                took,
                bytes: response.body.len() as u64,
                from_cache: true,
                ..Attempt::unsent(endpoint, AttemptOutcome::Status(response.status))
            });
        }
    }
}
