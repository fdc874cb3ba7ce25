//! The position of a reader of pages, whose results may move meanwhile.

use std::collections::HashMap;
use std::collections::hash_map::Entry;

use jiff::Timestamp;
use uuid::Uuid;

/// The step after a page.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Step {
    /// Read the next page.
    More,
    /// Stop.
    End,
}

/// The size of pages.
#[derive(Debug, Clone, Copy)]
pub(super) struct Sizes {
    /// Number of results on a page.
    pub usual: u32,
    /// Number of results on a page while a reader searches.
    pub max: u32,
}

/// The position of the next page, and the results returned so far.
///
/// Each page starts at the last result of the page before it. If a page contains a known result, the results
/// after it continue the returned ones without a gap. If a page continues nothing, results have moved: then
/// the reader [searches](Search) for the result that it returned last.
#[derive(Debug)]
pub(super) struct Position {
    /// Start of the first page.
    base: u32,
    start: u32,
    sizes: Sizes,
    /// Results in front of all known ones are newer than the first page, and not wanted.
    newest_first: bool,
    /// The results returned so far, each with its place among them.
    returned: HashMap<Uuid, u32>,
    /// The time of the newest of them.
    newest: Option<Timestamp>,
    search: Option<Search>,
}

/// The search for the result returned last, since a page that continued nothing.
///
/// A page that ends with a known result, or with one that is newer than all of them, is in front of that
/// result: arrivals have moved it back, and the number of known results after the page shows how far. Any
/// other page is behind it: results were removed. From both, the bounds close in on it.
///
/// Arrivals between two pages move the result again, so a page that should start with it may not reach new
/// results. Therefore the pages of a search have the maximum size, and if arrivals outrun even these, each
/// page starts as much further back as they moved the result the last time.
#[derive(Debug, Default)]
struct Search {
    /// Number of pages.
    pages: u32,
    /// A place in the list that is not behind the result.
    low: Option<u32>,
    /// A place in the list that is behind the result.
    high: Option<u32>,
    /// A place at which the list had ended.
    end: Option<u32>,
    /// The place of the result when the last page in front of it was read.
    place: Option<u32>,
    /// Number of places to go back from a page behind the result.
    back: u32,
}

/// A page without new results.
struct Seen {
    start: u32,
    length: u32,
    /// Whether it has fewer results than requested.
    is_short: bool,
    sight: Sight,
}

/// The place of a page without new results, relative to the result returned last.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Sight {
    /// The page ends with a known result, which this many others follow.
    Known(u32),
    /// The page ends in front of all known results, of which there are this many.
    Newer(u32),
    Behind,
}

impl Search {
    /// Number of pages in front of the result after which the list counts as one that repeats itself,
    /// whatever the start of a page.
    const MAX_REPEATED: u32 = 10;
    /// Number of pages after which a search gives up.
    const MAX: u32 = 64;

    fn is_over(&self) -> bool {
        let was_behind = self.back > 0;
        self.pages >= if was_behind { Self::MAX } else { Self::MAX_REPEATED }
    }

    /// Takes a page. Returns the start of the next page; `None` if the list has ended.
    fn take(&mut self, page: &Seen, size: u32) -> Option<u32> {
        self.pages += 1;
        let next = match page.sight {
            Sight::Known(following) | Sight::Newer(following) => {
                let last = page.start.saturating_add(page.length.saturating_sub(1));
                let is_alone = page.length == 1 && page.sight == Sight::Known(0);
                // A short page alone may not be the last one.
                let is_last = page.is_short && self.end == last.checked_add(1);
                if is_alone || is_last {
                    return None;
                }
                self.low = Some(last);
                self.high = self.high.filter(|high| *high > last);
                let place = last.saturating_add(following);
                let moved = self.place.map_or(0, |before| place.saturating_sub(before));
                self.place = Some(place);
                self.middle(size).unwrap_or(place.saturating_add(moved))
            }
            Sight::Behind => {
                self.high = Some(page.start);
                self.end = (page.length == 0).then_some(page.start);
                self.low = self.low.filter(|low| *low < page.start);
                self.back = self.back.saturating_mul(2).max(size - 1);
                self.middle(size).unwrap_or(page.start.saturating_sub(self.back))
            }
        };
        // The same page again would show the same.
        let is_same = next == page.start && page.length <= 1;
        Some(if is_same { next.saturating_add(1) } else { next })
    }

    /// The start of a page between the bounds; `None` if one of them is missing.
    fn middle(&self, size: u32) -> Option<u32> {
        let low = self.low?;
        let distance = self.high?.saturating_sub(low);
        Some(if distance < size { low } else { low + distance / 2 })
    }
}

