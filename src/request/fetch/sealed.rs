//! The bounds that seal the traits of a fetch: they are public, but no user can name them.

use serde::de::DeserializeOwned;

use super::super::raw_file::RawFile;
use super::super::request::Request;
use crate::error::Error;

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
