//! A cache keeps within its bound, and the answers that are used.

use crate::cache::ResponseCache;
use crate::cache::tests::{Folder, is_there, key, store, time};

const BOUND: u64 = 2 << 20;
/// What the log may take beside the database, where nobody else keeps it from being begun anew.
const LOG: u64 = 2 << 20;

fn open(folder: &Folder, bound: u64) -> ResponseCache {
    ResponseCache::builder(&folder.0).max_size(bound).open().unwrap()
}

fn database_size(cache: &ResponseCache) -> u64 {
    std::fs::metadata(cache.path()).unwrap().len()
}

#[test]
fn the_file_never_grows_past_the_bound() {
    let folder = Folder::new("bound");
    let cache = open(&folder, BOUND);
    for number in 0..600 {
        store(
            &cache,
            number,
            [500, 5_000, 50_000, 200_000][number as usize % 4],
            time(number as i64),
        );
        assert!(
            database_size(&cache) <= BOUND,
            "{} at {number}",
            database_size(&cache)
        );
        assert!(
            cache.size().unwrap() <= BOUND + LOG,
            "{} at {number}",
            cache.size().unwrap()
        );
        assert!(is_there(&cache, number), "{number}");
    }
    // The room is used.
    assert!(database_size(&cache) > BOUND * 3 / 4, "{}", database_size(&cache));
    assert!(!is_there(&cache, 0));
}

#[test]
fn the_least_recently_used_answers_go_first() {
    const HOURS: i64 = 3600;
    let folder = Folder::new("used");
    let cache = open(&folder, BOUND);
    for number in 0..10 {
        store(&cache, number, 100_000, time(number as i64));
    }
    // Used later than any of them was stored.
    assert!(cache.lookup(&key(0), time(2 * HOURS)).is_some());
    for number in 10..24 {
        store(&cache, number, 100_000, time(3 * HOURS + number as i64));
    }
    assert!(is_there(&cache, 0), "it was used");
    assert!(!is_there(&cache, 1) && !is_there(&cache, 2));
    assert!(is_there(&cache, 23));
}

#[test]
fn a_hit_is_seldom_a_write() {
    let folder = Folder::new("seldom");
    let cache = open(&folder, BOUND);
    store(&cache, 1, 100, time(0));
    let log = folder.0.join("responses-1.sqlite-wal");
    let before = std::fs::read(&log).unwrap();
    for second in 0..3599 {
        assert!(cache.lookup(&key(1), time(second)).is_some());
    }
    assert!(
        std::fs::read(&log).unwrap() == before,
        "a hit within the hour has written"
    );
    cache.lookup(&key(1), time(3600));
    assert!(
        std::fs::read(&log).unwrap() != before,
        "an hour later nothing was noted"
    );
}

#[test]
fn an_answer_that_would_take_all_the_room_is_not_kept() {
    let folder = Folder::new("large");
    let cache = open(&folder, BOUND);
    store(&cache, 1, 10_000, time(0));
    store(&cache, 2, 300_000, time(0));
    assert!(is_there(&cache, 1) && !is_there(&cache, 2));
}

#[test]
fn a_lower_bound_holds_from_the_next_opening() {
    let folder = Folder::new("lower");
    let cache = open(&folder, 8 << 20);
    for number in 0..60 {
        store(&cache, number, 100_000, time(number as i64));
    }
    assert!(database_size(&cache) > 4 << 20);
    drop(cache);
    let cache = open(&folder, BOUND);
    store(&cache, 60, 100, time(60));
    drop(cache);
    let cache = open(&folder, BOUND);
    assert!(database_size(&cache) <= BOUND, "{}", database_size(&cache));
    assert!(is_there(&cache, 59) && !is_there(&cache, 0));
}
