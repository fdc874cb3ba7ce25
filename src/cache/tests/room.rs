//! The maximum size, and the order in which responses are removed.

use std::fs;

use super::fixture::{Folder, is_cached, lookup, store, time};
use crate::cache::store::ResponseCache;

const MAX_SIZE: u64 = 2 << 20;
/// The maximum size of the log while no other reader keeps SQLite from restarting it.
const MAX_LOG: u64 = 2 << 20;

fn open(folder: &Folder, max_size: u64) -> ResponseCache {
    ResponseCache::builder(&folder.0)
        .max_size(max_size)
        .open()
        .unwrap()
}

fn database_size(cache: &ResponseCache) -> u64 {
    fs::metadata(cache.path()).unwrap().len()
}

#[test]
fn the_file_never_exceeds_the_maximum_size() {
    let folder = Folder::new("bound");
    let cache = open(&folder, MAX_SIZE);
    for number in 0..600 {
        store(
            &cache,
            number,
            [500, 5_000, 50_000, 200_000][number as usize % 4],
            time(number as i64),
        );
        assert!(
            database_size(&cache) <= MAX_SIZE,
            "{} at {number}",
            database_size(&cache)
        );
        assert!(
            cache.size().unwrap() <= MAX_SIZE + MAX_LOG,
            "{} at {number}",
            cache.size().unwrap()
        );
        assert!(is_cached(&cache, number), "{number}");
    }
    // The cache uses the allowed size.
    assert!(
        database_size(&cache) > MAX_SIZE * 3 / 4,
        "{}",
        database_size(&cache)
    );
    assert!(!is_cached(&cache, 0));
}

#[test]
fn the_least_recently_used_responses_are_removed_first() {
    const HOURS: i64 = 3600;
    let folder = Folder::new("used");
    let cache = open(&folder, MAX_SIZE);
    for number in 0..10 {
        store(&cache, number, 100_000, time(number as i64));
    }
    // The first response is the most recently used one now.
    assert!(lookup(&cache, 0, time(2 * HOURS)).is_some());
    for number in 10..24 {
        store(&cache, number, 100_000, time(3 * HOURS + number as i64));
    }
    assert!(is_cached(&cache, 0), "the response was used recently");
    assert!(!is_cached(&cache, 1) && !is_cached(&cache, 2));
    assert!(is_cached(&cache, 23));
}

#[test]
fn a_hit_writes_at_most_once_an_hour() {
    let folder = Folder::new("seldom");
    let cache = open(&folder, MAX_SIZE);
    store(&cache, 1, 100, time(0));
    let log = folder.0.join("responses-1.sqlite-wal");
    let before = fs::read(&log).unwrap();
    for second in 0..3599 {
        assert!(lookup(&cache, 1, time(second)).is_some());
    }
    assert!(fs::read(&log).unwrap() == before, "a hit within the hour wrote");
    lookup(&cache, 1, time(3600));
    assert!(
        fs::read(&log).unwrap() != before,
        "a hit after an hour did not record its use"
    );
}

#[test]
fn a_response_larger_than_an_eighth_of_the_maximum_size_is_not_cached() {
    let folder = Folder::new("large");
    let cache = open(&folder, MAX_SIZE);
    store(&cache, 1, 10_000, time(0));
    store(&cache, 2, 300_000, time(0));
    assert!(is_cached(&cache, 1) && !is_cached(&cache, 2));
}

#[test]
fn a_lower_maximum_size_applies_when_the_cache_is_reopened() {
    let folder = Folder::new("lower");
    let cache = open(&folder, 8 << 20);
    for number in 0..60 {
        store(&cache, number, 100_000, time(number as i64));
    }
    assert!(database_size(&cache) > 4 << 20);
    drop(cache);
    let cache = open(&folder, MAX_SIZE);
    store(&cache, 60, 100, time(60));
    drop(cache);
    let cache = open(&folder, MAX_SIZE);
    assert!(database_size(&cache) <= MAX_SIZE, "{}", database_size(&cache));
    assert!(is_cached(&cache, 59) && !is_cached(&cache, 0));
}
