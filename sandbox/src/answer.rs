//! Canned answers: how a test makes any answer go wrong.

use axum::body::{Body, Bytes};
use axum::http::header::CONTENT_LENGTH;
use axum::http::{HeaderName, HeaderValue, Response, StatusCode};
use http_body::{Frame, SizeHint};
use std::collections::VecDeque;
use std::io;
use std::pin::Pin;
use std::sync::{Mutex, PoisonError};
use std::task::{Context, Poll};

/// An answer to be given instead of the sandbox's own: see [`Sandbox::answer_next`](crate::Sandbox::answer_next).
///
/// ```
/// use halo_infinite_sandbox::Answer;
///
/// let busy = Answer::new(429).header("Retry-After", "2");
/// let broken = Answer::new(200).json(serde_json::json!({ "Start": 0 })).truncated_after(5);
/// ```
#[derive(Clone, Debug)]
pub struct Answer {
    status: StatusCode,
    headers: Vec<(HeaderName, HeaderValue)>,
    body: Vec<u8>,
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
            body: Vec::new(),
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
        self.body = body.into();
        self
    }

    /// Sets a JSON body, and the content type that goes with it.
    pub fn json(self, value: serde_json::Value) -> Self {
        self.header("content-type", "application/json; charset=utf-8")
            .body(value.to_string())
    }

    /// Announces the whole body's length, sends so many bytes of it, and closes the connection.
    pub fn truncated_after(mut self, bytes: usize) -> Self {
        self.truncated_after = Some(bytes);
        self
    }

    pub(crate) fn into_response(self) -> Response<Body> {
        let length = self.body.len();
        let body = match self.truncated_after.filter(|bytes| *bytes < length) {
            None => Body::from(self.body),
            Some(bytes) => Body::new(Truncated::Sending(Bytes::from(self.body).slice(..bytes))),
        };
        let mut response = Response::new(body);
        *response.status_mut() = self.status;
        for (name, value) in self.headers {
            response.headers_mut().append(name, value);
        }
        if self.truncated_after.is_some() {
            response
                .headers_mut()
                .insert(CONTENT_LENGTH, HeaderValue::from(length));
        }
        response
    }
}

/// A body that fails after its first bytes.
enum Truncated {
    Sending(Bytes),
    /// The bytes are on their way: a pause lets the server flush them before the failure ends the connection.
    Flushing,
    Failing,
}

impl http_body::Body for Truncated {
    type Data = Bytes;
    type Error = io::Error;

    fn poll_frame(
        mut self: Pin<&mut Self>,
        context: &mut Context<'_>,
    ) -> Poll<Option<Result<Frame<Bytes>, io::Error>>> {
        match &mut *self {
            Self::Sending(bytes) => {
                let bytes = std::mem::take(bytes);
                *self = Self::Flushing;
                Poll::Ready(Some(Ok(Frame::data(bytes))))
            }
            Self::Flushing => {
                *self = Self::Failing;
                context.waker().wake_by_ref();
                Poll::Pending
            }
            Self::Failing => Poll::Ready(Some(Err(io::Error::other("truncated on purpose")))),
        }
    }

    fn size_hint(&self) -> SizeHint {
        SizeHint::default()
    }
}

/// The answers that wait for their requests.
#[derive(Debug, Default)]
pub(crate) struct Answers(Mutex<VecDeque<(String, Answer)>>);

impl Answers {
    pub(crate) fn push(&self, path_prefix: &str, answer: Answer) {
        let mut queue = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        queue.push_back((path_prefix.to_owned(), answer));
    }

    /// The oldest answer for a path.
    pub(crate) fn take(&self, path: &str) -> Option<Answer> {
        let mut queue = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        let index = queue
            .iter()
            .position(|(prefix, _)| path.starts_with(prefix.as_str()))?;
        queue.remove(index).map(|(_, answer)| answer)
    }
}
