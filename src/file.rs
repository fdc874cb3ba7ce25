//! Files: answers that are not JSON.

use std::fmt;

use ureq::http::header;

use crate::error::Error;
use crate::request::Request;

/// A file as a service has it, such as an image.
#[derive(Clone, PartialEq, Eq)]
#[non_exhaustive]
pub struct File {
    /// What the service says it is, such as `image/png`; `None` where it says nothing.
    pub content_type: Option<String>,
    /// The file's bytes.
    pub bytes: Vec<u8>,
}

impl fmt::Debug for File {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter
            .debug_struct("File")
            .field("content_type", &self.content_type)
            .field("bytes", &self.bytes.len())
            .finish()
    }
}

impl Request<File> {
    /// Makes the call and gives the file.
    ///
    /// # Errors
    ///
    /// Those of [`response`](Self::response).
    pub fn send(&self) -> Result<File, Error> {
        let response = self.response()?;
        let content_type = response.headers().get(header::CONTENT_TYPE);
        let content_type = content_type
            .and_then(|value| value.to_str().ok())
            .map(str::to_owned);
        Ok(File {
            content_type,
            bytes: response.into_bytes(),
        })
    }
}
