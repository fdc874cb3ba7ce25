//! The loop of a request: permit, credentials, attempt, retry.

use std::sync::Arc;
use std::time::Duration;

use ureq::http::{HeaderValue, Request, header};

use super::agent::Agent;
use super::attempt::attempt;
use super::call_options::CallOptions;
use super::credentials::{CallContext, Credentials};
use super::environment::Environment;
use super::failure::Failure;
use super::prepared_request::{CLEARANCE, PreparedRequest, SPARTAN_TOKEN, secret_header};
use super::raw_response::RawResponse;
use super::retry::{self, Outcome, RetryPolicy, is_throttled};
use super::service_state::ServiceState;
use super::settings::Settings;
use crate::error::Error;
use crate::limiter::{AcquireError, Rate};
use crate::sync::Clock;
use crate::types::{ArgumentError, Endpoint, RequiredCredentials, Secret, Service};

/// Sends requests: one HTTP client, one rate limit and retry budget for each service, one set of
/// credentials.
pub(crate) struct Transport {
    environment: Environment,
    agent: Agent,
    user_agent: HeaderValue,
    max_body: u64,
    retries: RetryPolicy,
    options: CallOptions,
    clock: Arc<dyn Clock>,
    /// `None` for the sign-in chain, whose requests hold their own tokens.
    source: Option<Arc<dyn Credentials>>,
    services: Vec<ServiceState>,
}

impl Transport {
    /// Fails if the user agent cannot be a header, or the proxy is not one.
    pub fn new(
        settings: &Settings,
        source: Option<Arc<dyn Credentials>>,
        rate: Rate,
        clock: Arc<dyn Clock>,
    ) -> Result<Self, ArgumentError> {
        let user_agent = HeaderValue::try_from(&settings.user_agent)
            .map_err(|_| ArgumentError::new("user_agent", "only visible ASCII characters are allowed"))?;
        let state = |service: &Service| ServiceState::new(*service, rate, &clock, &settings.retries);
        Ok(Self {
            environment: settings.environment.clone(),
            agent: Agent::new(settings)?,
            user_agent,
            max_body: settings.max_body,
            retries: settings.retries,
            options: settings.options.clone(),
            source,
            services: Service::ALL.iter().map(state).collect(),
            clock,
        })
    }

    /// The HTTP request without credentials and body.
    pub fn to_http(&self, prepared: &PreparedRequest) -> Result<Request<()>, ArgumentError> {
        let mut request = prepared.to_http(&self.environment)?;
        request
            .headers_mut()
            .insert(header::USER_AGENT, self.user_agent.clone());
        Ok(request)
    }

    /// As [`send_within`](Self::send_within), with the options of the settings.
    pub fn send(&self, prepared: &PreparedRequest) -> Result<RawResponse, Error> {
        self.send_within(prepared, &self.options)
    }

    /// Sends a request and returns the complete response, with any status.
    ///
    /// Retries by the [policy](retry); if the service refuses the Spartan token and another one can be had,
    /// sends the request once more with that.
    pub fn send_within(
        &self,
        prepared: &PreparedRequest,
        options: &CallOptions,
    ) -> Result<RawResponse, Error> {
        let mut run = Run::new(self, prepared, options)?;
        let mut last: Option<Outcome> = None;
        loop {
            let request = match (run.authorized_request(), last.take()) {
                (Ok(request), _) => request,
                // The last outcome says more than that there is no time for another attempt.
                (Err(Error::Deadline { .. }), Some(outcome)) => return run.finish(outcome),
                (Err(error), _) => return Err(error),
            };
            let outcome = run.attempt(request);
            run.learn(&outcome);
            match run.next_step(&outcome) {
                Next::Finish => return run.finish(outcome),
                Next::AnotherToken => {}
                Next::Retry { at } => self.clock.sleep_until_or_cancelled(at, &options.cancel),
            }
            last = Some(outcome);
        }
    }

    fn service(&self, service: Service) -> Result<&ServiceState, ArgumentError> {
        let mut states = self.services.iter();
        states
            .find(|state| state.service == service)
            .ok_or_else(|| ArgumentError::new("service", format!("{service} is not in Service::ALL")))
    }

    pub fn clock(&self) -> &Arc<dyn Clock> {
        &self.clock
    }

    /// Maximum length of a response's body, in bytes.
    #[cfg(feature = "cache")]
    pub fn max_body(&self) -> u64 {
        self.max_body
    }

    /// The rate limit, which is the same for all services.
    pub fn rate(&self) -> Rate {
        let first = self.services.first();
        first.map_or(Rate::UNLIMITED, |state| state.bucket.rate())
    }

    pub fn environment(&self) -> &Environment {
        &self.environment
    }

    pub fn options(&self) -> &CallOptions {
        &self.options
    }
}

/// The step after an attempt.
enum Next {
    /// Return the outcome.
    Finish,
    /// Send the request again with another Spartan token.
    AnotherToken,
    /// Send the request again at this time.
    Retry { at: Duration },
}

