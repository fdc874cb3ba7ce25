//! The requests that a fetch accepts.

use super::super::request::Request;
use super::sealed;
use crate::error::Error;

/// An item that [`Client::fetch`](crate::Client::fetch) accepts: a [`Request`], a reference to one, or a
/// `Result` of these, whose error becomes the result in its place.
///
/// This trait is sealed: only this crate implements it.
pub trait IntoRequest: sealed::IntoRequest {
    /// The model that the request returns.
    type Model: Fetchable;

    /// Returns the request.
    ///
    /// # Errors
    ///
    /// The error of the `Result`, if there is one.
    fn into_request(self) -> Result<Request<Self::Model>, Error>;
}

impl<T: Fetchable> IntoRequest for Request<T> {
    type Model = T;

    fn into_request(self) -> Result<Request<T>, Error> {
        Ok(self)
    }
}

impl<T: Fetchable> IntoRequest for &Request<T> {
    type Model = T;

    fn into_request(self) -> Result<Request<T>, Error> {
        Ok(self.clone())
    }
}

impl<R: IntoRequest, E: Into<Error>> IntoRequest for Result<R, E> {
    type Model = R::Model;

    fn into_request(self) -> Result<Request<R::Model>, Error> {
        self.map_err(Into::into)?.into_request()
    }
}

/// A model that a fetch can return: any model, and [`RawFile`](crate::payload::RawFile).
///
/// This trait is sealed: only this crate implements it.
pub trait Fetchable: sealed::Fetchable {}

impl<T: sealed::Fetchable> Fetchable for T {}
