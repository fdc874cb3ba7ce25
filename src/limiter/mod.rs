//! The rate limiter: token buckets with a replaceable clock.
//!
//! A client has one bucket for each service. Each attempt takes a permit; if none is left, it waits. Permits
//! are granted in the order of the requests, so that no thread starves, and with a burst of 1 they are evenly
//! spaced. A request that is cancelled, or whose permit would come after its deadline, leaves at once: the
//! requests behind it move up, and newer ones never overtake them.
//!
//! A service that responds with 429 lowers its bucket's rate: each such response halves the rate, down to a
//! 32nd, and each success after that adds a 20th of the full rate, which is never exceeded. Responses to
//! requests that were sent before the last reduction change nothing.
//!
//! By [`shared_rate`](crate::ClientBuilder::shared_rate), programs share the buckets of their services.
//!
//! ```
//! use halo_infinite::limiter::{Rate, TokenBucket};
//!
//! let bucket = TokenBucket::new(Rate::new(1000.0, 1)?);
//! for _ in 0..3 {
//!     bucket.acquire(None)?; // waits for the permit
//! }
//! # Ok::<(), Box<dyn std::error::Error>>(())
//! ```

mod bucket;
mod level;
mod limit;
mod queue;
mod rate;
mod record;
mod shared_file;
#[cfg(test)]
mod tests;

pub use bucket::{AcquireError, DeadlineExceeded, TokenBucket};
pub(crate) use limit::{Limit, NoPermit, SharedFolder};
pub use rate::Rate;
