//! The requests that a fetch accepts.

use super::super::from_response::FromResponse;
use super::super::request::Request;
use crate::error::Error;

/// An item that [`Client::fetch`](crate::Client::fetch) accepts: a [`Request`], a reference to one, a
/// `NamedRequest`, or a `Result` of these, whose error becomes the result in its place.
///
/// This trait is sealed: only this crate implements it.
pub trait IntoRequest: sealed::IntoRequest {
    /// The request.
    type Request: sealed::FetchRequest<Model = Self::Model>;
    /// The model that the request returns.
    type Model: Send + 'static;

    /// Returns the request.
    ///
    /// # Errors
    ///
    /// The error of the `Result`, if there is one.
    fn into_request(self) -> Result<Self::Request, Error>;
}

impl<T: FromResponse + Send + 'static> IntoRequest for Request<T> {
    type Request = Self;
    type Model = T;

    fn into_request(self) -> Result<Request<T>, Error> {
        Ok(self)
    }
}

impl<T: FromResponse + Send + 'static> IntoRequest for &Request<T> {
    type Request = Request<T>;
    type Model = T;

    fn into_request(self) -> Result<Request<T>, Error> {
        Ok(self.clone())
    }
}

impl<R: IntoRequest, E: Into<Error>> IntoRequest for Result<R, E> {
    type Request = R::Request;
    type Model = R::Model;

    fn into_request(self) -> Result<R::Request, Error> {
        self.map_err(Into::into)?.into_request()
    }
}

pub(crate) mod sealed {
    use crate::error::Error;
    use crate::http::OnPermit;
    use crate::request::from_response::FromResponse;
    use crate::request::request::Request;
    use crate::sync::CancelToken;

    pub trait IntoRequest {}

    impl<T> IntoRequest for Request<T> {}
    impl<T> IntoRequest for &Request<T> {}
    impl<R: IntoRequest, E: Into<Error>> IntoRequest for Result<R, E> {}

    /// A request as the threads of a fetch send it.
    pub trait FetchRequest: Send + 'static {
        type Model: Send + 'static;

        /// Sends the request. Another token stops it too, a child of `parent`, and it reports its permits.
        fn send_within(
            &self,
            stop: &CancelToken,
            parent: &CancelToken,
            on_permit: OnPermit,
        ) -> Result<Self::Model, Error>;
    }

    impl<T: FromResponse + Send + 'static> FetchRequest for Request<T> {
        type Model = T;

        fn send_within(
            &self,
            stop: &CancelToken,
            parent: &CancelToken,
            on_permit: OnPermit,
        ) -> Result<T, Error> {
            self.within(stop, parent, on_permit).send()
        }
    }
}
