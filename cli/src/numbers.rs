//! Numbers on the command line.

use std::num::NonZeroUsize;

/// Reads a number of things, at least one.
pub fn at_least_one(text: &str) -> Result<NonZeroUsize, &'static str> {
    text.parse().map_err(|_| "write a whole number from 1")
}

/// Reads a number of things, which may be none.
#[cfg(feature = "sandbox")]
pub fn whole(text: &str) -> Result<usize, &'static str> {
    text.parse().map_err(|_| "write a whole number from 0")
}
