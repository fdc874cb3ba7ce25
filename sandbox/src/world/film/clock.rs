//! The clock of a film, which started some time before the match.

use crate::rng::Rng;

/// The time on the clock of the film of the match with a seed, in microseconds. `at` is in milliseconds of the film.
pub(super) fn time(seed: u64, at: i64) -> u64 {
    let before = Rng::for_subject(seed, "film clock").between(1_000_000_000, 10_000_000_000);
    (before + at * 1000) as u64
}
