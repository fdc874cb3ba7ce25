//! The selection of requests by a rule.

use crate::rng::Rng;

/// The requests of a route that a rule selects.
#[derive(Clone, Copy, Debug)]
pub(super) enum When {
    Always,
    /// The next ones, up to this number.
    Times(usize),
    /// The one at this position, counted from 1.
    Nth(usize),
    Every(usize),
    /// A random share, from 0 to 1.
    Share(f64),
}

impl When {
    /// Whether a rule selects the request at a position, after it answered `used` others.
    pub(super) fn selects(self, position: usize, used: usize, rng: &mut Rng) -> bool {
        match self {
            Self::Always => true,
            Self::Times(times) => used < times,
            Self::Nth(nth) => position == nth,
            Self::Every(every) => position.is_multiple_of(every),
            // A float holds 53 bits.
            Self::Share(share) => ((rng.next() >> 11) as f64) < share * (1_u64 << 53) as f64,
        }
    }

    /// Whether the rule selects no later request.
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

    /// The selected ones of a hundred requests.
    fn selected(when: When, seed: u64) -> Vec<usize> {
        let mut rng = Rng::new(seed);
        let mut selected = Vec::new();
        for position in 1..=100 {
            if when.selects(position, selected.len(), &mut rng) {
                selected.push(position);
            }
        }
        selected
    }

    #[test]
    fn positions_are_exact() {
        assert_eq!(selected(When::Times(3), 0), [1, 2, 3]);
        assert_eq!(selected(When::Nth(3), 0), [3]);
        assert_eq!(selected(When::Every(40), 0), [40, 80]);
        assert_eq!(selected(When::Always, 0).len(), 100);
    }

    #[test]
    fn a_share_is_fixed_by_its_seed() {
        let some = selected(When::Share(0.2), 1);
        assert!((10..=30).contains(&some.len()), "{some:?}");
        assert_eq!(some, selected(When::Share(0.2), 1));
        assert_ne!(some, selected(When::Share(0.2), 2));
        assert!(selected(When::Share(0.0), 1).is_empty());
        assert_eq!(selected(When::Share(1.0), 1).len(), 100);
    }

    #[test]
    fn a_used_up_rule_is_over() {
        assert!(When::Times(2).is_over(7, 2) && !When::Times(2).is_over(7, 1));
        assert!(When::Nth(2).is_over(2, 0) && !When::Nth(2).is_over(1, 0));
        assert!(!When::Every(2).is_over(2, 1));
    }
}
