//! One response.

use std::fmt;
use std::marker::PhantomData;
use std::time::Duration;

use serde::de::DeserializeOwned;
use serde_json::Value;
use ureq::http::HeaderMap;

#[cfg(feature = "by-name")]
use crate::decode::decode_noting_changes;
use crate::decode::{DecodeError, decode, drift};
use crate::error::Error;
use crate::http::RawResponse;
use crate::types::{Endpoint, ResponseKind};

/// A successful response to a request for a `T`.
pub struct Response<T> {
    endpoint: &'static Endpoint,
    raw: RawResponse,
    model: PhantomData<fn() -> T>,
}

impl<T> Response<T> {
    pub(crate) fn new(endpoint: &'static Endpoint, raw: RawResponse) -> Self {
        Self {
            endpoint,
            raw,
            model: PhantomData,
        }
    }

    /// The endpoint.
    pub fn endpoint(&self) -> &'static Endpoint {
        self.endpoint
    }

    /// The HTTP status, from 200 to 299.
    pub fn status(&self) -> u16 {
        self.raw.status
    }

    /// Number of attempts: 1, unless there were retries ([`RetryPolicy`](crate::RetryPolicy)); 0 if the
    /// response was cached and nothing was sent.
    pub fn attempts(&self) -> u32 {
        self.raw.attempts
    }

    /// Whether the body comes from the client's cache (feature `cache`). If the service has just confirmed it,
    /// [`age`](Self::age) is zero and [`attempts`](Self::attempts) is not.
    pub fn from_cache(&self) -> bool {
        self.raw.age.is_some()
    }

    /// The age of a cached response: the time since the service sent or last confirmed it. `None` for a
    /// response that was not cached.
    pub fn age(&self) -> Option<Duration> {
        self.raw.age
    }

    /// The headers. A cached response has `Content-Type`, `ETag`, `Last-Modified` and `Date` only.
    pub fn headers(&self) -> &HeaderMap {
        &self.raw.headers
    }

    /// The body, decompressed.
    pub fn bytes(&self) -> &[u8] {
        &self.raw.body
    }

    /// The body, decompressed, without a copy.
    pub fn into_bytes(self) -> Vec<u8> {
        self.raw.body.into_bytes()
    }

    /// The body as any JSON.
    ///
    /// # Errors
    ///
    /// [`Error::Decode`] if it is not JSON.
    pub fn json(&self) -> Result<Value, Error> {
        self.model_as()
    }

    /// The body as any model.
    ///
    /// # Errors
    ///
    /// [`Error::Decode`] names the place in the body that does not fit the model.
    pub fn model_as<U: DeserializeOwned>(&self) -> Result<U, Error> {
        self.decode_part(self.json_body())
    }

    /// The body. An empty one of an endpoint that returns nothing is `null` in JSON.
    fn json_body(&self) -> &[u8] {
        match self.endpoint.response_kind() {
            ResponseKind::Empty if self.raw.body.is_empty() => b"null",
            _ => self.raw.body.as_slice(),
        }
    }

    /// A part of the body as any model.
    pub(crate) fn decode_part<U: DeserializeOwned>(&self, part: &[u8]) -> Result<U, Error> {
        decode(part).map_err(|error| self.misfit(error))
    }

    /// The error for a body that does not fit the model.
    pub(crate) fn misfit(&self, error: DecodeError) -> Error {
        let cause = if self.endpoint.is_secret() {
            // Both the path and the problem can quote the body.
            DecodeError {
                path: ".".into(),
                problem: "the body does not fit the model. It is not shown, because it holds a secret".into(),
            }
        } else {
            self.raw.redact(error)
        };
        Error::Decode {
            endpoint: self.endpoint,
            status: self.raw.status,
            cause: Box::new(cause),
        }
    }
}

impl<T: DeserializeOwned> Response<T> {
    /// The body as the request's model.
    ///
    /// # Errors
    ///
    /// [`Error::Decode`] names the place in the body that does not fit the model.
    pub fn model(&self) -> Result<T, Error> {
        self.model_as()
    }

    /// The body as the request's model, and whether the model is written in another form than the body.
    #[cfg(feature = "by-name")]
    pub(crate) fn model_noting_changes(&self) -> Result<(T, bool), Error> {
        let (model, is_changed) =
            decode_noting_changes(self.json_body()).map_err(|error| self.misfit(error))?;
        Ok((
            model,
            is_changed || self.endpoint.response_kind() == ResponseKind::Empty,
        ))
    }

    /// The fields of the body that the model does not know, as [`drift`] lists them.
    ///
    /// # Errors
    ///
    /// [`Error::Decode`] if the body cannot be decoded at all.
    pub fn drift(&self) -> Result<Vec<String>, Error> {
        drift::<T>(&self.raw.body).map_err(|error| self.misfit(error))
    }
}

impl<T> fmt::Debug for Response<T> {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter
            .debug_struct("Response")
            .field("endpoint", &self.endpoint.to_string())
            .field("status", &self.raw.status)
            .field("attempts", &self.raw.attempts)
            .field("age", &self.raw.age)
            .field("bytes", &self.raw.body.len())
            .finish_non_exhaustive()
    }
}
