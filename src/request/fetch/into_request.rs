//! The requests that a fetch accepts.

use super::super::from_response::FromResponse;
use super::super::request::Request;
use crate::error::Error;

/// An item that [`Client::fetch`](crate::Client::fetch) accepts: a [`Request`], a reference to one, or a
/// `Result` of these, whose error becomes the result in its place.
///
/// This trait is sealed: only this crate implements it.
pub trait IntoRequest: sealed::IntoRequest {
    /// The model that the request returns.
    type Model: FromResponse + Send + 'static;

    /// Returns the request.
    ///
    /// # Errors
    ///
    /// The error of the `Result`, if there is one.
    fn into_request(self) -> Result<Request<Self::Model>, Error>;
}

impl<T: FromResponse + Send + 'static> IntoRequest for Request<T> {
    type Model = T;

    fn into_request(self) -> Result<Request<T>, Error> {
        Ok(self)
    }
}

impl<T: FromResponse + Send + 'static> IntoRequest for &Request<T> {
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

pub(super) mod sealed {
    use crate::error::Error;
    use crate::request::request::Request;

    pub trait IntoRequest {}

    impl<T> IntoRequest for Request<T> {}
    impl<T> IntoRequest for &Request<T> {}
    impl<R: IntoRequest, E: Into<Error>> IntoRequest for Result<R, E> {}
}
