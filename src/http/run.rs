//! The loop of a request: account, permit, credentials, attempt, retry.

use std::sync::Arc;
use std::time::Duration;

use ureq::http::{HeaderName, Request, header};

use super::account::Choice;
use super::attempt::attempt;
use super::call_options::CallOptions;
use super::credentials::{CallContext, Credentials};
use super::failure::Failure;
use super::prepared_request::{CLEARANCE, PreparedRequest, SPARTAN_TOKEN, secret_header};
use super::raw_response::RawResponse;
use super::retry::{self, Outcome, is_throttled};
use super::service_state::ServiceState;
use super::transport::Transport;
use crate::error::Error;
use crate::limiter::AcquireError;
use crate::types::{ArgumentError, Endpoint, RequiredCredentials, Secret};

impl Transport {
    /// As [`send_within`](Self::send_within), with the options of the settings.
    pub fn send(&self, prepared: &PreparedRequest) -> Result<RawResponse, Error> {
        self.send_within(prepared, &self.options)
    }

    /// Sends a request and returns the complete response, with any status.
    ///
    /// Retries by the [policy](retry); if the service refuses the token and another one can be had, sends the request
    /// once more with that. If an account has no usable tokens, or the service throttles it, the request goes on with
    /// another account. If all wait, it waits for the first.
    pub fn send_within(
        &self,
        prepared: &PreparedRequest,
        options: &CallOptions,
    ) -> Result<RawResponse, Error> {
        let mut run = Run::new(self, prepared, options)?;
        let mut last: Option<Outcome> = None;
        loop {
            let request = match run.authorized_request() {
                Ok(request) => request,
                Err(Unsent::Tokens(error)) if run.leaves_account(&error) => continue,
                Err(Unsent::Tokens(error) | Unsent::Other(error)) => match (error, last) {
                    // The last outcome says more than that there is no time for another attempt.
                    (Error::Deadline { .. }, Some(outcome)) => return run.finish(outcome),
                    (error, _) => return Err(error),
                },
            };
            let outcome = run.attempt(request);
            run.learn(&outcome);
            match run.next_step(&outcome) {
                Next::Finish => return run.finish(outcome),
                Next::AnotherToken | Next::AnotherAccount => {}
                Next::Retry { at } => self.clock.sleep_until_or_cancelled(at, &options.cancel),
            }
            last = Some(outcome);
        }
    }
}

/// The step after an attempt.
enum Next {
    /// Return the outcome.
    Finish,
    /// Send the request again with another token.
    AnotherToken,
    /// Send the request again with another account.
    AnotherAccount,
    /// Send the request again at this time.
    Retry { at: Duration },
}

/// The reason why an attempt was not made.
enum Unsent {
    /// The account has no tokens for it.
    Tokens(Error),
    Other(Error),
}

impl From<ArgumentError> for Unsent {
    fn from(error: ArgumentError) -> Self {
        Self::Other(error.into())
    }
}

/// A request on its way through the loop.
struct Run<'a> {
    transport: &'a Transport,
    prepared: &'a PreparedRequest,
    options: &'a CallOptions,
    endpoint: &'static Endpoint,
    request: Request<()>,
    needs_credentials: bool,
    choice: Choice<'a>,
    deadline: Duration,
    /// The secrets that were sent, the current token first.
    secrets: Vec<Secret>,
    /// Whether the current attempt should carry a clearance, but has none.
    lacks_clearance: bool,
    sent_at: Duration,
    attempts: u32,
    retries: u32,
}

impl<'a> Run<'a> {
    fn new(
        transport: &'a Transport,
        prepared: &'a PreparedRequest,
        options: &'a CallOptions,
    ) -> Result<Self, ArgumentError> {
        let needs_credentials = prepared.credentials != RequiredCredentials::None;
        let now = transport.clock.now();
        let service = prepared.endpoint.service();
        Ok(Self {
            transport,
            prepared,
            options,
            endpoint: prepared.endpoint,
            request: transport.to_http(prepared)?,
            needs_credentials,
            choice: transport
                .accounts
                .choose(service, needs_credentials, options.account, now)?,
            deadline: now.saturating_add(options.deadline),
            secrets: prepared.secrets().collect(),
            lacks_clearance: false,
            sent_at: Duration::ZERO,
            attempts: 0,
            retries: 0,
        })
    }

    fn now(&self) -> Duration {
        self.transport.clock.now()
    }

