//! Tests of the position of a reader, with lists that change between pages.

use jiff::Timestamp;
use proptest::prelude::*;
use uuid::Uuid;

use super::position::{Position, Sizes, Step};

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
fn a_moved_end_is_found_with_few_pages() {
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
fn a_short_page_is_not_the_end() {
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
fn a_repeating_service_comes_to_an_end() {
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
fn a_search_returns_results_that_appear_meanwhile() {
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
