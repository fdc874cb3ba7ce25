//! The matches of a player that are known: the bookkeeping of a watch, without clocks and requests.

use std::collections::{BTreeMap, HashSet};

use jiff::{SignedDuration, Timestamp};
use serde::{Deserialize, Serialize};
use uuid::Uuid;

use crate::models::stats::MatchHistoryResult;

/// How much later than a newer match an older one may appear, by their ends.
const LATE: SignedDuration = SignedDuration::from_hours(24);
/// How long after its end a match may appear that was over when the watch began.
const LATE_AT_FIRST: SignedDuration = SignedDuration::from_hours(1);
/// Maximum number of matches that are remembered. A poll looks at the newest 25, so older ones do not matter.
const MAX_SEEN: usize = 50;
/// The number of new matches on a page of 25 that leaves room for a late one behind 20 known ones.
const MAX_NEW: usize = 5;

/// A match in a history: its ID and its end.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct Mark {
    pub end: Timestamp,
    pub id: Uuid,
}

impl Mark {
    /// The mark of an entry; `None` if the match is not over: then it has no end.
    pub fn of(entry: &MatchHistoryResult) -> Option<Self> {
        let info = &entry.match_info;
        (info.end_time > info.start_time).then_some(Self {
            end: info.end_time,
            id: entry.match_id,
        })
    }
}

/// The matches of a player that are known. Only times of the service count here, so that clocks of this machine make
/// no difference.
///
/// A match is new if it ended after `since` and is not in `seen`. Both only grow with matches that were reported:
/// after a failed poll, nothing has changed. Matches that vanish from the history make no difference.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub(super) struct Ledger {
    since: Timestamp,
    #[serde(default)]
    seen: BTreeMap<Uuid, Timestamp>,
}

impl Ledger {
    /// All matches that ended after this time are new.
    pub fn since(since: Timestamp) -> Self {
        Self {
            since,
            seen: BTreeMap::new(),
        }
    }

    /// All matches that were over when the watch began are known. The page is the start of the history; a full one has
    /// older matches behind it.
    pub fn baseline(began: Timestamp, page: &[Mark], is_full: bool) -> Self {
        let oldest = page.iter().map(|mark| mark.end).min().filter(|_| is_full);
        let since = saturating_sub(began, LATE_AT_FIRST);
        let mut ledger = Self::since(oldest.map_or(since, |oldest| since.max(oldest.min(began))));
        let existing = page.iter().filter(|mark| mark.end <= began);
        ledger.seen = existing.map(|mark| (mark.id, mark.end)).collect();
        ledger.prune();
        ledger
    }

    fn is_new(&self, mark: &Mark) -> bool {
        mark.end > self.since && !self.seen.contains_key(&mark.id)
    }

    /// Whether there may be new matches behind the first page: its last one is new, or new ones have moved late ones,
    /// which are among known ones, too far back.
    pub fn reads_on(&self, first_page: &[Mark]) -> bool {
        let is_new = |mark: &Mark| self.is_new(mark);
        let count = first_page.iter().filter(|mark| is_new(mark)).count();
        count > MAX_NEW || first_page.last().is_some_and(is_new)
    }

    /// Whether there are new matches on a page: then so may be behind it.
    pub fn has_new(&self, page: &[Mark]) -> bool {
        page.iter().any(|mark| self.is_new(mark))
    }

    /// Returns the new ones of these matches, each once, in the order of their ends.
    pub fn select<T>(&self, matches: Vec<T>, mark: impl Fn(&T) -> Option<Mark>) -> Vec<T> {
        let marked = matches.into_iter().filter_map(|item| Some((mark(&item)?, item)));
        let mut new: Vec<_> = marked.filter(|(mark, _)| self.is_new(mark)).collect();
        new.sort_by_key(|(mark, _)| *mark);
        let mut ids = HashSet::new();
        new.retain(|(mark, _)| ids.insert(mark.id));
        new.into_iter().map(|(_, item)| item).collect()
    }

    /// Remembers a match that is reported.
    pub fn report(&mut self, mark: Mark) {
        self.seen.insert(mark.id, mark.end);
        self.prune();
    }

