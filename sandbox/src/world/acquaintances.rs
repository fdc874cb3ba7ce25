//! The players whom a person has met in matches, and those whom they follow.

use super::plan::{MatchPlan, Who};
use std::cmp::Reverse;
use std::collections::HashMap;

/// The newest matches that count.
const MATCHES: usize = 50;
/// The number of people whom a person follows.
const FOLLOWED: usize = 12;

/// A person whom somebody met.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Acquaintance {
    pub(crate) person: usize,
    /// End of the last match of both, in milliseconds since 1970.
    pub(crate) last_met: i64,
    /// The number of matches of both.
    matches: usize,
}

/// The people whom a person has met in their newest matches, the last one met first.
pub(super) fn met<'a>(matches: impl Iterator<Item = &'a MatchPlan>, person: usize) -> Vec<Acquaintance> {
    let mut places = HashMap::new();
    let mut met: Vec<Acquaintance> = Vec::new();
    for plan in matches.take(MATCHES) {
        for seat in &plan.seats {
            let Who::Human(other) = seat.who else { continue };
            if other == person {
                continue;
            }
            let place = *places.entry(other).or_insert(met.len());
            match met.get_mut(place) {
                Some(known) => known.matches += 1,
                None => met.push(Acquaintance {
                    person: other,
                    last_met: plan.end(),
                    matches: 1,
                }),
            }
        }
    }
    met
}

/// The people whom a person follows: those whom they met most often.
pub(super) fn followed(mut met: Vec<Acquaintance>) -> Vec<usize> {
    met.sort_by_key(|other| (Reverse(other.matches), other.person));
    met.iter().take(FOLLOWED).map(|other| other.person).collect()
}
