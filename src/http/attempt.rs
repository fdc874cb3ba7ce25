//! One attempt: sends an HTTP request and reads the whole response. Nothing else in this crate sends.

use std::time::Duration;

use jiff::Timestamp;
use ureq::Proxy;
use ureq::http::{Request, Response};

use super::agent::Agent;
use super::body;
use super::date::date;
use super::failure::Failure;
use super::prepared_request::PreparedRequest;
use super::raw_response::RawResponse;
use super::retry::{Outcome, retry_after};

/// Sends a request within a time limit, and reads a body of at most `max_body` bytes, which is wiped when dropped if
/// it is secret.
pub(super) fn attempt(
    agent: &Agent,
    prepared: &PreparedRequest,
    request: Request<()>,
    time_left: Duration,
    max_body: u64,
    is_secret: bool,
    now: impl Fn() -> Timestamp,
) -> Outcome {
    let host = request.uri().host().unwrap_or_default().to_owned();
    let timeout = agent.timeout.min(time_left);
    let proxy = agent.route.proxy_to(request.uri());
    // Even an empty body would turn a GET into another request.
    let response = match &prepared.body {
        None => run(agent, request, proxy, timeout),
        Some(body) => run(agent, request.map(|()| body.bytes.as_slice()), proxy, timeout),
    };
    let response =
        response.map_err(|cause| Failure::before_response(cause, proxy, agent.ureq.config().tls_config()))?;
    let (parts, mut body) = response.into_parts();
    let status = parts.status.as_u16();
    log::debug!("{}: {host} responded with {status}", prepared.endpoint);
    let body = body.with_config().limit(max_body).reader();
    let body = body::read(body, is_secret).map_err(|error| Failure::within_response(error.into()))?;
    Ok(RawResponse {
        status,
        // The service's own clock counts for its dates.
        retry_after: retry_after(&parts.headers, date(&parts.headers).unwrap_or_else(now)),
        headers: parts.headers,
        body,
        attempts: 0,
        age: None,
        lacks_clearance: false,
        secrets: Vec::new(),
    })
}

fn run<B: ureq::AsSendBody>(
    agent: &Agent,
    request: Request<B>,
    proxy: Option<&Proxy>,
    timeout: Duration,
) -> Result<Response<ureq::Body>, ureq::Error> {
    let request = agent
        .ureq
        .configure_request(request)
        .timeout_global(Some(timeout))
        .timeout_connect(Some(agent.connect_timeout))
        .proxy(proxy.cloned())
        .http_status_as_error(false)
        // Tokens must not follow a redirect to another host. The API sends no redirects.
        .max_redirects(0)
        .max_redirects_will_error(false)
        .build();
    agent.ureq.run(request)
}
