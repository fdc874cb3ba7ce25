//! The only place from which a call leaves: credentials, limiter, HTTP, status policy.

mod answer;
mod body;
mod resolver;
mod service;
mod settings;
mod status_policy;

use std::sync::Arc;
use std::time::Duration;

use ureq::http::{HeaderValue, Request, Response, header};

use crate::auth::{CallContext, Credentials, Secret};
use crate::call::{CLEARANCE, Call, CallCredentials, SPARTAN_TOKEN};
use crate::clock::Clock;
use crate::environment::{Environment, Service};
use crate::error::{ArgumentError, Endpoint, Error};
use crate::jitter;
use crate::limiter::{NoTurn, Rate};
use crate::limits::Limits;
use crate::retry::RetryPolicy;
use resolver::Addresses;
use service::ServiceState;
use status_policy::{Failure, is_worth_another};

pub(crate) use answer::Answer;
#[cfg(fuzzing)]
pub(crate) use answer::retry_after as retry_after_of;
pub(crate) use settings::Settings;

/// What is added to the present must not be for ever.
const LONGEST_TIMEOUT: Duration = Duration::from_secs(365 * 24 * 3600);

pub(crate) struct Transport {
    environment: Environment,
    agent: ureq::Agent,
    /// Where the agent, unless it was given, knows the hosts to be.
    addresses: Addresses,
    /// For one try.
    timeout: Option<Duration>,
    user_agent: HeaderValue,
    max_body: u64,
    retries: RetryPolicy,
    limits: Limits,
    clock: Arc<dyn Clock>,
    /// None for the sign-in chain, whose calls carry their own.
    source: Option<Arc<dyn Credentials>>,
    services: Vec<ServiceState>,
}

impl Transport {
    /// Fails when the user agent cannot be a header.
    pub fn new(
        settings: &Settings,
        source: Option<Arc<dyn Credentials>>,
        rate: Rate,
        clock: Arc<dyn Clock>,
    ) -> Result<Self, ArgumentError> {
        let user_agent = HeaderValue::try_from(&settings.user_agent)
            .map_err(|_| ArgumentError::new("user_agent", "only visible ASCII characters are allowed"))?;
        let addresses = Addresses::default();
        let agent = settings.agent.clone();
        let agent = agent.unwrap_or_else(|| settings.new_agent(&addresses));
        let state = |service: &Service| ServiceState::new(*service, rate, &clock, &settings.retries);
        Ok(Self {
            environment: settings.environment.clone(),
            timeout: agent.config().timeouts().global,
            agent,
            addresses,
            user_agent,
            max_body: settings.max_body,
            retries: settings.retries,
            limits: settings.limits.clone(),
            source,
            services: Service::ALL.iter().map(state).collect(),
            clock,
        })
    }

    /// The HTTP request of a call, but for the credentials and the body.
    pub fn request(&self, call: &Call) -> Result<Request<()>, ArgumentError> {
        let url = call.url(&self.environment)?;
        let mut request = Request::new(());
        *request.method_mut() = call.method.clone();
        *request.uri_mut() = url.parse().map_err(|error| {
            ArgumentError::new("path", format!("{} is not a URL: {error}", call.endpoint))
        })?;
        let headers = request.headers_mut();
        headers.clone_from(&call.headers);
        headers.insert(header::USER_AGENT, self.user_agent.clone());
        if let Some(body) = &call.body {
            headers.insert(header::CONTENT_TYPE, HeaderValue::from_static(body.content_type));
        }
        Ok(request)
    }

    /// As [`send_within`](Self::send_within), in the limits of the settings.
    pub fn send(&self, call: &Call) -> Result<Answer, Error> {
        self.send_within(call, &self.limits)
    }

