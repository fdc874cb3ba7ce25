//! What can be fetched.

use serde::de::DeserializeOwned;

use crate::error::Error;
use crate::request::raw_file::RawFile;
use crate::request::request::Request;

/// What a [`Client::fetch`](crate::Client::fetch) takes: a [`Request`], a reference to one, or a `Result`
/// with one of these, such as a page's error brings.
pub trait IntoRequest {
    /// What the request answers with.
    type Model: Fetchable;

    /// The request, or why there is none.
    ///
    /// # Errors
    ///
    /// The one that came in its place.
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

/// What a request of a fetch can answer with: any model, and [`RawFile`].
pub trait Fetchable: Send + Sized + 'static {
    /// As `Request::send`.
    #[doc(hidden)]
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
