//! Files: responses that are not JSON.

use std::fmt;

use ureq::http::header;

use super::response::Response;

/// A file from a service, such as an image.
#[derive(Clone, PartialEq, Eq)]
#[non_exhaustive]
pub struct RawFile {
    /// The media type, such as `image/png`; `None` if the service does not send it.
    pub content_type: Option<String>,
    /// The file's bytes.
    pub bytes: Vec<u8>,
}

impl fmt::Debug for RawFile {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter
            .debug_struct("RawFile")
            .field("content_type", &self.content_type)
            .field("bytes", &self.bytes.len())
            .finish()
    }
}

impl From<Response<RawFile>> for RawFile {
    fn from(response: Response<RawFile>) -> Self {
        let content_type = response.headers().get(header::CONTENT_TYPE);
        let content_type = content_type.and_then(|value| value.to_str().ok());
        Self {
            content_type: content_type.map(str::to_owned),
            bytes: response.into_bytes(),
        }
    }
}
