//! Clocks, cancel tokens, and work that threads share.

mod cancel;
mod clock;
mod single_flight;

pub use cancel::CancelToken;
pub use clock::{Clock, SystemClock};
pub(crate) use single_flight::{Interrupted, SingleFlight};
