//! Chance, so that many programs do not do the same at the same moment.

use std::hash::{BuildHasher, RandomState};
use std::time::Duration;

/// A random duration, from nothing up to a longest one.
pub(crate) fn up_to(longest: Duration) -> Duration {
    // Each state has random keys of its own; no more randomness than that is needed here.
    let share = RandomState::new().hash_one(()) >> 11;
    longest.mul_f64(share as f64 / (1_u64 << 53) as f64)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn it_is_spread_over_the_whole_range() {
        let longest = Duration::from_secs(1);
        let drawn: Vec<_> = (0..1000).map(|_| up_to(longest)).collect();
        assert!(drawn.iter().all(|duration| *duration <= longest));
        for tenth in 0..10 {
            let range = longest * tenth / 10..longest * (tenth + 1) / 10;
            assert!(drawn.iter().any(|duration| range.contains(duration)), "{range:?}");
        }
    }
}
