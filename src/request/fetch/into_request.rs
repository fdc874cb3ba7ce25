//! The requests that a fetch accepts.

use serde::de::DeserializeOwned;

use super::super::raw_file::RawFile;
use super::super::request::Request;
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

/// A model that a fetch can return: any model, and [`RawFile`].
///
/// This trait is sealed: only this crate implements it.
pub trait Fetchable: sealed::Fetchable {}

impl<T: sealed::Fetchable> Fetchable for T {}

mod sealed {
    use super::{DeserializeOwned, Error, RawFile, Request};

    pub trait IntoRequest {}

    impl<T> IntoRequest for Request<T> {}
    impl<T> IntoRequest for &Request<T> {}
    impl<R: IntoRequest, E: Into<Error>> IntoRequest for Result<R, E> {}

    pub trait Fetchable: Send + Sized + 'static {
        /// As `Request::send`.
        fn send(request: &Request<Self>) -> Result<Self, Error>;
    }

    impl<T: DeserializeOwned + Send + 'static> Fetchable for T {
        fn send(request: &Request<T>) -> Result<T, Error> {
            request.send()
        }
    }

    impl Fetchable for RawFile {
        fn send(request: &Request<RawFile>) -> Result<RawFile, Error> {
            request.send()
        }
    }
}