/// A request on its way through the loop.
struct Run<'a> {
    transport: &'a Transport,
    prepared: &'a PreparedRequest,
    options: &'a CallOptions,
    endpoint: &'static Endpoint,
    request: Request<()>,
    service: &'a ServiceState,
    /// `None` for requests that carry no credentials.
    source: Option<&'a dyn Credentials>,
    deadline: Duration,
    /// The secrets that were sent, the current Spartan token first.
    secrets: Vec<Secret>,
    /// Whether the current attempt should carry a clearance, but has none.
    lacks_clearance: bool,
    sent_at: Duration,
    attempts: u32,
    retries: u32,
    has_another_token: bool,
}

impl<'a> Run<'a> {
    fn new(
        transport: &'a Transport,
        prepared: &'a PreparedRequest,
        options: &'a CallOptions,
    ) -> Result<Self, ArgumentError> {
        let needs_credentials = prepared.credentials != RequiredCredentials::None;
        Ok(Self {
            transport,
            prepared,
            options,
            endpoint: prepared.endpoint,
            request: transport.to_http(prepared)?,
            service: transport.service(prepared.endpoint.service())?,
            source: transport.source.as_deref().filter(|_| needs_credentials),
            deadline: transport.clock.now().saturating_add(options.deadline),
            secrets: prepared.secrets().collect(),
            lacks_clearance: false,
            sent_at: Duration::ZERO,
            attempts: 0,
            retries: 0,
            has_another_token: false,
        })
    }

    fn now(&self) -> Duration {
        self.transport.clock.now()
    }

    /// Waits for a permit, then takes the credentials, which may expire during the wait.
    ///
    /// Requests that wait for one renewal have their permits already. They must not all go when it is done:
    /// if the credentials take longer than the rate's interval, the request waits for one more permit.
    fn authorized_request(&mut self) -> Result<Request<()>, Error> {
        let permit_at = self.acquire_permit()?;
        let mut request = self.request.clone();
        self.authorize(&mut request)?;
        let interval = self.service.bucket.rate().interval();
        let waited = self.now().saturating_sub(permit_at);
        if !interval.is_zero() && waited > interval {
            self.acquire_permit()?;
        }
        self.options.on_permit.call();
        if self.options.cancel.is_cancelled() {
            return Err(Error::Cancelled {
                endpoint: self.endpoint,
            });
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
        let acquired = self
            .service
            .bucket
            .acquire_or_cancel(Some(self.deadline), &self.options.cancel);
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
        let Some(source) = self.source else {
            return Ok(());
        };
        let endpoint = self.endpoint;
        let time_left = self.deadline.saturating_sub(self.now());
        let context = CallContext::new(endpoint, time_left, &self.options.cancel);
        let mut current = vec![source.spartan_token(&context)?];
        if self.prepared.credentials == RequiredCredentials::SpartanAndClearance {
            let clearance = source.clearance(&context)?;
            self.lacks_clearance = clearance.is_none();
            current.extend(clearance);
        }
        let names = [(SPARTAN_TOKEN, "spartan_token"), (CLEARANCE, "clearance_token")];
        for (secret, (header, setting)) in current.iter().zip(names) {
            let value = secret_header(secret, setting).map_err(Error::credentials)?;
            request.headers_mut().insert(header, value);
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
            source,
            ..
        } = self.transport;
        self.sent_at = self.now();
        self.attempts += 1;
        let time_left = self.deadline.saturating_sub(self.sent_at);
        // Only the responses of the sign-in hold tokens.
        let is_secret = source.is_none();
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
        let Ok(response) = outcome else { return };
        let policy = &self.transport.retries;
        let default_pause = policy.backoff(self.attempts);
        let max_pause = policy.retry_after_cap();
        self.service
            .learn(response, self.sent_at, self.now(), default_pause, max_pause);
        if response.is_success() {
            self.service.budget.refund(self.retries);
        }
    }

    fn next_step(&mut self, outcome: &Outcome) -> Next {
        if outcome.as_ref().is_ok_and(RawResponse::is_success) {
            return Next::Finish;
        }
        if self.gets_another_token(outcome) {
            log::info!("{}: retrying with another Spartan token", self.endpoint);
            return Next::AnotherToken;
        }
        let now = self.now();
        let policy = &self.transport.retries;
        let wait = retry::decide(policy, self.endpoint.is_idempotent(), outcome, self.attempts);
        let at = wait
            .map(|wait| now.saturating_add(wait))
            .filter(|at| *at < self.deadline);
        let Some(at) = at else {
            return Next::Finish;
        };
        // After 429, the service's pause limits the retries.
        if !is_throttled(outcome) {
            if !self.service.budget.take() {
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

    /// Whether the service refused the Spartan token, and another one can be had: once for each request.
    fn gets_another_token(&mut self, outcome: &Outcome) -> bool {
        let is_refused = outcome.as_ref().is_ok_and(|response| response.status == 401);
        let (true, false, Some(source), Some(spartan)) = (
            is_refused,
            self.has_another_token,
            self.source,
            self.secrets.first(),
        ) else {
            return false;
        };
        self.has_another_token = source.refused(spartan);
        self.has_another_token
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
