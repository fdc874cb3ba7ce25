//! The outcome of one request.

use super::super::request::Request;
use crate::error::Error;

/// The outcome of one request of a [`Fetch`](super::Fetch).
#[derive(Debug)]
#[non_exhaustive]
pub struct Fetched<T, R = Request<T>> {
    /// Position of the request among all requests; 0 is the first.
    pub index: usize,
    /// The request, to identify it or to send it again; `None` if the iterator returned an error instead.
    pub request: Option<R>,
    /// The model, or the error.
    pub result: Result<T, Error>,
}
