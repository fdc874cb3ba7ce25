//! Canned responses.

use axum::body::{Body, Bytes};
use axum::http::{HeaderName, HeaderValue, Response, StatusCode};
use std::fmt;
use std::time::SystemTime;

/// A canned response, which replaces the sandbox's own: see [`Sandbox::answer_next`](crate::Sandbox::answer_next).
/// [`Sandbox::faults`](crate::Sandbox::faults) lists the faults that a script can add.
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
    /// A response with a status, no headers and an empty body.
    ///
    /// # Panics
    ///
    /// If the status is below 200 or above 999.
    pub fn new(status: u16) -> Self {
        Self::checked(status).unwrap_or_else(|problem| panic!("{problem}"))
    }

    pub(crate) fn checked(status: u16) -> Result<Self, String> {
        let final_status = StatusCode::from_u16(status)
            .ok()
            .filter(|status| status.as_u16() >= 200);
        let status = final_status.ok_or(format!("{status} is not the HTTP status of a final response"))?;
        Ok(Self {
            status,
            headers: Vec::new(),
            body: Bytes::new(),
            truncated_after: None,
        })
    }

    /// Adds a header. The same name twice sends two headers.
    ///
    /// # Panics
    ///
    /// If the name or the value is not valid in HTTP.
    pub fn header(self, name: &str, value: &str) -> Self {
        self.with_header(name, value)
            .unwrap_or_else(|problem| panic!("{problem}"))
    }

    pub(crate) fn with_header(mut self, name: &str, value: &str) -> Result<Self, String> {
        let name = HeaderName::try_from(name).map_err(|_| format!("{name:?} is not a valid header name"))?;
        let value =
            HeaderValue::try_from(value).map_err(|_| format!("{value:?} is not a valid header value"))?;
        self.headers.push((name, value));
        Ok(self)
    }

    /// Sets the body.
    pub fn body(mut self, body: impl Into<Vec<u8>>) -> Self {
        self.body = Bytes::from(body.into());
        self
    }

    /// Sets a JSON body and its content type.
    pub fn json(self, value: serde_json::Value) -> Self {
        self.header("content-type", "application/json; charset=utf-8")
            .body(value.to_string())
    }

    /// Announces the length of the whole body, sends only this many bytes of it, and closes the connection.
    /// [`Fault::truncated_after`](crate::Fault::truncated_after) does this to the sandbox's own responses.
    pub fn truncated_after(mut self, bytes: usize) -> Self {
        self.truncated_after = Some(bytes);
        self
    }

    /// Adds `Retry-After` in seconds.
    pub fn retry_after(self, seconds: u64) -> Self {
        self.header("Retry-After", &seconds.to_string())
    }

    /// Adds `Retry-After` as an HTTP date, in whole seconds and GMT.
    ///
    /// # Panics
    ///
    /// If the time is before 1970 or after 9999.
    pub fn retry_after_date(self, time: SystemTime) -> Self {
        self.header("Retry-After", &httpdate::fmt_http_date(time))
    }

    pub(crate) fn truncation(&self) -> Option<usize> {
        self.truncated_after
    }

    /// The whole response, before any truncation.
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
    /// Formats the status, the headers and the size of the body. The body itself may be secret.
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
