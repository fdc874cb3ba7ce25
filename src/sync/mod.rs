//! Clocks, cancel tokens, waits, and work that threads share or divide.

mod cancel;
mod clock;
mod jobs;
mod single_flight;
mod wait;

pub use cancel::CancelToken;
pub use clock::{Clock, SystemClock};
pub(crate) use jobs::{Job, job, run_jobs};
pub(crate) use single_flight::{Interrupted, SingleFlight};
pub(crate) use wait::Wait;
