//! Canned answers, given instead of the sandbox's own.

use axum::body::{Body, Bytes};
use axum::http::{HeaderName, HeaderValue, Response, StatusCode};
use std::fmt;
use std::time::SystemTime;

/// An answer to be given instead of the sandbox's own: see [`Sandbox::answer_next`](crate::Sandbox::answer_next), and
/// [`Sandbox::faults`](crate::Sandbox::faults) for everything else that can be made to happen.
///
/// ```
/// use halo_infinite_sandbox::Answer;
///
/// let busy = Answer::new(429).retry_after(2);
/// let broken = Answer::new(200).json(serde_json::json!({ "Start": 0 })).truncated_after(5);
/// ```
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Answer {
    status: StatusCode,
    headers: Vec<(HeaderName, HeaderValue)>,
    body: Bytes,
    truncated_after: Option<usize>,
}

impl Answer {
    /// An answer with a status and nothing else.
    ///
    /// # Panics
    ///
    /// If the status is not from 200 to 999.
    pub fn new(status: u16) -> Self {
        let final_status = StatusCode::from_u16(status)
            .ok()
            .filter(|status| status.as_u16() >= 200);
        let status = final_status.unwrap_or_else(|| panic!("{status} is not an answer's HTTP status"));
        Self {
            status,
            headers: Vec::new(),
            body: Bytes::new(),
            truncated_after: None,
        }
    }

    /// Adds a header; the same name twice gives it twice.
    ///
    /// # Panics
    ///
    /// If the name or the value is not one that HTTP can carry.
    pub fn header(mut self, name: &str, value: &str) -> Self {
        let name = HeaderName::try_from(name).unwrap_or_else(|_| panic!("{name:?} is not a header's name"));
        let value =
            HeaderValue::try_from(value).unwrap_or_else(|_| panic!("{value:?} is not a header's value"));
        self.headers.push((name, value));
        self
    }

    /// Sets the body.
    pub fn body(mut self, body: impl Into<Vec<u8>>) -> Self {
        self.body = Bytes::from(body.into());
        self
    }

    /// Sets a JSON body, and the content type that goes with it.
    pub fn json(self, value: serde_json::Value) -> Self {
        self.header("content-type", "application/json; charset=utf-8")
            .body(value.to_string())
    }

    /// Announces the whole body's length, sends so many bytes of it, and closes the connection, as
    /// [`Fault::truncated_after`](crate::Fault::truncated_after) does to the sandbox's own answers.
    pub fn truncated_after(mut self, bytes: usize) -> Self {
        self.truncated_after = Some(bytes);
        self
    }

    /// Asks to come again after so many seconds.
    pub fn retry_after(self, seconds: u64) -> Self {
        self.header("Retry-After", &seconds.to_string())
    }

    /// Asks to come again at a time, told as an HTTP date: whole seconds, in Greenwich.
    ///
    /// # Panics
    ///
    /// If the time is before 1970 or after 9999.
    pub fn retry_after_date(self, time: SystemTime) -> Self {
        self.header("Retry-After", &httpdate::fmt_http_date(time))
    }

    pub(crate) fn cut_off(&self) -> Option<usize> {
        self.truncated_after
    }

    /// All of it, whatever it is to be truncated to.
    pub(crate) fn to_response(&self) -> Response<Body> {
        let mut response = Response::new(Body::from(self.body.clone()));
        *response.status_mut() = self.status;
        for (name, value) in &self.headers {
            response.headers_mut().append(name.clone(), value.clone());
        }
        response
    }
}

impl fmt::Display for Answer {
    /// The status, the headers and the body's size; nothing of the body, which may hold what nobody must see.
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        let headers = self
            .headers
            .iter()
            .map(|(name, value)| format!("{name}: {}", String::from_utf8_lossy(value.as_bytes())));
        let mut parts: Vec<String> = headers.collect();
        if !self.body.is_empty() {
            parts.push(format!("{} bytes", self.body.len()));
        }
        write!(formatter, "{}", self.status.as_u16())?;
        if parts.is_empty() {
            Ok(())
        } else {
            write!(formatter, " with {}", parts.join(", "))
        }
    }
}
