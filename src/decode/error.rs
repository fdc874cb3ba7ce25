//! The error of decoding.

use std::fmt;

/// A document does not match its model.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub struct DecodeError {
    /// The place in the document, such as `Players[3].Outcome`; `.` is the document itself.
    pub path: String,
    /// The problem at that place.
    pub problem: String,
}

impl std::error::Error for DecodeError {}

impl fmt::Display for DecodeError {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(formatter, "{}: {}", self.path, self.problem)
    }
}
