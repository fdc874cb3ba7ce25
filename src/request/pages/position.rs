//! Where a reader of pages is while what is read moves under it.

use std::collections::HashSet;

use uuid::Uuid;

/// What comes after a page.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Step {
    /// The next page.
    More,
    /// Nothing.
    End,
}

/// The place of the next page, and what has been given.
///
/// Each page is asked for from the last result of the one before it on. If a page holds something that
/// is known, all that follows it there follows without a gap upon what was given. If it holds nothing
/// that is known, results were removed before it and the rest has moved forward: the page before is
/// asked for again, until something known is found.
#[derive(Debug)]
pub(super) struct Position {
    /// Where the first page starts.
    base: u32,
    start: u32,
    size: u32,
    /// What stands before everything known came later than the first page, and is not wanted.
    newest_first: bool,
    given: HashSet<Uuid>,
    /// What was given last.
    tail: Option<Uuid>,
    /// The page at which nothing was known, while the pages before it are looked through. When it comes
    /// again and is still unknown, it is taken as it is.
    gap: Option<u32>,
    /// How many places were passed over since something was given last.
    passed: usize,
}

impl Position {
    pub fn new(start: u32, size: u32, newest_first: bool) -> Self {
        Self {
            base: start,
            start,
            // One result is for the overlap.
            size: size.max(2),
            newest_first,
            given: HashSet::new(),
            tail: None,
            gap: None,
            passed: 0,
        }
    }

    /// Start and count of the next page.
    pub fn next_page(&self) -> (u32, u32) {
        (self.start, self.size)
    }

    /// Whether the next page is one of those that are looked through for something known.
    pub fn is_looking_back(&self) -> bool {
        self.gap.is_some()
    }

    /// Takes in the next page; gives what is new on it.
    pub fn take<T>(&mut self, results: Vec<T>, id: impl Fn(&T) -> Uuid) -> (Vec<T>, Step) {
        let known = results.iter().position(|result| self.given.contains(&id(result)));
        let has_looked_back = self.gap.is_some_and(|gap| self.start >= gap);
        if known.is_none() && self.start > self.base && !has_looked_back {
            // An empty page tells where the end is now: beyond it nothing is to be reached again.
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
        new.retain(|result| self.given.insert(id(result)));

        if new.is_empty() {
            if length == 1 && self.tail == Some(last) {
                return (new, Step::End);
            }
            // Before the tail stands no more than what was given and what came since. A service that
            // goes on for much longer gives the same again and again.
            self.passed += (length - 1).max(1);
            if self.passed > 2 * self.given.len() + 8 * length {
                return (new, Step::End);
            }
            self.advance((length - 1).max(1));
        } else {
            self.tail = Some(last);
            self.gap = None;
            self.passed = 0;
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

    /// Reads a list that changes before each page; gives what was read and how many pages it took.
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

    /// Newest first, as matches are.
    fn history(oldest: u128, newest: u128) -> Vec<u128> {
        (oldest..=newest).rev().collect()
    }

    #[test]
    fn everything_is_read_once_whatever_the_length() {
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
    fn what_arrives_moves_the_rest_and_nothing_is_missed() {
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
    fn what_is_removed_moves_the_rest_and_nothing_is_missed() {
        for removed in 1..40_u128 {
            // After the first two pages, the newest are gone.
            let now = |page: usize| history(1, if page < 2 { 50 } else { 50 - removed });
            let (read, _) = read(&mut Position::new(0, 10, true), now);
            // 50 to 32 were given by then; of the rest, what was not removed.
            let rest = history(1, (50 - removed).min(31));
            assert_eq!(read, [history(32, 50), rest].concat(), "{removed}");
        }
        // All that was given is gone, and so little is left that the next page is empty.
        let now = |page: usize| history(1, if page == 0 { 12 } else { 2 });
        assert_eq!(
            read(&mut Position::new(0, 10, true), now).0,
            [12, 11, 10, 9, 8, 7, 6, 5, 4, 3, 2, 1]
        );
    }

    #[test]
    fn an_end_that_has_moved_forward_is_found_with_few_pages() {
        for removed in 1..40 {
            // Once the last match was read, the oldest ones are gone.
            let now = |page: usize| history(if page < 11 { 1 } else { 1 + removed }, 100);
            let (read, pages) = read(&mut Position::new(0, 10, true), now);
            assert_eq!(read, history(1, 100));
            assert!(pages <= 11 + 16, "{removed}: {pages}");
        }
    }

    #[test]
    fn a_start_is_not_gone_behind_by_arrivals() {
        let now = |page: usize| history(1, 50 + page.min(4) as u128 * 3);
        assert_eq!(read(&mut Position::new(20, 10, true), now).0, history(1, 30));
    }

    #[test]
    fn pages_shorter_than_asked_for_are_not_the_end() {
        let mut position = Position::new(0, 10, true);
        let whole = history(1, 30);
        // The service gives four at most.
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
    fn a_service_that_always_gives_the_same_comes_to_an_end() {
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
    fn a_search_gives_what_comes_in_between_too() {
        // 31 is inserted between what was read.
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
