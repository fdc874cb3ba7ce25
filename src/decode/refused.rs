//! The error of reading fast, which says nothing.

use std::fmt;

use serde::de;

/// The document is not what the model expects, or not what the reader is for. Whoever wants to know
/// more has `serde_json` read the document again.
#[derive(Debug)]
pub(super) struct Refused;

impl std::error::Error for Refused {}

impl fmt::Display for Refused {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str("the document cannot be read fast")
    }
}

impl de::Error for Refused {
    fn custom<T: fmt::Display>(_: T) -> Self {
        Self
    }
}