    /// Sends a call when its turn has come and reads the whole answer, whatever its status.
    ///
    /// Tries again where that may help and does no harm. Where the Spartan token is refused and another
    /// one can be had, the call is made once more with it.
    pub fn send_within(&self, call: &Call, limits: &Limits) -> Result<Answer, Error> {
        let endpoint = call.endpoint;
        let request = self.request(call)?;
        let source = self
            .source
            .as_deref()
            .filter(|_| call.credentials != CallCredentials::None);
        let service = self.service(endpoint.service)?;
        let deadline = self.clock.now().saturating_add(limits.deadline);
        let mut last = None;
        let (mut attempts, mut retries) = (0, 0);
        let mut has_new_token = false;
        loop {
            let mut request = request.clone();
            let sent = self.prepare(&mut request, call, service, source, deadline, limits);
            let secrets = match (sent, last.take()) {
                (Ok(secrets), _) => secrets,
                // What the last try ended with says more than that there is no time for another.
                (Err(Error::Deadline { .. }), Some(outcome)) => return finish(endpoint, outcome, attempts),
                (Err(error), _) => return Err(error),
            };

            let sent_at = self.clock.now();
            let mut outcome = self.attempt(call, request, deadline.saturating_sub(sent_at));
            if outcome.as_ref().is_err_and(Failure::is_out_of_reach) {
                self.addresses.forget();
            }
            attempts += 1;
            let now = self.clock.now();
            if let Ok(answer) = &mut outcome {
                if !answer.is_success() {
                    // What a service says of a refusal becomes part of the error.
                    secrets.iter().for_each(|secret| answer.hide(secret));
                }
                let pause = self.retries.longest_wait(attempts);
                service.learn(answer, sent_at, now, pause, self.retries.retry_after_cap());
                if answer.is_success() {
                    answer.secrets = secrets;
                    service.budget.give_back(retries);
                    return finish(endpoint, outcome, attempts);
                }
                if let (401, false, Some(source), Some(spartan)) =
                    (answer.status, has_new_token, source, secrets.first())
                    && source.refused(spartan)
                {
                    log::info!("{endpoint}: the Spartan token was refused, trying with a new one");
                    has_new_token = true;
                    last = Some(outcome);
                    continue;
                }
            }

            let next = self
                .wait_before_another(call, &outcome, attempts)
                .map(|wait| now.saturating_add(wait))
                .filter(|next| *next < deadline);
            let Some(next) = next else {
                return finish(endpoint, outcome, attempts);
            };
            // After 429, the service's pause keeps the tries in bounds.
            if !is_throttled(&outcome) {
                if !service.budget.take() {
                    log::info!("{endpoint}: no further tries, too many calls have failed");
                    return finish(endpoint, outcome, attempts);
                }
                retries += 1;
            }
            let wait = next.saturating_sub(now);
            log::info!("{endpoint}: {}, trying again in {wait:?}", describe(&outcome));
            last = Some(outcome);
            self.clock.sleep_until_or_cancelled(next, &limits.cancel);
        }
    }

    fn service(&self, service: Service) -> Result<&ServiceState, ArgumentError> {
        let mut states = self.services.iter();
        states
            .find(|state| state.service == service)
            .ok_or_else(|| ArgumentError::new("service", format!("{service} is not in Service::ALL")))
    }

    /// Waits for a call's turn and adds the credentials; gives those, since answers may repeat them.
    fn prepare(
        &self,
        request: &mut Request<()>,
        call: &Call,
        service: &ServiceState,
        source: Option<&dyn Credentials>,
        deadline: Duration,
        limits: &Limits,
    ) -> Result<Vec<Secret>, Error> {
        let endpoint = call.endpoint;
        let late = |wait| Err(Error::Deadline { endpoint, wait });
        let interval = service.bucket.rate().interval();
        let secrets = loop {
            let waited = match service.bucket.turn(Some(deadline), &limits.cancel) {
                Ok(waited) => waited,
                Err(NoTurn::Late(error)) => return late(Some(error.wait)),
                Err(NoTurn::Cancelled) => return Err(Error::Cancelled { endpoint }),
            };
            log::debug!("{endpoint}: waited {waited:?} for the rate limit");
            let start = self.clock.now();
            if start >= deadline {
                return late(Some(waited));
            }
            // Taken after the wait, in which a token can expire.
            let secrets = match source {
                Some(source) => {
                    let left = deadline.saturating_sub(start);
                    let context = CallContext::new(endpoint, left, &limits.cancel);
                    authorize(request, call.credentials, source, &context)?
                }
                None => Vec::new(),
            };
            let now = self.clock.now();
            if now >= deadline {
                return late(None);
            }
            // All who have got their turns meanwhile wait for the same renewal. They must not go together
            // when it is done: who has missed the turn takes another one.
            let has_missed_it = now.saturating_sub(start) > interval;
            if interval.is_zero() || !has_missed_it {
                break secrets;
            }
        };
        limits.on_turn.tell();
        // A renewal of the token takes its time too.
        if limits.cancel.is_cancelled() {
            return Err(Error::Cancelled { endpoint });
        }
        Ok(secrets)
    }

