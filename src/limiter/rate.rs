//! Rates.

use std::time::Duration;

use crate::types::ArgumentError;

/// A rate of requests, and a burst: the number of requests that may go at once after a rest.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Rate {
    interval: Duration,
    burst: u32,
}

impl Rate {
    /// The slowest rate, in requests per second: one in about 17 minutes.
    pub const SLOWEST: f64 = 0.001;
    /// The fastest rate, in requests per second. For more, use
    /// [`unlimited`](crate::ClientBuilder::unlimited).
    pub const FASTEST: f64 = 10_000.0;
    /// The largest burst.
    pub const LARGEST_BURST: u32 = 10_000;

    /// No limit: requests wait only during pauses.
    pub(crate) const UNLIMITED: Self = Self::every(Duration::ZERO, 1);

    /// One request in each interval, with bursts of at least one.
    pub(crate) const fn every(interval: Duration, burst: u32) -> Self {
        Self { interval, burst }
    }

    /// A rate in requests per second, and a burst.
    ///
    /// # Errors
    ///
    /// [`ArgumentError`] unless the rate is between [`Rate::SLOWEST`] and [`Rate::FASTEST`] and
    /// the burst between 1 and [`Rate::LARGEST_BURST`].
    pub fn new(per_second: f64, burst: u32) -> Result<Self, ArgumentError> {
        // NaN is in no range.
        if !(Self::SLOWEST..=Self::FASTEST).contains(&per_second) {
            return Err(ArgumentError::new(
                "requests_per_second",
                format!(
                    "{per_second} is not a rate: choose between {} and {} requests a second, or unlimited()",
                    Self::SLOWEST,
                    Self::FASTEST
                ),
            ));
        }
        if !(1..=Self::LARGEST_BURST).contains(&burst) {
            return Err(ArgumentError::new(
                "burst",
                format!(
                    "{burst} is not a burst: choose between 1 and {}",
                    Self::LARGEST_BURST
                ),
            ));
        }
        // Rounded up, so that the rate is never exceeded.
        let interval = Duration::from_nanos((1e9 / per_second).ceil() as u64);
        Ok(Self { interval, burst })
    }

    /// The time between two requests of a burst of 1.
    pub const fn interval(self) -> Duration {
        self.interval
    }

    /// The rate of several limits together; of none, that of one.
    pub(crate) fn times(self, limits: usize) -> Self {
        let limits = u32::try_from(limits).unwrap_or(u32::MAX).max(1);
        Self {
            interval: self.interval / limits,
            ..self
        }
    }

    /// The time before the bucket is full at which a request may be sent: the burst.
    pub(super) fn tolerance(self) -> Duration {
        self.interval * (self.burst - 1)
    }
}
