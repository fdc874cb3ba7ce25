//! The types that requests return.

use serde::de::DeserializeOwned;

use super::raw_file::RawFile;
use super::response::Response;
use crate::error::Error;

/// A type that a [`Request`](super::Request) returns: any model, and files such as [`RawFile`].
///
/// This trait is sealed: it is implemented for every `DeserializeOwned` type, and for the files of this crate.
pub trait FromResponse: sealed::FromResponse {}

impl<T: sealed::FromResponse> FromResponse for T {}

pub(crate) mod sealed {
    use crate::error::Error;
    use crate::request::response::Response;

    pub trait FromResponse: Sized {
        fn from_response(response: Response<Self>) -> Result<Self, Error>;
    }
}

impl<T: DeserializeOwned> sealed::FromResponse for T {
    fn from_response(response: Response<T>) -> Result<T, Error> {
        response.model()
    }
}

impl sealed::FromResponse for RawFile {
    fn from_response(response: Response<RawFile>) -> Result<RawFile, Error> {
        Ok(response.into())
    }
}
