//! Which of a route's requests a rule is for.

use crate::rng::Rng;

/// Which of the requests that a rule could answer it does.
#[derive(Clone, Copy, Debug)]
pub(super) enum When {
    Always,
    /// So many, as they come.
    Times(usize),
    /// The one that is so manyth, counted from 1.
    Nth(usize),
    Every(usize),
    /// A share of them, from 0 to 1.
    Share(f64),
}

impl When {
    /// Whether the request that is so manyth of its route is meant, by a rule that was used so often.
    pub(super) fn means(self, position: usize, used: usize, rng: &mut Rng) -> bool {
        match self {
            Self::Always => true,
            Self::Times(times) => used < times,
            Self::Nth(nth) => position == nth,
            Self::Every(every) => position.is_multiple_of(every),
            // 53 bits are what a float of this size holds.
            Self::Share(share) => ((rng.next() >> 11) as f64) < share * (1_u64 << 53) as f64,
        }
    }

    /// Whether no request to come is meant.
    pub(super) fn is_over(self, position: usize, used: usize) -> bool {
        match self {
            Self::Times(times) => used >= times,
            Self::Nth(nth) => position >= nth,
            Self::Always | Self::Every(_) | Self::Share(_) => false,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Which of a hundred requests in a row are answered.
    fn meant(when: When, seed: u64) -> Vec<usize> {
        let mut rng = Rng::new(seed);
        let mut meant = Vec::new();
        for position in 1..=100 {
            if when.means(position, meant.len(), &mut rng) {
                meant.push(position);
            }
        }
        meant
    }

    #[test]
    fn positions_are_met_exactly() {
        assert_eq!(meant(When::Times(3), 0), [1, 2, 3]);
        assert_eq!(meant(When::Nth(3), 0), [3]);
        assert_eq!(meant(When::Every(40), 0), [40, 80]);
        assert_eq!(meant(When::Always, 0).len(), 100);
    }

    #[test]
    fn a_share_is_fixed_by_its_seed() {
        let some = meant(When::Share(0.2), 1);
        assert!((10..=30).contains(&some.len()), "{some:?}");
        assert_eq!(some, meant(When::Share(0.2), 1));
        assert_ne!(some, meant(When::Share(0.2), 2));
        assert!(meant(When::Share(0.0), 1).is_empty());
        assert_eq!(meant(When::Share(1.0), 1).len(), 100);
    }

    #[test]
    fn what_can_mean_no_more_requests_is_over() {
        assert!(When::Times(2).is_over(7, 2) && !When::Times(2).is_over(7, 1));
        assert!(When::Nth(2).is_over(2, 0) && !When::Nth(2).is_over(1, 0));
        assert!(!When::Every(2).is_over(2, 1));
    }
}
