//! The time after an attempt: return, retry, or go on with another token or account.

use std::time::Duration;

use super::look_out::LookOut;
use super::raw_response::RawResponse;
use super::retry::{self, Outcome, is_throttled};
use super::run::{Next, Run};
use crate::error::Error;
use crate::types::RequiredCredentials;

impl Run<'_> {
    /// Decides the step after an attempt.
    pub(super) fn next_step(&mut self, outcome: &Outcome) -> Next {
        if outcome.as_ref().is_ok_and(RawResponse::is_success) {
            return Next::Finish;
        }
        if let Some(at) = self.next_look(outcome) {
            return Next::Retry { at };
        }
        if self.gets_another_token(outcome) {
            log::info!("{}: retrying with another token", self.endpoint);
            return Next::AnotherToken;
        }
        if self.gets_another_account(outcome) {
            return Next::AnotherAccount;
        }
        let now = self.now();
        let policy = &self.transport.retries;
        let attempts = self.attempts - self.choice.moves;
        let wait = retry::decide(policy, self.endpoint.is_idempotent(), outcome, attempts);
        if is_throttled(outcome) {
            // All accounts wait now: the first one to go takes the request.
            self.choice.choose_first(now);
        }
        let at = wait
            .map(|wait| now.saturating_add(wait))
            .filter(|at| *at < self.deadline);
        let Some(at) = at else {
            return Next::Finish;
        };
        // After 429, the service's pause limits the retries.
        if !is_throttled(outcome) {
            if !self.service().is_ok_and(|service| service.budget.take()) {
                log::info!("{}: no retry, too many requests have failed", self.endpoint);
                return Next::Finish;
            }
            self.retries += 1;
        }
        let problem = match outcome {
            Ok(response) => format!("status {}", response.status),
            Err(failure) => failure.cause.to_string(),
        };
        log::info!(
            "{}: {problem}, retrying in {:?}",
            self.endpoint,
            at.saturating_sub(now)
        );
        Next::Retry { at }
    }

    /// The time of the next attempt if the data is not available yet, and the request may wait longer for it.
    ///
    /// The service is well, so this retry takes nothing from the budget, and the next attempt counts as the first one
    /// of a new request.
    fn next_look(&mut self, outcome: &Outcome) -> Option<Duration> {
        let response = outcome.as_ref().ok().filter(|response| response.status == 404)?;
        let wait = self.options.availability.wait(self.endpoint);
        if wait.is_zero() {
            return None;
        }
        let now = self.now();
        if self.look_out.is_none() {
            // Otherwise the deadline would cut the wait.
            self.deadline = self.deadline.saturating_add(wait);
        }
        let look_out = self.look_out.get_or_insert_with(|| LookOut::new(now, wait));
        let at = look_out.next(now, response.retry_after)?;
        log::debug!("{}: not available yet, retrying in {:?}", self.endpoint, at - now);
        self.choice.moves = self.attempts;
        self.choice.has_another_token = false;
        self.choice.choose_first(now);
        Some(at)
    }

    /// Whether the service refused the token, and another one can be had: once for each request and account.
    fn gets_another_token(&mut self, outcome: &Outcome) -> bool {
        let is_refused = outcome.as_ref().is_ok_and(|response| response.status == 401);
        let (true, false, Some(source), Some(token)) = (
            is_refused,
            self.choice.has_another_token,
            self.source(),
            self.secrets.first(),
        ) else {
            return false;
        };
        self.choice.has_another_token = match self.prepared.credentials {
            RequiredCredentials::XboxLive => source.xbox_refused(token),
            _ => source.refused(token),
        };
        self.choice.has_another_token
    }

    /// Whether the service refused or throttled this account, and another one can go on: each once.
    fn gets_another_account(&mut self, outcome: &Outcome) -> bool {
        let now = self.now();
        let has_left = match outcome.as_ref().map_or(0, |response| response.status) {
            401 if self.needs_credentials => self.choice.leave_failed(true, now),
            429 => self.choice.leave_throttled(now),
            _ => false,
        };
        if has_left {
            log::info!("{}: going on with another account", self.endpoint);
            self.choice.moves += 1;
        }
        has_left
    }

    /// Whether another account can go on, since this one's tokens failed.
    pub(super) fn leaves_account(&mut self, error: &Error) -> bool {
        let now = self.now();
        if matches!(error, Error::Cancelled { .. }) || now >= self.deadline {
            return false;
        }
        // Credentials that never have a kind of token are still good for other requests.
        let rests = !matches!(error, Error::Argument(_));
        let is_left = self.choice.leave_failed(rests, now);
        if is_left {
            log::warn!("{}: going on with another account: {error}", self.endpoint);
        }
        is_left
    }
}
