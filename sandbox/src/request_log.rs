//! The requests that the sandbox received.

use crate::faults::Fault;
use axum::http::HeaderMap;
use axum::http::request::Parts;
use std::sync::{Mutex, MutexGuard, PoisonError};
use std::time::{Duration, Instant};

/// A request as it arrived.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct LoggedRequest {
    /// `GET`, `POST`, …
    pub method: String,
    /// The path as it was sent, percent-encoded: `/stats/hi/matches/…/stats`.
    pub path: String,
    /// The query string after the `?`, as it was sent.
    pub query: Option<String>,
    /// The headers in order, with lower-case names. Invalid UTF-8 is replaced.
    pub headers: Vec<(String, String)>,
    /// The body.
    pub body: Vec<u8>,
    /// When the request had arrived completely, as the time since the sandbox started, by a monotonic clock. A later
    /// request of [`Sandbox::requests`](crate::Sandbox::requests) never has an earlier time.
    ///
    /// ```
    /// use halo_infinite_sandbox::Sandbox;
    ///
    /// let sandbox = Sandbox::start()?;
    /// let client = sandbox.client()?;
    /// for _ in 0..3 {
    ///     client.stats().match_count(sandbox.world().home().xuid()).send()?;
    /// }
    /// let requests = sandbox.requests();
    /// assert!(requests.windows(2).all(|pair| pair[0].at <= pair[1].at));
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    pub at: Duration,
    /// The fault in its response: see [`Sandbox::faults`](crate::Sandbox::faults).
    pub fault: Option<Fault>,
}

impl LoggedRequest {
    fn new(parts: &Parts, body: &[u8], at: Duration, fault: Option<Fault>) -> Self {
        Self {
            method: parts.method.to_string(),
            path: parts.uri.path().to_owned(),
            query: parts.uri.query().map(str::to_owned),
            headers: headers(&parts.headers),
            body: body.to_vec(),
            at,
            fault,
        }
    }

    /// Returns the first value of a header. The name may be in any case.
    pub fn header(&self, name: &str) -> Option<&str> {
        let found = self
            .headers
            .iter()
            .find(|(header, _)| header.eq_ignore_ascii_case(name));
        found.map(|(_, value)| value.as_str())
    }
}

fn headers(headers: &HeaderMap) -> Vec<(String, String)> {
    let text = |value: &[u8]| String::from_utf8_lossy(value).into_owned();
    headers
        .iter()
        .map(|(name, value)| (name.to_string(), text(value.as_bytes())))
        .collect()
}

/// All requests so far.
#[derive(Debug)]
pub(crate) struct RequestLog {
    started: Instant,
    requests: Mutex<Vec<LoggedRequest>>,
}

impl RequestLog {
    pub(crate) fn new() -> Self {
        Self {
            started: Instant::now(),
            requests: Mutex::default(),
        }
    }

    pub(crate) fn push(&self, parts: &Parts, body: &[u8], fault: Option<Fault>) {
        let mut requests = self.lock();
        // Read the time under the lock, so that the log is in order of its times.
        requests.push(LoggedRequest::new(parts, body, self.started.elapsed(), fault));
    }

    pub(crate) fn all(&self) -> Vec<LoggedRequest> {
        self.lock().clone()
    }

    pub(crate) fn take(&self) -> Vec<LoggedRequest> {
        std::mem::take(&mut *self.lock())
    }

    pub(crate) fn clear(&self) {
        self.take();
    }

    fn lock(&self) -> MutexGuard<'_, Vec<LoggedRequest>> {
        self.requests.lock().unwrap_or_else(PoisonError::into_inner)
    }
}
