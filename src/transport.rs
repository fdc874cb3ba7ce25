//! The only place from which a call leaves: credentials, limiter, HTTP, status policy.

use std::sync::Arc;
use std::time::Duration;

use percent_encoding::{AsciiSet, NON_ALPHANUMERIC, utf8_percent_encode};
use ureq::http::{HeaderMap, HeaderName, HeaderValue, Method, Request, Response, header};
use zeroize::Zeroizing;

use crate::auth::{Credentials, Secret};
use crate::clock::Clock;
use crate::decode::excerpt;
use crate::environment::{Environment, Service};
use crate::error::{ArgumentError, Endpoint, Error, StatusError};
use crate::limiter::{Rate, TokenBucket};
use crate::models::common::ProblemDetails;

/// What stays as it is in a path segment or a query value.
const PLAIN: &AsciiSet = &NON_ALPHANUMERIC
    .remove(b'-')
    .remove(b'_')
    .remove(b'.')
    .remove(b'~');
/// Segments also keep the parentheses of `xuid(…)`, as the API itself writes them.
const SEGMENT: &AsciiSet = &PLAIN.remove(b'(').remove(b')');

pub(crate) const SPARTAN_TOKEN: HeaderName = HeaderName::from_static("x-343-authorization-spartan");
const CLEARANCE: HeaderName = HeaderName::from_static("343-clearance");
const JSON: HeaderValue = HeaderValue::from_static("application/json");

/// A call, ready to be sent but for the credentials.
#[derive(Debug, Clone)]
pub(crate) struct Call {
    pub endpoint: Endpoint,
    pub method: Method,
    /// The path's segments, not yet encoded.
    pub path: Vec<String>,
    /// The query's pairs, not yet encoded, in order.
    pub query: Vec<(&'static str, String)>,
    pub headers: HeaderMap,
    pub body: Option<Body>,
    /// Which credentials the call carries.
    pub credentials: CallCredentials,
}

/// A body with its content type. It may hold secrets: its bytes are not shown.
#[derive(Clone)]
pub(crate) struct Body {
    content_type: &'static str,
    bytes: Zeroizing<Vec<u8>>,
}

impl Body {
    pub fn new(content_type: &'static str, text: String) -> Self {
        Self {
            content_type,
            bytes: Zeroizing::new(text.into_bytes()),
        }
    }
}

impl std::fmt::Debug for Body {
    fn fmt(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(formatter, "{} bytes of {}", self.bytes.len(), self.content_type)
    }
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum CallCredentials {
    /// None, or such as are in the call already.
    None,
    /// The Spartan token.
    Spartan,
    /// The Spartan token and, where there is one, the clearance.
    SpartanAndClearance,
}

impl Call {
    /// A call of a Halo service.
    pub fn get<S: Into<String>>(
        service: Service,
        method: &'static str,
        path: impl IntoIterator<Item = S>,
    ) -> Self {
        Self {
            endpoint: Endpoint { service, method },
            method: Method::GET,
            path: path.into_iter().map(Into::into).collect(),
            query: Vec::new(),
            headers: HeaderMap::from_iter([(header::ACCEPT, JSON)]),
            body: None,
            credentials: CallCredentials::Spartan,
        }
    }

    /// A step of the sign-in chain, by POST.
    pub fn post(service: Service, method: &'static str, path: &[&str], body: Body) -> Self {
        Self {
            method: Method::POST,
            body: Some(body),
            credentials: CallCredentials::None,
            ..Self::get(service, method, path.iter().copied())
        }
    }

    /// Puts a pair into the query, in place of one with the same name.
    pub fn set_query(&mut self, name: &'static str, value: impl ToString) {
        self.query.retain(|(other, _)| *other != name);
        self.query.push((name, value.to_string()));
    }

    /// Puts a pair into the query beside others with the same name.
    pub fn add_query(&mut self, name: &'static str, value: impl ToString) {
        self.query.push((name, value.to_string()));
    }

    /// Has the call carry the clearance beside the Spartan token.
    pub fn carry_clearance(&mut self) {
        self.credentials = CallCredentials::SpartanAndClearance;
    }

    pub fn with_clearance(mut self) -> Self {
        self.carry_clearance();
        self
    }

    /// The URL, with everything encoded that has to be.
    pub fn url(&self, environment: &Environment) -> Result<String, ArgumentError> {
        let mut url = environment.base_url(self.endpoint.service);
        for segment in &self.path {
            // These would change the path's meaning, and no encoding keeps them from it.
            if segment.is_empty() || segment == "." || segment == ".." {
                return Err(ArgumentError::new(
                    "path",
                    format!("`{segment}` cannot be a part of a path"),
                ));
            }
            url.push('/');
            url.extend(utf8_percent_encode(segment, SEGMENT));
        }
        for (index, (name, value)) in self.query.iter().enumerate() {
            url.push(if index == 0 { '?' } else { '&' });
            url.push_str(name);
            url.push('=');
            url.extend(utf8_percent_encode(value, PLAIN));
        }
        Ok(url)
    }
}

/// A text that was given as an argument, as one segment of a path.
pub(crate) fn segment(argument: &'static str, text: &str) -> Result<String, ArgumentError> {
    let text = text.trim();
    if matches!(text, "" | "." | "..") || text.chars().any(char::is_control) {
        return Err(ArgumentError::new(
            argument,
            format!("`{}` cannot be the name of anything", text.escape_debug()),
        ));
    }
    Ok(text.into())
}

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
        let Some(source) = self
            .source
            .as_ref()
            .filter(|_| call.credentials != CallCredentials::None)
        else {
            return self.attempt(call.endpoint, request);
        };
        let mut is_repeat = false;
        loop {
            let mut request = request.clone();
            let spartan = source.spartan_token()?;
            request
                .headers_mut()
                .insert(SPARTAN_TOKEN, spartan.header("spartan_token")?);
            let mut sent = vec![spartan.clone()];
            if call.credentials == CallCredentials::SpartanAndClearance {
                if let Some(clearance) = source.clearance()? {
                    sent.push(clearance.clone());
                    request
                        .headers_mut()
                        .insert(CLEARANCE, clearance.header("clearance_token")?);
                }
            }
            let mut answer = self.attempt(call.endpoint, request)?;
            if !answer.is_success() {
                // What a service says of a refusal becomes part of the error.
                sent.iter().for_each(|secret| answer.hide(secret));
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

    /// Sends a request when its turn has come and reads the whole answer.
    fn attempt(&self, endpoint: Endpoint, request: Request<Vec<u8>>) -> Result<Answer, Error> {
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
        let network = |source| Error::Network {
            endpoint,
            source: Box::new(source),
        };
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
        log::debug!("{endpoint}: {} answered {status}", endpoint.service.host());
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
