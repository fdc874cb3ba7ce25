//! The wait for data that is not available yet.

use std::time::Duration;

/// The pause between two attempts: that of the game, whose catalogue has the retry policy `linearretry404retry` for the
/// statistics, the skill and the progression of a match.
const PAUSE: Duration = Duration::from_secs(2);
/// The number of attempts that the game repeats.
const GAME_RETRIES: u32 = 14;
/// The pause after these. Only films take so long, and their manifests name 30 seconds for a look at a newer one.
const LONG_PAUSE: Duration = Duration::from_secs(10);

/// The times at which a request looks for its data again.
#[derive(Debug)]
pub(super) struct LookOut {
    end: Duration,
    looks: u32,
}

impl LookOut {
    /// A wait that starts now, with the first 404.
    pub fn new(now: Duration, wait: Duration) -> Self {
        Self {
            end: now.saturating_add(wait),
            looks: 0,
        }
    }

    /// The time of the next attempt after a 404, which may have a `Retry-After`; `None` if the wait is over. The last
    /// attempt is at the end of the wait.
    pub fn next(&mut self, now: Duration, retry_after: Option<Duration>) -> Option<Duration> {
        if now >= self.end {
            return None;
        }
        let pause = if self.looks < GAME_RETRIES {
            PAUSE
        } else {
            LONG_PAUSE
        };
        self.looks += 1;
        let pause = pause.max(retry_after.unwrap_or_default());
        Some(now.saturating_add(pause).min(self.end))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The times of all attempts after the first, in seconds.
    fn looks(wait: u64, retry_after: Option<u64>) -> Vec<u64> {
        let mut now = Duration::from_secs(100);
        let mut look_out = LookOut::new(now, Duration::from_secs(wait));
        let mut looks = Vec::new();
        while let Some(at) = look_out.next(now, retry_after.map(Duration::from_secs)) {
            looks.push((at - Duration::from_secs(100)).as_secs());
            now = at;
        }
        looks
    }

    #[test]
    fn the_first_looks_have_the_rhythm_of_the_game() {
        assert_eq!(looks(0, None), [0; 0]);
        assert_eq!(looks(1, None), [1]);
        assert_eq!(looks(5, None), [2, 4, 5]);
        assert_eq!(looks(28, None), (1..=14).map(|look| 2 * look).collect::<Vec<_>>());
        assert_eq!(looks(60, None)[13..], [28, 38, 48, 58, 60]);
        assert_eq!(looks(10, Some(4)), [4, 8, 10]);
        assert_eq!(looks(10, Some(99)), [10]);
    }

    #[test]
    fn an_endless_wait_does_not_overflow() {
        let now = Duration::from_secs(1);
        let mut look_out = LookOut::new(now, Duration::MAX);
        assert_eq!(look_out.next(now, Some(Duration::MAX)), Some(Duration::MAX));
    }
}
