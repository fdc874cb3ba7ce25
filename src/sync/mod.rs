//! Clocks, cancel tokens, waits, and work that threads share.

mod cancel;
mod clock;
mod single_flight;
mod wait;

pub use cancel::CancelToken;
pub use clock::{Clock, SystemClock};
pub(crate) use single_flight::{Interrupted, SingleFlight};
pub(crate) use wait::Wait;
