//! Jitter, so that many programs do not act in lockstep.

use std::hash::{BuildHasher, RandomState};
use std::time::Duration;

/// Returns a random duration between zero and `max`.
pub(crate) fn up_to(max: Duration) -> Duration {
    // Each state has random keys of its own, which is randomness enough here.
    let share = RandomState::new().hash_one(()) >> 11;
    max.mul_f64(share as f64 / (1_u64 << 53) as f64)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn jitter_covers_the_whole_range() {
        let max = Duration::from_secs(1);
        let drawn: Vec<_> = (0..1000).map(|_| up_to(max)).collect();
        assert!(drawn.iter().all(|duration| *duration <= max));
        for tenth in 0..10 {
            let range = max * tenth / 10..max * (tenth + 1) / 10;
            assert!(drawn.iter().any(|duration| range.contains(duration)), "{range:?}");
        }
    }
}
