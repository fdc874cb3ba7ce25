//! The loop of a request: account, permit, credentials, attempt, retry.

use std::sync::Arc;
use std::time::Duration;

use ureq::http::Request;

use super::account::Choice;
use super::attempt::attempt;
use super::call_options::CallOptions;
use super::credentials::Credentials;
use super::failure::Failure;
use super::look_out::LookOut;
use super::prepared_request::PreparedRequest;
use super::raw_response::RawResponse;
use super::retry::Outcome;
use super::service_state::ServiceState;
use super::transport::Transport;
use crate::error::Error;
use crate::types::{ArgumentError, Endpoint, RequiredCredentials, Secret};

impl Transport {
    /// As [`send_within`](Self::send_within), with the options of the settings.
    pub fn send(&self, prepared: &PreparedRequest) -> Result<RawResponse, Error> {
        #[cfg(feature = "tracing")]
        let _span = super::observe::request_span(prepared.endpoint);
        self.send_within(prepared, &self.options)
    }

    /// Sends a request and returns the complete response, with any status.
    ///
    /// Retries by the [policy](super::retry); if the service refuses the token and another one can be had, sends the request
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
                Err(unsent) => {
                    let report = run.report_unsent(&unsent);
                    let goes_on = matches!(&unsent, Unsent::Tokens(error) if run.leaves_account(error));
                    run.send_report(report, goes_on);
                    match (unsent.into_error(), last) {
                        (_, outcome) if goes_on => last = outcome,
                        // The last outcome says more than that there is no time for another attempt.
                        (Error::Deadline { .. }, Some(outcome)) => return run.finish(outcome),
                        (error, _) => return Err(error),
                    }
                    continue;
                }
            };
            let outcome = run.attempt(request).inspect_err(|_| run.report_interrupted())?;
            run.learn(&outcome);
            let report = run.report(&outcome);
            let next = run.next_step(&outcome);
            run.send_report(report, !matches!(next, Next::Finish));
            match next {
                Next::Finish => return run.finish(outcome),
                Next::AnotherToken | Next::AnotherAccount => {}
                Next::Retry { at } => self.clock.sleep_until_or_cancelled(at, &options.cancel),
            }
            last = Some(outcome);
        }
    }
}

/// The step after an attempt.
pub(super) enum Next {
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
pub(super) enum Unsent {
    /// The account has no tokens for it.
    Tokens(Error),
    Other(Error),
}

impl Unsent {
    fn into_error(self) -> Error {
        match self {
            Self::Tokens(error) | Self::Other(error) => error,
        }
    }
}

impl From<ArgumentError> for Unsent {
    fn from(error: ArgumentError) -> Self {
        Self::Other(error.into())
    }
}

/// A request on its way through the loop. Its files are `authorize`, for the time before an attempt, `next_step`, for
/// the time after it, and `report`, for observers.
pub(super) struct Run<'a> {
    pub(super) transport: &'a Transport,
    pub(super) prepared: &'a PreparedRequest,
    pub(super) options: &'a CallOptions,
    pub(super) endpoint: &'static Endpoint,
    pub(super) request: Request<()>,
    pub(super) needs_credentials: bool,
    pub(super) choice: Choice<'a>,
    pub(super) deadline: Duration,
    /// The wait for data that is not available yet; `None` before the first 404.
    pub(super) look_out: Option<LookOut>,
    /// The secrets that were sent, the current token first.
    pub(super) secrets: Vec<Secret>,
    /// Whether the current attempt should carry a clearance, but has none.
    pub(super) lacks_clearance: bool,
    /// The end of the last report, or the start of the request.
    pub(super) reported_until: Duration,
    pub(super) sent_at: Duration,
    /// The end of the current exchange.
    pub(super) ended_at: Duration,
    pub(super) attempts: u32,
    pub(super) retries: u32,
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
            look_out: None,
            secrets: prepared.secrets().collect(),
            lacks_clearance: false,
            reported_until: now,
            sent_at: Duration::ZERO,
            ended_at: Duration::ZERO,
            attempts: 0,
            retries: 0,
        })
    }

    pub(super) fn now(&self) -> Duration {
        self.transport.clock.now()
    }

    pub(super) fn service(&self) -> Result<&'a ServiceState, ArgumentError> {
        self.choice.account().service(self.endpoint.service())
    }

    /// The account's credentials; `None` for requests that carry none.
    pub(super) fn source(&self) -> Option<&'a dyn Credentials> {
        let source = self.choice.account().source.as_deref();
        source.filter(|_| self.needs_credentials)
    }

    /// Sends the request and reads the response. Fails if the request is cancelled.
    fn attempt(&mut self, request: Request<()>) -> Result<Outcome, Error> {
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
        let exchange = || {
            attempt(
                agent,
                self.prepared,
                request,
                time_left,
                *max_body,
                is_secret,
                now,
            )
        };
        let outcome = match self.prepared.must_finish {
            true => Some(exchange()),
            false => agent.run_or_cancelled(&self.options.cancel, exchange),
        };
        self.ended_at = self.now();
        let mut outcome = outcome.ok_or(Error::Cancelled {
            endpoint: Some(self.endpoint),
        })?;
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
        Ok(outcome)
    }

    /// Adapts the service's rate, pause and budget.
    fn learn(&self, outcome: &Outcome) {
        let (Ok(response), Ok(service)) = (outcome, self.service()) else {
            return;
        };
        let policy = &self.transport.retries;
        let default_pause = policy.backoff(self.attempts - self.choice.moves);
        let max_pause = policy.retry_after_cap();
        let cancel = &self.options.cancel;
        service.learn(
            response,
            self.sent_at,
            self.ended_at,
            default_pause,
            max_pause,
            cancel,
        );
        if response.is_success() {
            service.budget.refund(self.retries);
        }
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
