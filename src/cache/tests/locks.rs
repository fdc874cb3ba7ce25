//! Locks that other processes hold for long.

use std::time::Duration;

use rusqlite::Connection;

use super::fixture::{Folder, body, is_cached, key, lookup, patient, response, store, time};
use super::roles::{command, folder_in_role};
use crate::cache::store::ResponseCache;
use crate::sync::{CancelToken, Wait};

/// Length of a rest, in seconds.
const REST: i64 = 60;

/// Another program that holds a lock of the database.
fn locked(cache: &ResponseCache, lock: &str) -> Connection {
    let other = Connection::open(cache.path()).unwrap();
    other.execute_batch(lock).unwrap();
    other
}

#[test]
fn a_lock_delays_one_write_and_then_none_for_a_minute() {
    let folder = Folder::new("locked");
    let cache = folder.open();
    store(&cache, 1, 1_000, time(0));
    let other = locked(&cache, "BEGIN IMMEDIATE");
    // A hit does not wait at all, even if it is due to record its use.
    assert!(lookup(&cache, 1, time(10_000)).is_some());
    assert!(is_cached(&folder.open(), 1), "the locked cache cannot be opened");
    store(&cache, 2, 1_000, time(0));
    // The lock is free again, but nothing tries it: no write waits during the rest.
    other.execute_batch("ROLLBACK").unwrap();
    for second in [0, 1, REST - 1, 1 - REST] {
        store(&cache, 3, 1_000, time(second));
    }
    assert!(!is_cached(&cache, 2) && !is_cached(&cache, 3));
    assert!(is_cached(&cache, 1), "reads go on");
    store(&cache, 2, 1_000, time(REST));
    assert!(is_cached(&cache, 2));
}

#[test]
fn threads_that_queue_for_a_lock_do_not_wait_for_it_in_turn() {
    let folder = Folder::new("queue");
    let cache = folder.open();
    let other = locked(&cache, "BEGIN IMMEDIATE");
    let (started, starts) = std::sync::mpsc::channel();
    std::thread::scope(|scope| {
        for number in 0..16 {
            let (cache, started) = (&cache, started.clone());
            scope.spawn(move || {
                started.send(()).unwrap();
                store(cache, number, 1_000, time(0));
            });
        }
        for _ in 0..16 {
            starts.recv_timeout(Duration::from_secs(60)).unwrap();
        }
    });
    other.execute_batch("ROLLBACK").unwrap();
    // If a thread had waited after the first failure, the cache would have rested anew.
    store(&cache, 1, 1_000, time(REST));
    assert!(is_cached(&cache, 1));
}

#[test]
fn a_cancelled_or_late_request_does_not_wait_for_a_lock() {
    let folder = Folder::new("cancelled");
    let cache = folder.open();
    let other = locked(&cache, "BEGIN IMMEDIATE");
    let cancel = CancelToken::new();
    cancel.cancel();
    for wait in [
        Wait::new(Duration::MAX, &cancel),
        Wait::new(Duration::ZERO, &CancelToken::new()),
    ] {
        cache.store(&key(1), &response(body(1, 1_000), time(0)), time(0), &wait);
    }
    assert!(!is_cached(&cache, 1));
    other.execute_batch("ROLLBACK").unwrap();
    // Neither has waited long enough for a rest.
    cache.store(&key(1), &response(body(1, 1_000), time(0)), time(0), &patient());
    assert!(is_cached(&cache, 1));
}

/// Prints whether another process uses the database: if not, its log can be removed.
#[test]
fn role_remove_the_log() {
    let Some(folder) = folder_in_role("locks::role_remove_the_log") else {
        return;
    };
    let path = folder.join("responses-1.sqlite");
    let mode: rusqlite::Result<String> =
        Connection::open(path)
            .unwrap()
            .query_row("PRAGMA journal_mode = DELETE", [], |row| row.get(0));
    println!("the mode is {mode:?}");
}

#[test]
fn opening_a_cache_again_releases_no_lock_of_the_first() {
    let folder = Folder::new("twice");
    let cache = folder.open();
    store(&cache, 1, 1_000, time(0));
    drop(folder.open());
    let output = command("locks::role_remove_the_log", &folder.0).output().unwrap();
    let text = String::from_utf8_lossy(&output.stdout).into_owned();
    assert!(text.contains("database is locked"), "{text}");
    assert!(is_cached(&cache, 1));
    // Without the cache, the same is allowed: the test above can fail.
    drop(cache);
    let output = command("locks::role_remove_the_log", &folder.0).output().unwrap();
    let text = String::from_utf8_lossy(&output.stdout).into_owned();
    assert!(text.contains("Ok(\"delete\")"), "{text}");
}
