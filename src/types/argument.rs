//! Conversions of arguments, and their error.

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
    /// An error about an argument, for conversions of your own.
    pub fn new(argument: &'static str, problem: impl Into<String>) -> Self {
        Self {
            argument,
            problem: problem.into(),
        }
    }
}

/// So that infallible conversions satisfy the bound `Error: Into<ArgumentError>`.
impl From<Infallible> for ArgumentError {
    fn from(never: Infallible) -> Self {
        match never {}
    }
}

/// Converts an argument. `name` is the argument's name in the error.
pub(crate) fn argument<T>(
    name: &'static str,
    value: impl TryInto<T, Error: Into<ArgumentError>>,
) -> Result<T, ArgumentError> {
    value.try_into().map_err(|error| ArgumentError {
        argument: name,
        ..error.into()
    })
}

/// Implements conversions from text by [`FromStr`](std::str::FromStr).
macro_rules! from_text {
    ($type:ty) => {
        impl TryFrom<&str> for $type {
            type Error = <Self as std::str::FromStr>::Err;

            fn try_from(text: &str) -> Result<Self, Self::Error> {
                text.parse()
            }
        }

        impl TryFrom<&String> for $type {
            type Error = <Self as std::str::FromStr>::Err;

            fn try_from(text: &String) -> Result<Self, Self::Error> {
                text.parse()
            }
        }

        impl TryFrom<String> for $type {
            type Error = <Self as std::str::FromStr>::Err;

            fn try_from(text: String) -> Result<Self, Self::Error> {
                text.parse()
            }
        }
    };
}
pub(crate) use from_text;