    /// Forgets the oldest matches. From then on, all matches that ended no later than these are known.
    pub fn prune(&mut self) {
        let Some(newest) = self.seen.values().max() else {
            return;
        };
        self.since = self.since.max(saturating_sub(*newest, LATE));
        let mut ends: Vec<_> = self.seen.values().copied().collect();
        if let Some(surplus) = ends.len().checked_sub(MAX_SEEN + 1) {
            ends.sort_unstable();
            self.since = ends.get(surplus).map_or(self.since, |end| self.since.max(*end));
        }
        let since = self.since;
        self.seen.retain(|_, end| *end > since);
    }
}

fn saturating_sub(time: Timestamp, duration: SignedDuration) -> Timestamp {
    time.checked_sub(duration).unwrap_or(Timestamp::MIN)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn at(minute: i64) -> Timestamp {
        Timestamp::from_second(1_700_000_000 + 60 * minute).unwrap()
    }

    fn mark(minute: i64) -> Mark {
        Mark {
            end: at(minute),
            id: Uuid::from_u128(u128::try_from(minute + 1_000_000).unwrap()),
        }
    }

    fn new(ledger: &Ledger, minutes: &[i64]) -> Vec<i64> {
        ledger.select(minutes.to_vec(), |minute| Some(mark(*minute)))
    }

    #[test]
    fn matches_that_were_over_at_the_start_are_known() {
        let page: Vec<_> = [10, 5, -5, -50, -70, -500].map(mark).into();
        for is_full in [false, true] {
            let ledger = Ledger::baseline(at(0), &page, is_full);
            // Two have ended since the watch began. One ended before, but appears now.
            assert_eq!(new(&ledger, &[10, 5, -5, -20, -50, -70, -90, -500]), [-20, 5, 10]);
        }
        // Behind a full page there are older matches, which deletions may bring to light.
        let ledger = Ledger::baseline(at(0), &[mark(-5), mark(-10)], true);
        assert_eq!(new(&ledger, &[-5, -20]), [0; 0]);
        // A history that is hidden at the start may be shown later.
        let ledger = Ledger::baseline(at(0), &[], false);
        assert_eq!(new(&ledger, &[3, -10, -61, -600]), [-10, 3]);
    }

    #[test]
    fn a_match_without_an_end_and_a_repeated_one_are_left_out() {
        let ledger = Ledger::since(at(0));
        let marked = |minute: &i64| (*minute != 7).then(|| mark(*minute));
        assert_eq!(ledger.select(vec![9, 7, 3, 9], marked), [3, 9]);
    }

    #[test]
    fn little_is_remembered_and_nothing_comes_twice() {
        let mut ledger = Ledger::since(at(0));
        for minute in 1..1000 {
            assert_eq!(new(&ledger, &[minute]), [minute]);
            ledger.report(mark(minute));
            assert!(ledger.seen.len() <= MAX_SEEN);
            assert_eq!(new(&ledger, &[minute, 1, minute / 2]), [0; 0]);
        }
        let json = serde_json::to_string(&ledger).unwrap();
        assert!(json.len() < 70 * MAX_SEEN, "{}", json.len());
        assert_eq!(serde_json::from_str::<Ledger>(&json).unwrap(), ledger);
        // After a long pause, only matches of the last day can still be late.
        ledger.report(mark(10_000));
        assert_eq!(ledger.seen.len(), 1);
        assert_eq!(new(&ledger, &[999, 1001, 8000, 8561, 10_001]), [8561, 10_001]);
    }

    #[test]
    fn pages_are_read_until_one_ends_with_a_known_match() {
        let mut ledger = Ledger::since(at(0));
        ledger.report(mark(5));
        for (page, more, has_new) in [
            (&[9, 8][..], true, true),
            (&[9, 5], false, true),
            (&[13, 12, 11, 9, 8, 5], false, true),
            (&[14, 13, 12, 11, 9, 8, 5], true, true),
            (&[5, 3], true, true),
            (&[5, 0], false, false),
            (&[], false, false),
        ] {
            let page: Vec<_> = page.iter().copied().map(mark).collect();
            assert_eq!(ledger.reads_on(&page), more, "{page:?}");
            assert_eq!(ledger.has_new(&page), has_new, "{page:?}");
        }
    }
}
