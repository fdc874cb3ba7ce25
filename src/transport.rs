//! The only place from which a call leaves: credentials, limiter, HTTP, status policy.

use std::sync::Arc;
use std::time::Duration;

use ureq::http::{HeaderMap, HeaderValue, Method, Request, Response, header};
use zeroize::Zeroizing;

use crate::auth::{Credentials, Secret};
use crate::call::{CLEARANCE, Call, CallCredentials, SPARTAN_TOKEN};
use crate::clock::Clock;
use crate::decode::excerpt;
use crate::environment::{Environment, Service};
use crate::error::{ArgumentError, Endpoint, Error, StatusError};
use crate::limiter::{Rate, TokenBucket};
use crate::models::common::ProblemDetails;

/// A complete answer.
#[derive(Debug)]
pub(crate) struct Answer {
    pub status: u16,
    pub headers: HeaderMap,
    pub body: Vec<u8>,
}

/// How calls are sent.
#[derive(Debug, Clone)]
pub(crate) struct Settings {
    pub environment: Environment,
    pub agent: Option<ureq::Agent>,
    pub user_agent: String,
    pub timeout: Duration,
    pub connect_timeout: Duration,
    pub max_body: u64,
}

impl Default for Settings {
    fn default() -> Self {
        Self {
            environment: Environment::production(),
            agent: None,
            user_agent: concat!("halo-infinite/", env!("CARGO_PKG_VERSION"), " (Rust)").into(),
            timeout: Duration::from_secs(60),
            connect_timeout: Duration::from_secs(10),
            max_body: 64 << 20,
        }
    }
}

pub(crate) struct Transport {
    environment: Environment,
    agent: ureq::Agent,
    user_agent: HeaderValue,
    max_body: u64,
    /// None for the sign-in chain, whose calls carry their own.
    source: Option<Arc<dyn Credentials>>,
    /// One for each service, in the order of `Service::ALL`; none where there is no limit.
    buckets: Vec<(Service, TokenBucket)>,
}

impl Transport {
    /// Fails when the user agent cannot be a header.
    pub fn new(
        settings: &Settings,
        source: Option<Arc<dyn Credentials>>,
        limit: Option<(Rate, Arc<dyn Clock>)>,
    ) -> Result<Self, ArgumentError> {
        let user_agent = HeaderValue::try_from(&settings.user_agent)
            .map_err(|_| ArgumentError::new("user_agent", "only visible ASCII characters are allowed"))?;
        let buckets = limit.map_or_else(Vec::new, |(rate, clock)| {
            let bucket = |service: &Service| (*service, TokenBucket::with_clock(rate, Arc::clone(&clock)));
            Service::ALL.iter().map(bucket).collect()
        });
        Ok(Self {
            environment: settings.environment.clone(),
            agent: settings.agent.clone().unwrap_or_else(|| agent(settings)),
            user_agent,
            max_body: settings.max_body,
            source,
            buckets,
        })
    }

