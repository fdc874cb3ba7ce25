//! The position of a reader of pages, whose results may move meanwhile.

use std::collections::HashSet;

use uuid::Uuid;

/// The step after a page.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Step {
    /// Read the next page.
    More,
    /// Stop.
    End,
}

/// The position of the next page, and the results returned so far.
///
/// Each page starts at the last result of the page before it. If a page contains a known result, the results
/// after it continue the returned ones without a gap. If it contains none, results were removed and the rest
/// moved forward: then the page before is requested again, until a known result is found.
#[derive(Debug)]
pub(super) struct Position {
    /// Start of the first page.
    base: u32,
    start: u32,
    size: u32,
    /// Results in front of all known ones are newer than the first page, and not wanted.
    newest_first: bool,
    returned: HashSet<Uuid>,
    /// The result returned last.
    tail: Option<Uuid>,
    /// Start of the page without a known result, while the pages before it are searched for one. If it comes
    /// again without one, its results are returned as they are.
    gap: Option<u32>,
    /// Number of results skipped since a result was returned.
    skipped: usize,
}

impl Position {
    pub fn new(start: u32, size: u32, newest_first: bool) -> Self {
        Self {
            base: start,
            start,
            // One result overlaps with the page before.
            size: size.max(2),
            newest_first,
            returned: HashSet::new(),
            tail: None,
            gap: None,
            skipped: 0,
        }
    }

    /// Returns the start and the count of the next page.
    pub fn next_page(&self) -> (u32, u32) {
        (self.start, self.size)
    }

    /// Whether the next page is searched for a known result.
    pub fn is_looking_back(&self) -> bool {
        self.gap.is_some()
    }

    /// Takes the next page. Returns its new results, and the step after it.
    pub fn take<T>(&mut self, results: Vec<T>, id: impl Fn(&T) -> Uuid) -> (Vec<T>, Step) {
        let known = results
            .iter()
            .position(|result| self.returned.contains(&id(result)));
        let has_looked_back = self.gap.is_some_and(|gap| self.start >= gap);
        if known.is_none() && self.start > self.base && !has_looked_back {
            // An empty page shows the present end: no page beyond it needs to be read again.
            self.gap = if results.is_empty() {
                Some(self.start)
            } else {
                self.gap.max(Some(self.start))
            };
            self.start = self.start.saturating_sub(self.size - 1).max(self.base);
            return (Vec::new(), Step::More);
        }

        let length = results.len();
        let Some(last) = results.last().map(&id) else {
            return (Vec::new(), Step::End);
        };
        let newer = if self.newest_first { known.unwrap_or(0) } else { 0 };
        let mut new = results;
        new.drain(..newer);
        new.retain(|result| self.returned.insert(id(result)));

        if new.is_empty() {
            if length == 1 && self.tail == Some(last) {
                return (new, Step::End);
            }
            // Only returned results and newer ones stand before the tail. A service with many more than
            // that repeats itself.
            self.skipped += (length - 1).max(1);
            if self.skipped > 2 * self.returned.len() + 8 * length {
                return (new, Step::End);
            }
            self.advance((length - 1).max(1));
        } else {
            self.tail = Some(last);
            self.gap = None;
            self.skipped = 0;
            self.advance(length - 1);
        }
        (new, Step::More)
    }

    fn advance(&mut self, places: usize) {
        let places = u32::try_from(places).unwrap_or(u32::MAX);
        self.start = self.start.saturating_add(places);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Reads a list that changes before each page. Returns the results and the number of pages.
    fn read(position: &mut Position, mut list: impl FnMut(usize) -> Vec<u128>) -> (Vec<u128>, usize) {
        let mut read = Vec::new();
        for page in 0..10_000 {
            let (start, count) = position.next_page();
            let results = list(page).into_iter().skip(start as usize).take(count as usize);
            let (new, step) = position.take(results.collect(), |id| Uuid::from_u128(*id));
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
                let (read, pages) = read(&mut Position::new(0, size, true), |_| whole.clone());
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
            let (read, _) = read(&mut Position::new(0, 10, true), now);
            let mut sorted = read.clone();
            sorted.sort_unstable_by(|one, other| other.cmp(one));
            sorted.dedup();
            assert_eq!(sorted.len(), read.len(), "{arrivals}: {read:?}");
            assert!(
                history(1, 100).iter().all(|id| read.contains(id)),
                "{arrivals}: {read:?}"
            );
            if arrivals < 10 {
                assert_eq!(read, history(1, 100), "{arrivals}");
            }
        }
    }

    #[test]
    fn removals_cause_no_gap() {
        for removed in 1..40_u128 {
            // After the first two pages, the newest results are removed.
            let now = |page: usize| history(1, if page < 2 { 50 } else { 50 - removed });
            let (read, _) = read(&mut Position::new(0, 10, true), now);
            // 50 to 32 were returned before; the rest follows, except for the removed results.
            let rest = history(1, (50 - removed).min(31));
            assert_eq!(read, [history(32, 50), rest].concat(), "{removed}");
        }
        // All returned results are removed, and so few are left that the next page is empty.
        let now = |page: usize| history(1, if page == 0 { 12 } else { 2 });
        assert_eq!(
            read(&mut Position::new(0, 10, true), now).0,
            [12, 11, 10, 9, 8, 7, 6, 5, 4, 3, 2, 1]
        );
    }

    #[test]
    fn moved_end_is_found_with_few_pages() {
        for removed in 1..40 {
            // After the last match was read, the oldest ones are removed.
            let now = |page: usize| history(if page < 11 { 1 } else { 1 + removed }, 100);
            let (read, pages) = read(&mut Position::new(0, 10, true), now);
            assert_eq!(read, history(1, 100));
            assert!(pages <= 11 + 16, "{removed}: {pages}");
        }
    }

    #[test]
    fn arrivals_do_not_move_results_before_the_start_in() {
        let now = |page: usize| history(1, 50 + page.min(4) as u128 * 3);
        assert_eq!(read(&mut Position::new(20, 10, true), now).0, history(1, 30));
    }

    #[test]
    fn short_page_is_not_the_end() {
        let mut position = Position::new(0, 10, true);
        let whole = history(1, 30);
        // The service returns four results at most.
        let (read, _) = read(&mut position, |_| whole.clone());
        assert_eq!(read, whole);
        let mut position = Position::new(0, 10, true);
        let mut read = Vec::new();
        loop {
            let start = position.next_page().0 as usize;
            let page = whole.iter().copied().skip(start).take(4).collect();
            let (new, step) = position.take(page, |id| Uuid::from_u128(*id));
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
            let mut position = Position::new(0, 25, newest_first);
            let mut count = 0;
            let mut pages = 0;
            loop {
                let (new, step) = position.take(same.clone(), |id| Uuid::from_u128(*id));
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
        let (read, _) = read(&mut Position::new(0, 10, false), now);
        assert_eq!(read, before);
        let mut after = before.clone();
        after.insert(15, 31);
        let now = |page: usize| if page == 0 { before.clone() } else { after.clone() };
        assert_eq!(self::read(&mut Position::new(0, 10, false), now).0.len(), 31);
    }
}
