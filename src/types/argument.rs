//! Wrong arguments.

use std::convert::Infallible;

/// An argument or a setting is wrong. Nothing was sent.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("{argument}: {problem}")]
#[non_exhaustive]
pub struct ArgumentError {
    /// The name of the argument or setting.
    pub argument: &'static str,
    /// The problem, and the values that are allowed.
    pub problem: String,
}

impl ArgumentError {
    pub(crate) fn new(argument: &'static str, problem: impl Into<String>) -> Self {
        Self {
            argument,
            problem: problem.into(),
        }
    }
}

/// Conversions that cannot fail meet the same bound as those that can.
impl From<Infallible> for ArgumentError {
    fn from(never: Infallible) -> Self {
        match never {}
    }
}

/// Converts an argument; `name` is the argument's name in an error.
pub(crate) fn argument<T>(
    name: &'static str,
    value: impl TryInto<T, Error: Into<ArgumentError>>,
) -> Result<T, ArgumentError> {
    value.try_into().map_err(|error| ArgumentError {
        argument: name,
        ..error.into()
    })
}
