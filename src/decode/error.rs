//! The error of decoding.

use std::fmt;

/// The path of the document itself.
pub(super) const DOCUMENT: &str = ".";
/// The start of the problem of a web page.
pub(super) const WEB_PAGE: &str = "expected JSON, found HTML or XML";

/// A document does not match its model.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub struct DecodeError {
    /// The place in the document, such as `Players[3].Outcome`; `.` is the document itself.
    pub path: String,
    /// The problem at that place.
    pub problem: String,
}

#[cfg(feature = "client")]
impl DecodeError {
    /// Whether the document is a web page, or XML.
    pub(crate) fn is_web_page(&self) -> bool {
        self.problem.starts_with(WEB_PAGE)
    }
}

impl std::error::Error for DecodeError {}

impl fmt::Display for DecodeError {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.path.as_str() {
            DOCUMENT => formatter.write_str(&self.problem),
            path => write!(formatter, "{path}: {}", self.problem),
        }
    }
}
