//! Clocks, cancel tokens, waits, threads, and work that threads share or divide.

mod cancel;
mod clock;
mod jobs;
mod single_flight;
mod threads;
mod wait;

pub use cancel::CancelToken;
pub use clock::{Clock, SystemClock};
pub(crate) use jobs::{Job, job, run_jobs};
pub(crate) use single_flight::{Interrupted, SingleFlight};
pub(crate) use threads::{LEAVE_AFTER, Threads, survive};
pub(crate) use wait::Wait;