impl Position {
    pub fn new(start: u32, sizes: Sizes, newest_first: bool) -> Self {
        // One result overlaps with the page before.
        let usual = sizes.usual.max(2);
        Self {
            base: start,
            start,
            sizes: Sizes {
                usual,
                max: sizes.max.max(usual),
            },
            newest_first,
            returned: HashMap::new(),
            newest: None,
            search: None,
        }
    }

    /// Returns the start and the count of the next page.
    pub fn next_page(&self) -> (u32, u32) {
        let Sizes { usual, max } = self.sizes;
        (self.start, if self.is_searching() { max } else { usual })
    }

    /// Whether the last page did not fit those before it.
    pub fn is_searching(&self) -> bool {
        self.search.is_some()
    }

    /// Takes the next page. Returns its new results, and the step after it.
    ///
    /// The times of results tell newer results from older ones; without times, unknown results count as
    /// older.
    pub fn take<T>(
        &mut self,
        results: Vec<T>,
        id: impl Fn(&T) -> Uuid,
        time: impl Fn(&T) -> Option<Timestamp>,
    ) -> (Vec<T>, Step) {
        let is_known = |result: &T| self.returned.contains_key(&id(result));
        let is_newer =
            |result: &T| self.newest_first && self.newest.is_some_and(|newest| time(result) > Some(newest));
        // After newer results, older ones continue the returned ones, even if all of these were removed.
        let newer = results
            .iter()
            .take_while(|result| !is_known(result) && is_newer(result))
            .count();
        let known = results.iter().position(is_known);
        let first = known.or_else(|| (0 < newer && newer < results.len()).then_some(newer));
        let count = self.count();
        let sight = match results.last() {
            Some(last) => match self.returned.get(&id(last)) {
                Some(place) => Sight::Known(count.saturating_sub(place + 1)),
                None if is_newer(last) => Sight::Newer(count),
                None => Sight::Behind,
            },
            None => Sight::Behind,
        };
        let length = u32::try_from(results.len()).unwrap_or(u32::MAX);
        let (start, requested) = self.next_page();
        let seen = Seen {
            start,
            length,
            is_short: length < requested,
            sight,
        };
        let is_over = self.search.as_ref().is_some_and(Search::is_over);
        // The first page, and one in front of which all known results were removed, start anew.
        let starts_anew = count == 0 || (sight == Sight::Behind && (start <= self.base || is_over));
        if first.is_none() && !starts_anew {
            return (Vec::new(), self.search(&seen, is_over));
        }

        let skipped = if self.newest_first { first.unwrap_or(0) } else { 0 };
        let mut new = Vec::new();
        let mut last = 0;
        for (place, result) in (0..).zip(results).skip(skipped) {
            if new.len() >= self.sizes.usual as usize {
                break;
            }
            last = place;
            let count = self.count();
            if let Entry::Vacant(entry) = self.returned.entry(id(&result)) {
                entry.insert(count);
                self.newest = self.newest.max(time(&result));
                new.push(result);
            }
        }
        if !new.is_empty() {
            self.start = start.saturating_add(last);
            self.search = None;
            return (new, Step::More);
        }
        if starts_anew {
            return (new, Step::End);
        }
        (new, self.search(&seen, is_over))
    }

    /// Number of results returned so far.
    fn count(&self) -> u32 {
        u32::try_from(self.returned.len()).unwrap_or(u32::MAX)
    }

