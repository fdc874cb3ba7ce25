//! What was asked of the sandbox.

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
    /// What follows the `?`, as it was sent.
    pub query: Option<String>,
    /// The headers in order, with names in lower case. Bytes that are no UTF-8 are replaced.
    pub headers: Vec<(String, String)>,
    /// The body.
    pub body: Vec<u8>,
    /// When the whole of it had arrived: how long after the sandbox began, by a clock that only runs forwards. A
    /// later request of [`Sandbox::requests`](crate::Sandbox::requests) never has an earlier time.
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
    /// What was made to go wrong with its answer: see [`Sandbox::faults`](crate::Sandbox::faults).
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

    /// A header's first value; the name in any case.
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

/// The requests so far.
#[derive(Debug)]
pub(crate) struct RequestLog {
    began: Instant,
    requests: Mutex<Vec<LoggedRequest>>,
}

impl RequestLog {
    pub(crate) fn begin() -> Self {
        Self {
            began: Instant::now(),
            requests: Mutex::default(),
        }
    }

    pub(crate) fn push(&self, parts: &Parts, body: &[u8], fault: Option<Fault>) {
        let mut requests = self.lock();
        // Told the time under the lock, so that the log is in the order of its times.
        requests.push(LoggedRequest::new(parts, body, self.began.elapsed(), fault));
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
