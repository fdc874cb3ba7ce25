//! Reports of attempts, for an observer.

mod attempt;
mod observer;
#[cfg(feature = "tracing")]
mod trace;

pub use attempt::{Attempt, AttemptOutcome};
pub(crate) use observer::Observer;
#[cfg(feature = "tracing")]
pub(crate) use trace::request_span;