    /// The HTTP request of a call, but for the credentials.
    pub fn request(&self, call: &Call) -> Result<Request<Vec<u8>>, ArgumentError> {
        let url = call.url(&self.environment)?;
        let mut request = Request::new(
            call.body
                .as_ref()
                .map(|body| body.bytes.to_vec())
                .unwrap_or_default(),
        );
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

    /// Sends a call when its turn has come and reads the whole answer, whatever its status.
    ///
    /// Where the Spartan token is refused and another one can be had, the call is made once more.
    pub fn send(&self, call: &Call) -> Result<Answer, Error> {
        let request = self.request(call)?;
        let source = self
            .source
            .as_deref()
            .filter(|_| call.credentials != CallCredentials::None);
        let mut is_repeat = false;
        loop {
            self.wait_for_turn(call.endpoint)?;
            let mut request = request.clone();
            let Some(source) = source else {
                return self.attempt(call.endpoint, request);
            };
            // Taken after the wait, in which a token can expire.
            let (spartan, clearance) = authorize(&mut request, call.credentials, source)?;
            let mut answer = self.attempt(call.endpoint, request)?;
            if !answer.is_success() {
                // What a service says of a refusal becomes part of the error.
                [Some(&spartan), clearance.as_ref()]
                    .into_iter()
                    .flatten()
                    .for_each(|secret| answer.hide(secret));
            }
            if answer.status != 401 || is_repeat || !source.refused(&spartan) {
                return Ok(answer);
            }
            log::debug!(
                "{}: the Spartan token was refused, trying once more with a new one",
                call.endpoint
            );
            is_repeat = true;
        }
    }

    fn wait_for_turn(&self, endpoint: Endpoint) -> Result<(), Error> {
        if let Some((_, bucket)) = self
            .buckets
            .iter()
            .find(|(service, _)| *service == endpoint.service)
        {
            let waited = bucket.acquire(None).map_err(|late| Error::Deadline {
                endpoint,
                wait: late.wait,
            })?;
            log::debug!("{endpoint}: waited {waited:?} for the rate limit");
        }
        Ok(())
    }

    /// Sends a request and reads the whole answer.
    fn attempt(&self, endpoint: Endpoint, request: Request<Vec<u8>>) -> Result<Answer, Error> {
        let network = |source| Error::Network {
            endpoint,
            source: Box::new(source),
        };
        let host = request.uri().host().unwrap_or_default().to_owned();
        // A GET with a body, even an empty one, is another request.
        let is_get = request.method() == Method::GET;
        let answer = if is_get {
            self.run(request.map(drop))
        } else {
            let (parts, body) = request.into_parts();
            let body = Zeroizing::new(body);
            self.run(Request::from_parts(parts, body.as_slice()))
        };
        let (parts, mut body) = answer.map_err(network)?.into_parts();
        let status = parts.status.as_u16();
        log::debug!("{endpoint}: {host} answered {status}");
        let body = body
            .with_config()
            .limit(self.max_body)
            .read_to_vec()
            .map_err(network)?;
        Ok(Answer {
            status,
            headers: parts.headers,
            body,
        })
    }

    fn run<B: ureq::AsSendBody>(&self, request: Request<B>) -> Result<Response<ureq::Body>, ureq::Error> {
        let request = self
            .agent
            .configure_request(request)
            .http_status_as_error(false)
            // Credentials must not follow a redirect to another host; the API uses none.
            .max_redirects(0)
            .max_redirects_will_error(false)
            .build();
        self.agent.run(request)
    }

    pub fn environment(&self) -> &Environment {
        &self.environment
    }
}

/// Adds the credentials that a call takes; gives them, since answers may repeat them.
fn authorize(
    request: &mut Request<Vec<u8>>,
    wanted: CallCredentials,
    source: &dyn Credentials,
) -> Result<(Secret, Option<Secret>), Error> {
    let spartan = source.spartan_token()?;
    request
        .headers_mut()
        .insert(SPARTAN_TOKEN, spartan.header("spartan_token")?);
    let clearance = match wanted {
        CallCredentials::SpartanAndClearance => source.clearance()?,
        CallCredentials::Spartan | CallCredentials::None => None,
    };
    if let Some(clearance) = &clearance {
        request
            .headers_mut()
            .insert(CLEARANCE, clearance.header("clearance_token")?);
    }
    Ok((spartan, clearance))
}

/// An agent that keeps a connection for each of many threads and waits for nothing for ever.
fn agent(settings: &Settings) -> ureq::Agent {
    const CONNECTIONS_PER_HOST: usize = 64;
    /// What is added to the present must not be for ever.
    const LONGEST: Duration = Duration::from_secs(365 * 24 * 3600);
    ureq::Agent::config_builder()
        .timeout_global(Some(settings.timeout.min(LONGEST)))
        .timeout_connect(Some(settings.connect_timeout.min(LONGEST)))
        .max_idle_connections_per_host(CONNECTIONS_PER_HOST)
        .max_idle_connections(4 * CONNECTIONS_PER_HOST)
        .build()
        .new_agent()
}

impl Answer {
    /// The answer, where its status is success.
    pub fn success(self, endpoint: Endpoint) -> Result<Self, Error> {
        if self.is_success() {
            return Ok(self);
        }
        Err(Error::Status(Box::new(StatusError {
            endpoint,
            status: self.status,
            detail: detail(&self.body),
            retry_after: retry_after(&self.headers),
        })))
    }

    /// Takes a secret out of the body, wherever the service repeats it.
    fn hide(&mut self, secret: &Secret) {
        /// Shorter ones are no secrets, but would be found in any text.
        const SHORTEST: usize = 6;
        let secret = secret.expose().as_bytes();
        if secret.len() < SHORTEST {
            return;
        }
        let mut hidden = Vec::with_capacity(self.body.len());
        let mut rest = self.body.as_slice();
        while let Some((first, others)) = rest.split_first() {
            if let Some(behind) = rest.strip_prefix(secret) {
                hidden.extend_from_slice(b"...");
                rest = behind;
            } else {
                hidden.push(*first);
                rest = others;
            }
        }
        self.body = hidden;
    }

    pub fn is_success(&self) -> bool {
        (200..300).contains(&self.status)
    }
}

/// What a refusal's body says: a problem document's words, else its start.
fn detail(body: &[u8]) -> Option<String> {
    if let Ok(problem) = serde_json::from_slice::<ProblemDetails>(body) {
        let words: Vec<_> = [problem.title, problem.detail].into_iter().flatten().collect();
        if !words.is_empty() {
            return Some(excerpt(words.join(": ").as_bytes()));
        }
    }
    Some(excerpt(body)).filter(|text| !text.is_empty())
}

fn retry_after(headers: &HeaderMap) -> Option<Duration> {
    let seconds = headers
        .get(header::RETRY_AFTER)?
        .to_str()
        .ok()?
        .trim()
        .parse()
        .ok()?;
    Some(Duration::from_secs(seconds))
}