    fn service(&self) -> Result<&'a ServiceState, ArgumentError> {
        self.choice.account().service(self.endpoint.service())
    }

    /// The account's credentials; `None` for requests that carry none.
    fn source(&self) -> Option<&'a dyn Credentials> {
        let source = self.choice.account().source.as_deref();
        source.filter(|_| self.needs_credentials)
    }

    /// Waits for a permit, then takes the credentials, which may expire during the wait.
    ///
    /// Requests that wait for one renewal have their permits already. They must not all go when it is done:
    /// if the credentials take longer than the rate's interval, the request waits for one more permit.
    fn authorized_request(&mut self) -> Result<Request<()>, Unsent> {
        let permit_at = self.acquire_permit().map_err(Unsent::Other)?;
        let mut request = self.request.clone();
        self.authorize(&mut request).map_err(Unsent::Tokens)?;
        let interval = self.service()?.bucket.rate().interval();
        let waited = self.now().saturating_sub(permit_at);
        if !interval.is_zero() && waited > interval {
            self.acquire_permit().map_err(Unsent::Other)?;
        }
        self.options.on_permit.call();
        if self.options.cancel.is_cancelled() {
            return Err(Unsent::Other(Error::Cancelled {
                endpoint: self.endpoint,
            }));
        }
        Ok(request)
    }

    /// Waits for a permit of the rate limiter. Returns the time.
    fn acquire_permit(&self) -> Result<Duration, Error> {
        let endpoint = self.endpoint;
        let late = |wait| Error::Deadline {
            endpoint,
            wait: Some(wait),
        };
        let bucket = &self.service()?.bucket;
        let acquired = bucket.acquire_or_cancel(Some(self.deadline), &self.options.cancel);
        let waited = acquired.map_err(|error| match error {
            AcquireError::Late(error) => late(error.wait),
            AcquireError::Cancelled => Error::Cancelled { endpoint },
        })?;
        log::debug!("{endpoint}: waited {waited:?} for the rate limit");
        let now = self.now();
        if now >= self.deadline {
            return Err(late(waited));
        }
        Ok(now)
    }

    /// Adds the credentials to a request.
    fn authorize(&mut self, request: &mut Request<()>) -> Result<(), Error> {
        let Some(source) = self.source() else {
            return Ok(());
        };
        let endpoint = self.endpoint;
        let mut time_left = self.deadline.saturating_sub(self.now());
        if self.choice.has_others() {
            // Another account can still send the request if these tokens take too long.
            time_left /= 2;
        }
        let context = CallContext::new(endpoint, time_left, &self.options.cancel);
        let required = self.prepared.credentials;
        let (token, header, setting) = match required {
            RequiredCredentials::XboxLive => {
                let token = source.xbox_authorization(&context)?;
                (token, header::AUTHORIZATION, "xbox_token")
            }
            _ => (source.spartan_token(&context)?, SPARTAN_TOKEN, "spartan_token"),
        };
        let mut add = |secret: &Secret, header: HeaderName, setting| {
            let value = secret_header(secret, setting).map_err(Error::credentials)?;
            request.headers_mut().insert(header, value);
            Ok::<_, Error>(())
        };
        add(&token, header, setting)?;
        let mut current = vec![token];
        if required == RequiredCredentials::SpartanAndClearance {
            let clearance = source.clearance(&context)?;
            self.lacks_clearance = clearance.is_none();
            if let Some(clearance) = clearance {
                add(&clearance, CLEARANCE, "clearance_token")?;
                current.push(clearance);
            }
        }
        // A response can also repeat the tokens of an earlier attempt.
        self.secrets.retain(|secret| !current.contains(secret));
        self.secrets.splice(..0, current);
        if self.now() >= self.deadline {
            return Err(Error::Deadline { endpoint, wait: None });
        }
        Ok(())
    }

    /// Sends the request and reads the response.
    fn attempt(&mut self, request: Request<()>) -> Outcome {
        let Transport {
            agent,
            max_body,
            clock,
            ..
        } = self.transport;
        self.sent_at = self.now();
        self.attempts += 1;
        let time_left = self.deadline.saturating_sub(self.sent_at);
        // Only the responses of the sign-in hold tokens.
        let is_secret = self.choice.account().source.is_none();
        let now = || clock.timestamp();
        let mut outcome = attempt(
            agent,
            self.prepared,
            request,
            time_left,
            *max_body,
            is_secret,
            now,
        );
        if outcome.as_ref().is_err_and(Failure::is_out_of_reach) {
            agent.forget_addresses();
        }
        match &mut outcome {
            Ok(response) => {
                response.secrets.clone_from(&self.secrets);
                response.lacks_clearance = self.lacks_clearance;
            }
            Err(failure) => failure.redact(&self.secrets),
        }
        outcome
    }

    /// Adapts the service's rate, pause and budget.
    fn learn(&self, outcome: &Outcome) {
        let (Ok(response), Ok(service)) = (outcome, self.service()) else {
            return;
        };
        let policy = &self.transport.retries;
        let default_pause = policy.backoff(self.attempts - self.choice.moves);
        let max_pause = policy.retry_after_cap();
        service.learn(response, self.sent_at, self.now(), default_pause, max_pause);
        if response.is_success() {
            service.budget.refund(self.retries);
        }
    }

    fn next_step(&mut self, outcome: &Outcome) -> Next {
        if outcome.as_ref().is_ok_and(RawResponse::is_success) {
            return Next::Finish;
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
    fn leaves_account(&mut self, error: &Error) -> bool {
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

    fn finish(&self, outcome: Outcome) -> Result<RawResponse, Error> {
        let attempts = self.attempts;
        match outcome {
            Ok(response) => Ok(RawResponse { attempts, ..response }),
            Err(failure) => Err(Error::Network {
                endpoint: self.endpoint,
                attempts,
                kind: failure.kind,
                cause: Arc::new(failure.cause),
            }),
        }
    }
}