    fn search(&mut self, seen: &Seen, is_over: bool) -> Step {
        let search = self.search.get_or_insert_default();
        match search.take(seen, self.sizes.max) {
            Some(next) if !is_over => {
                self.start = next.max(self.base);
                Step::More
            }
            _ => Step::End,
        }
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn position(start: u32, size: u32, newest_first: bool) -> Position {
        let sizes = Sizes {
            usual: size,
            max: size.max(10),
        };
        Position::new(start, sizes, newest_first)
    }

    fn id(number: &u128) -> Uuid {
        Uuid::from_u128(*number)
    }

    /// Higher numbers are newer.
    fn time(number: &u128) -> Option<Timestamp> {
        Timestamp::from_second(*number as i64).ok()
    }

    /// Reads a list that changes before each page. Returns the results and the number of pages.
    fn read(position: &mut Position, mut list: impl FnMut(usize) -> Vec<u128>) -> (Vec<u128>, usize) {
        let mut read = Vec::new();
        for page in 0..10_000 {
            let (start, count) = position.next_page();
            let results = list(page).into_iter().skip(start as usize).take(count as usize);
            let (new, step) = position.take(results.collect(), id, time);
            read.extend(new);
            if step == Step::End {
                return (read, page + 1);
            }
        }
        panic!("no end: {position:?}");
    }

    /// Newest first, like matches.
    fn history(oldest: u128, newest: u128) -> Vec<u128> {
        (oldest..=newest).rev().collect()
    }

    #[test]
    fn lists_of_any_length_are_read_once() {
        for length in 0..60 {
            for size in 1..12 {
                let whole = history(1, length);
                let (read, pages) = read(&mut position(0, size, true), |_| whole.clone());
                assert_eq!(read, whole, "{length} by {size}");
                let steps = (size.max(2) - 1) as usize;
                assert!(pages <= 2 + whole.len() / steps, "{length} by {size}: {pages}");
            }
        }
    }

    #[test]
    fn arrivals_cause_no_gap_and_no_duplicate() {
        for arrivals in 1..40 {
            let now = |page: usize| history(1, 100 + arrivals * page.min(3) as u128);
            for size in [1, 2, 3, 10, 25] {
                let (read, _) = read(&mut position(0, size, true), now);
                assert_eq!(read, history(1, 100), "{arrivals} by {size}");
            }
        }
    }

    #[test]
    fn arrivals_before_every_page_do_not_end_a_history() {
        for size in [1, 2, 3, 25] {
            // A page of maximum size holds 25 results.
            for arrivals in 0..=27 {
                let sizes = Sizes { usual: size, max: 25 };
                let now = |page: usize| history(1, 100 + arrivals * page as u128);
                let (read, pages) = read(&mut Position::new(0, sizes, true), now);
                assert_eq!(read, history(1, 100), "{arrivals} by {size}");
                assert!(pages < 300, "{arrivals} by {size}: {pages}");
            }
        }
    }

    #[test]
    fn a_history_of_which_every_match_is_removed_ends() {
        for (left, arrivals) in [(0, 0), (0, 5), (0, 50), (3, 0), (30, 0), (30, 5), (30, 50)] {
            let now = |page: usize| match page {
                0 => history(100, 140),
                _ => [history(200, 199 + arrivals), history(1, left)].concat(),
            };
            let (read, pages) = read(&mut position(0, 10, true), now);
            assert_eq!(read[..10], history(131, 140));
            assert!(
                history(1, left).iter().all(|id| read.contains(id)),
                "{left} {arrivals}: {read:?}"
            );
            assert!(pages < 40, "{left} {arrivals}: {pages}");
        }
    }

    #[test]
    fn removals_cause_no_gap() {
        for removed in 1..40_u128 {
            // After the first two pages, the newest results are removed.
            let now = |page: usize| history(1, if page < 2 { 50 } else { 50 - removed });
            let (read, _) = read(&mut position(0, 10, true), now);
            // 50 to 32 were returned before; the rest follows, except for the removed results.
            let rest = history(1, (50 - removed).min(31));
            assert_eq!(read, [history(32, 50), rest].concat(), "{removed}");
        }
        // All returned results are removed, and so few are left that the next page is empty.
        let now = |page: usize| history(1, if page == 0 { 12 } else { 2 });
        assert_eq!(
            read(&mut position(0, 10, true), now).0,
            [12, 11, 10, 9, 8, 7, 6, 5, 4, 3, 2, 1]
        );
    }

    #[test]
    fn moved_end_is_found_with_few_pages() {
        for removed in 1..40 {
            // After the last match was read, the oldest ones are removed.
            let now = |page: usize| history(if page < 11 { 1 } else { 1 + removed }, 100);
            let (read, pages) = read(&mut position(0, 10, true), now);
            assert_eq!(read, history(1, 100));
            assert!(pages <= 11 + 16, "{removed}: {pages}");
        }
    }

    #[test]
    fn arrivals_do_not_move_results_before_the_start_in() {
        let now = |page: usize| history(1, 50 + page.min(4) as u128 * 3);
        assert_eq!(read(&mut position(20, 10, true), now).0, history(1, 30));
    }

    #[test]
    fn short_page_is_not_the_end() {
        let mut position = position(0, 10, true);
        let whole = history(1, 30);
        // The service returns four results at most.
        let (read, _) = read(&mut position, |_| whole.clone());
        assert_eq!(read, whole);
        let mut position = self::position(0, 10, true);
        let mut read = Vec::new();
        loop {
            let start = position.next_page().0 as usize;
            let page = whole.iter().copied().skip(start).take(4).collect();
            let (new, step) = position.take(page, id, time);
            read.extend(new);
            if step == Step::End {
                break;
            }
        }
        assert_eq!(read, whole);
    }

    #[test]
    fn repeating_service_comes_to_an_end() {
        let same = history(1, 25);
        for newest_first in [false, true] {
            let mut position = position(0, 25, newest_first);
            let mut count = 0;
            let mut pages = 0;
            loop {
                let (new, step) = position.take(same.clone(), id, time);
                count += new.len();
                pages += 1;
                assert!(pages < 15, "{position:?}");
                if step == Step::End {
                    break;
                }
            }
            assert_eq!(count, 25);
        }
    }

    #[test]
    fn search_returns_results_that_appear_meanwhile() {
        // 31 is inserted between results already read.
        let before: Vec<u128> = (1..=30).collect();
        let mut after = before.clone();
        after.insert(8, 31);
        let now = |page: usize| if page == 0 { before.clone() } else { after.clone() };
        let (read, _) = read(&mut position(0, 10, false), now);
        assert_eq!(read, before);
        let mut after = before.clone();
        after.insert(15, 31);
        let now = |page: usize| if page == 0 { before.clone() } else { after.clone() };
        assert_eq!(self::read(&mut position(0, 10, false), now).0.len(), 31);
    }

    /// A list and what happened to it before each page: arrivals, and removals of results by their places.
    fn events() -> impl Strategy<Value = Vec<(u128, Vec<usize>)>> {
        let removed = prop_oneof![
            6 => Just(Vec::new()),
            1 => prop::collection::vec(0..60_usize, 1..6),
            1 => (0..60_usize, 1..30_usize).prop_map(|(start, count)| vec![start; count]),
        ];
        let arrivals = prop_oneof![2 => Just(0), 3 => 1..4_u128, 1 => 1..60_u128];
        prop::collection::vec((arrivals, removed), 0..60)
    }

    proptest! {
        #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::default() })]

        #[test]
        fn results_that_stay_are_returned_exactly_once(
            length in 0..80_u128,
            start in prop_oneof![3 => Just(0_u32), 1 => 0..20_u32],
            size in prop_oneof![Just(1_u32), Just(2), Just(3), Just(25), 1..26_u32],
            events in events(),
            with_removals: bool,
        ) {
            // Removals in front of the start move results to places that are never read.
            let start = if with_removals { 0 } else { start };
            let mut list = history(1, length);
            let mut newest = length;
            let mut removed = Vec::new();
            let mut events = events.into_iter();
            let sizes = Sizes { usual: size, max: 25 };
            let (read, pages) = read(&mut Position::new(start, sizes, true), |page| {
                if page > 0 && let Some((arrivals, places)) = events.next() {
                    list.splice(0..0, history(newest + 1, newest + arrivals));
                    newest += arrivals;
                    for place in places {
                        if with_removals && place < list.len() {
                            removed.push(list.remove(place));
                        }
                    }
                }
                list.clone()
            });
            // One page for each result, and some for each of up to 60 changes.
            prop_assert!(pages <= 80 + 60 * 12, "{pages} pages");
            let wanted = history(1, length.saturating_sub(start.into()));
            if removed.is_empty() {
                prop_assert_eq!(read, wanted);
            } else {
                let mut distinct = read.clone();
                distinct.sort_unstable();
                distinct.dedup();
                prop_assert_eq!(distinct.len(), read.len());
                let mut missed = wanted.iter().filter(|id| !read.contains(id) && !removed.contains(id));
                prop_assert_eq!(missed.next(), None, "{:?}", read);
            }
        }

        #[test]
        fn a_search_returns_every_result_that_stays_while_others_appear(
            length in 0..80_u128,
            size in prop_oneof![Just(1_u32), Just(2), Just(3), Just(25)],
            events in prop::collection::vec((0..100_usize, 0..30_usize), 0..40),
        ) {
            let mut list: Vec<u128> = (1..=length).collect();
            let mut events = events.into_iter();
            let mut next = length;
            let sizes = Sizes { usual: size, max: 25 };
            let (read, pages) = read(&mut Position::new(0, sizes, false), |page| {
                if page > 0 && let Some((place, count)) = events.next() {
                    for _ in 0..count {
                        next += 1;
                        list.insert(place.min(list.len()), next);
                    }
                }
                list.clone()
            });
            prop_assert!(pages <= 80 + 40 * (30 + 12), "{pages} pages");
            let mut distinct = read.clone();
            distinct.sort_unstable();
            distinct.dedup();
            prop_assert_eq!(distinct.len(), read.len());
            prop_assert!((1..=length).all(|id| read.contains(&id)), "{:?}", read);
        }
    }
}