    /// How long to wait before another try; `None` where there is none.
    fn wait_before_another(
        &self,
        call: &Call,
        outcome: &Result<Answer, Failure>,
        attempts: u32,
    ) -> Option<Duration> {
        if !is_worth_another(&call.method, outcome) || !self.retries.allows_another(attempts) {
            return None;
        }
        let retry_after = outcome.as_ref().ok().and_then(|answer| answer.retry_after);
        if retry_after.is_some_and(|wait| wait > self.retries.retry_after_cap()) {
            return None;
        }
        if is_throttled(outcome) {
            // The service's pause is wait enough.
            return Some(Duration::ZERO);
        }
        let backoff = jitter::up_to(self.retries.longest_wait(attempts));
        Some(backoff.max(retry_after.unwrap_or_default()))
    }

    /// Sends a request and reads the whole answer.
    fn attempt(&self, call: &Call, request: Request<()>, left: Duration) -> Result<Answer, Failure> {
        let host = request.uri().host().unwrap_or_default().to_owned();
        let timeout = self.timeout.unwrap_or(LONGEST_TIMEOUT).min(left);
        // A GET with a body, even an empty one, is another request.
        let answer = match &call.body {
            None => self.run(request, timeout),
            Some(body) => self.run(request.map(|()| body.bytes.as_slice()), timeout),
        };
        let failure = |has_begun| move |source| Failure { has_begun, source };
        let (parts, mut body) = answer.map_err(failure(false))?.into_parts();
        let status = parts.status.as_u16();
        log::debug!("{}: {host} answered {status}", call.endpoint);
        let body = body.with_config().limit(self.max_body).reader();
        let body = body::read(body).map_err(|error| failure(true)(error.into()))?;
        Ok(Answer {
            status,
            retry_after: answer::retry_after(&parts.headers, self.clock.timestamp()),
            headers: parts.headers,
            body,
            attempts: 0,
            age: None,
            secrets: Vec::new(),
        })
    }

    fn run<B: ureq::AsSendBody>(
        &self,
        request: Request<B>,
        timeout: Duration,
    ) -> Result<Response<ureq::Body>, ureq::Error> {
        let request = self
            .agent
            .configure_request(request)
            .timeout_global(Some(timeout))
            .http_status_as_error(false)
            // Credentials must not follow a redirect to another host; the API uses none.
            .max_redirects(0)
            .max_redirects_will_error(false)
            .build();
        self.agent.run(request)
    }

    pub fn clock(&self) -> &Arc<dyn Clock> {
        &self.clock
    }

    /// The rate limit, which is the same for all services.
    pub fn rate(&self) -> Rate {
        let first = self.services.first();
        first.map_or(Rate::UNLIMITED, |state| state.bucket.rate())
    }

    pub fn environment(&self) -> &Environment {
        &self.environment
    }

    #[cfg(feature = "cache")]
    pub fn timestamp(&self) -> jiff::Timestamp {
        self.clock.timestamp()
    }

    pub fn limits(&self) -> &Limits {
        &self.limits
    }
}

fn is_throttled(outcome: &Result<Answer, Failure>) -> bool {
    matches!(outcome, Ok(answer) if answer.status == 429)
}

fn describe(outcome: &Result<Answer, Failure>) -> String {
    match outcome {
        Ok(answer) => format!("status {}", answer.status),
        Err(failure) => failure.source.to_string(),
    }
}

/// What a call has come to after so many tries.
fn finish(endpoint: Endpoint, outcome: Result<Answer, Failure>, attempts: u32) -> Result<Answer, Error> {
    match outcome {
        Ok(answer) => Ok(Answer { attempts, ..answer }),
        Err(failure) => Err(Error::Network {
            endpoint,
            attempts,
            source: Arc::new(failure.source),
        }),
    }
}

/// Adds the credentials that a call takes; gives them, the Spartan token first.
fn authorize(
    request: &mut Request<()>,
    wanted: CallCredentials,
    source: &dyn Credentials,
    context: &CallContext,
) -> Result<Vec<Secret>, Error> {
    let mut secrets = vec![source.spartan_token(context)?];
    if wanted == CallCredentials::SpartanAndClearance {
        secrets.extend(source.clearance(context)?);
    }
    let names = [(SPARTAN_TOKEN, "spartan_token"), (CLEARANCE, "clearance_token")];
    for (secret, (header, argument)) in secrets.iter().zip(names) {
        request.headers_mut().insert(header, secret.header(argument)?);
    }
    Ok(secrets)
}
