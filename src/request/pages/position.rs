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
    /// Number of pages in front of the result after which the list counts as one that repeats itself for
    /// any start of a page.
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
