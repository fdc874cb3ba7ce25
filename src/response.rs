//! One answer.

use std::fmt;
use std::marker::PhantomData;
use std::time::Duration;

use serde::de::DeserializeOwned;
use serde_json::Value;
use ureq::http::HeaderMap;

use crate::decode::{DecodeError, decode, drift};
use crate::error::{Endpoint, Error};
use crate::transport::Answer;

/// The whole successful answer of a call whose model is `T`.
pub struct Response<T> {
    endpoint: Endpoint,
    answer: Answer,
    model: PhantomData<fn() -> T>,
}

impl<T> Response<T> {
    pub(crate) fn new(endpoint: Endpoint, answer: Answer) -> Self {
        Self {
            endpoint,
            answer,
            model: PhantomData,
        }
    }

    /// The call.
    pub fn endpoint(&self) -> Endpoint {
        self.endpoint
    }

    /// The HTTP status, from 200 to 299.
    pub fn status(&self) -> u16 {
        self.answer.status
    }

    /// How many tries it took: 1, unless something went wrong before. See
    /// [`RetryPolicy`](crate::RetryPolicy). 0 where nothing was sent, because the answer was in the cache.
    pub fn attempts(&self) -> u32 {
        self.answer.attempts
    }

    /// Whether the body comes from the client's cache, by the feature `cache`. The service may have said
    /// just now that it still holds: then [`age`](Self::age) is zero and [`attempts`](Self::attempts) is
    /// not.
    pub fn from_cache(&self) -> bool {
        self.answer.age.is_some()
    }

    /// How long ago the service gave an answer that comes from the cache, or last said that it still
    /// holds; `None` for one that has just come.
    pub fn age(&self) -> Option<Duration> {
        self.answer.age
    }

    /// The headers. Of an answer from the cache there are `Content-Type`, `ETag`, `Last-Modified` and
    /// `Date`.
    pub fn headers(&self) -> &HeaderMap {
        &self.answer.headers
    }

    /// The body as it came, decompressed.
    pub fn bytes(&self) -> &[u8] {
        &self.answer.body
    }

    /// The body as it came, decompressed, without a copy.
    pub fn into_bytes(self) -> Vec<u8> {
        self.answer.body
    }

    /// The body as any JSON.
    ///
    /// # Errors
    ///
    /// [`Error::Decode`] where it is no JSON.
    pub fn json(&self) -> Result<Value, Error> {
        self.model_as()
    }

    /// The body as any model.
    ///
    /// # Errors
    ///
    /// [`Error::Decode`] says where in the body it departs from the model.
    pub fn model_as<U: DeserializeOwned>(&self) -> Result<U, Error> {
        decode(&self.answer.body).map_err(|error| self.in_context(error))
    }

    fn in_context(&self, error: DecodeError) -> Error {
        Error::Decode {
            endpoint: self.endpoint,
            status: self.answer.status,
            source: Box::new(self.answer.explain(error)),
        }
    }
}

impl<T: DeserializeOwned> Response<T> {
    /// The body as the call's model.
    ///
    /// # Errors
    ///
    /// [`Error::Decode`] says where in the body it departs from the model.
    pub fn model(&self) -> Result<T, Error> {
        self.model_as()
    }

    /// Lists the fields of the body that the model does not know, as [`drift`] does.
    ///
    /// # Errors
    ///
    /// [`Error::Decode`] where the body cannot be decoded at all.
    pub fn drift(&self) -> Result<Vec<String>, Error> {
        drift::<T>(&self.answer.body).map_err(|error| self.in_context(error))
    }
}

impl<T> fmt::Debug for Response<T> {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter
            .debug_struct("Response")
            .field("endpoint", &self.endpoint.to_string())
            .field("status", &self.answer.status)
            .field("attempts", &self.answer.attempts)
            .field("age", &self.answer.age)
            .field("bytes", &self.answer.body.len())
            .finish_non_exhaustive()
    }
}
