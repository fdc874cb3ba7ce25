//! How far a fetch is.

use std::time::Duration;

/// How far a [`Fetch`](crate::Fetch) is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[non_exhaustive]
pub struct Progress {
    /// How many results have been given, the one that is just being given included.
    pub done: usize,
    /// How many of those are errors.
    pub failed: usize,
    /// How many requests have been taken whose results have not been given yet.
    pub waiting: usize,
    /// How many requests there are in all, where their iterator knows.
    pub total: Option<usize>,
    /// The time since the first result was asked for, by the client's clock.
    pub elapsed: Duration,
}

impl Progress {
    /// How many results were given a second, on average since the start; 0 where no time has passed.
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
    fn the_rate_is_an_average() {
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
