//! Random numbers: deterministic ones for the world, unpredictable ones for tokens.

use std::hash::{BuildHasher, RandomState};

/// The difference between two states.
const STEP: u64 = 0x9e37_79b9_7f4a_7c15;

/// Splitmix64: a seed produces the same numbers on every machine and in every release.
#[derive(Clone, Debug)]
pub(crate) struct Rng(u64);

impl Rng {
    pub(crate) fn new(seed: u64) -> Self {
        Self(seed)
    }

    /// A generator for one subject of a seed. Subjects have independent numbers.
    pub(crate) fn for_subject(seed: u64, subject: &str) -> Self {
        Self(seed ^ hash(subject))
    }

    /// The number at an index of a subject's numbers, without the numbers before it.
    pub(crate) fn nth(seed: u64, subject: &str, index: u64) -> u64 {
        let Self(start) = Self::for_subject(seed, subject);
        Self(start.wrapping_add(index.wrapping_mul(STEP))).next()
    }

    pub(crate) fn next(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(STEP);
        let mut z = self.0;
        z = (z ^ (z >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        z = (z ^ (z >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        z ^ (z >> 31)
    }

    /// A number from `low` to `high`, both inclusive.
    pub(crate) fn between(&mut self, low: i64, high: i64) -> i64 {
        debug_assert!(low <= high);
        let span = (high - low) as u64 + 1;
        low + self.below(span) as i64
    }

    /// An index into a slice of `len` elements. `len` must not be 0.
    pub(crate) fn index(&mut self, len: usize) -> usize {
        self.below(len as u64) as usize
    }

    /// A number below a limit.
    fn below(&mut self, limit: u64) -> u64 {
        // Cannot overflow, and a debug build need not check it: a world needs millions of numbers.
        (u128::from(self.next()).wrapping_mul(u128::from(limit)) >> 64) as u64
    }

    pub(crate) fn chance(&mut self, percent: i64) -> bool {
        self.between(1, 100) <= percent
    }

    pub(crate) fn pick<T: Copy>(&mut self, items: &[T]) -> T {
        items[self.index(items.len())]
    }

    pub(crate) fn uuid(&mut self) -> uuid::Uuid {
        let bytes = (u128::from(self.next()) << 64 | u128::from(self.next())).to_be_bytes();
        uuid::Builder::from_random_bytes(bytes).into_uuid()
    }
}

/// FNV-1a. Good enough to separate subjects; not cryptographic.
pub(crate) fn hash(text: &str) -> u64 {
    text.bytes().fold(0xcbf2_9ce4_8422_2325, |hash, byte| {
        (hash ^ u64::from(byte)).wrapping_mul(0x0000_0100_0000_01b3)
    })
}

/// A number that differs on every call and in every run, for trace ids and nonces.
pub(crate) fn random() -> u64 {
    RandomState::new().hash_one(())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn random_numbers_differ() {
        assert_ne!(random(), random());
    }

    #[test]
    fn a_seed_fixes_the_numbers() {
        // The published test vector of splitmix64 for seed 1234567.
        let mut rng = Rng::new(1_234_567);
        assert_eq!(
            [rng.next(), rng.next()],
            [6_457_827_717_110_365_317, 3_203_168_211_198_807_973]
        );
    }

    #[test]
    fn a_number_is_found_by_its_index() {
        let mut rng = Rng::for_subject(7, "matches");
        for index in 0..5 {
            assert_eq!(Rng::nth(7, "matches", index), rng.next());
        }
    }

    #[test]
    fn between_includes_both_bounds() {
        let mut rng = Rng::new(1);
        let drawn: std::collections::BTreeSet<i64> = (0..200).map(|_| rng.between(-1, 2)).collect();
        assert_eq!(drawn.into_iter().collect::<Vec<_>>(), [-1, 0, 1, 2]);
    }
}
