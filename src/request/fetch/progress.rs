//! The progress of a fetch.

use std::time::Duration;

/// The progress of a [`Fetch`](super::Fetch).
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[non_exhaustive]
pub struct Progress {
    /// Number of results returned, including the one that is being returned.
    pub done: usize,
    /// Number of those results that are errors.
    pub failed: usize,
    /// Number of requests taken whose results have not been returned yet.
    pub waiting: usize,
    /// Number of all requests; `None` if their iterator does not know it.
    pub total: Option<usize>,
    /// Time since the first call of `next`, by the client's clock.
    pub elapsed: Duration,
}

impl Progress {
    /// Results per second, on average since the start; 0 if no time has passed.
    pub fn rate(&self) -> f64 {
        let seconds = self.elapsed.as_secs_f64();
        if seconds > 0.0 {
            self.done as f64 / seconds
        } else {
            0.0
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn rate_is_the_average_since_the_start() {
        let progress = |done, seconds| Progress {
            done,
            failed: 0,
            waiting: 0,
            total: None,
            elapsed: Duration::from_secs(seconds),
        };
        assert_eq!(progress(30, 6).rate(), 5.0);
        assert_eq!(progress(30, 0).rate(), 0.0);
    }
}
