//! Processes that share a cache, and processes that are killed.
//!
//! The other processes run this test program again, with one of the `role_` tests below. These tests do
//! nothing unless an environment variable names them.

use std::io::{BufRead, BufReader};
use std::process::{Child, Command, Stdio};
use std::time::{Duration, Instant};

use super::fixture::{Folder, is_cached, key, store, time};
use crate::cache::store::ResponseCache;

const ROLE: &str = "HALO_TEST_ROLE";
const FOLDER: &str = "HALO_TEST_CACHE";
/// The line that a process prints when its cache is open.
const READY: &str = "ready";

fn spawn(role: &str, folder: &Folder) -> Child {
    let mut child = Command::new(std::env::current_exe().unwrap())
        .args([
            "--exact",
            &format!("cache::tests::processes::{role}"),
            "--nocapture",
        ])
        .env(ROLE, role)
        .env(FOLDER, &folder.0)
        .stdout(Stdio::piped())
        .stderr(Stdio::inherit())
        .spawn()
        .unwrap();
    let mut lines = BufReader::new(child.stdout.as_mut().unwrap()).lines();
    assert!(
        lines.any(|line| line.unwrap().contains(READY)),
        "the process has died"
    );
    child
}

/// The cache of a process that was started in this role; `None` in the test run itself.
fn cache_in_role(role: &str) -> Option<ResponseCache> {
    std::env::var(ROLE).ok().filter(|own_role| own_role == role)?;
    let folder = std::env::var(FOLDER).ok()?;
    let cache = ResponseCache::builder(folder).max_size(2 << 20).open().unwrap();
    println!("{READY}");
    Some(cache)
}

#[test]
fn role_store_for_ever() {
    let Some(cache) = cache_in_role("role_store_for_ever") else {
        return;
    };
    for number in (0..).map(|round| round % 60) {
        store(&cache, number, 10_000 + number as usize * 1_000, time(0));
    }
}

#[test]
fn killing_a_process_while_it_stores_damages_nothing() {
    const KILLS: u64 = 60;
    let folder = Folder::new("kill");
    let mut found = 0;
    for round in 0..KILLS {
        let mut children = [
            spawn("role_store_for_ever", &folder),
            spawn("role_store_for_ever", &folder),
        ];
        // Kills them after another time in each round.
        let end = Instant::now() + Duration::from_micros(round * 997 % 15_000);
        while Instant::now() < end {
            std::hint::spin_loop();
        }
        for child in &mut children {
            child.kill().unwrap();
            child.wait().unwrap();
        }
        let cache = folder.open();
        found += (0..60).filter(|number| is_cached(&cache, *number)).count();
        store(&cache, 100 + round, 100, time(10));
        assert!(is_cached(&cache, 100 + round), "round {round}");
    }
    assert!(found > KILLS as usize, "only {found} responses were found");
    // A damaged database would have been emptied, and the responses below lost.
    let cache = folder.open();
    let check: String = rusqlite::Connection::open(cache.path())
        .unwrap()
        .query_row("PRAGMA integrity_check", [], |row| row.get(0))
        .unwrap();
    assert_eq!(check, "ok");
    assert!(
        (0..KILLS).all(|round| is_cached(&cache, 100 + round)),
        "a response was lost"
    );
}

#[test]
fn role_store_and_look_up() {
    let Some(cache) = cache_in_role("role_store_and_look_up") else {
        return;
    };
    let mut hits = 0;
    for round in 0..600_u64 {
        let number = (round * 7 + u64::from(std::process::id())) % 80;
        if is_cached(&cache, number) {
            hits += 1;
        } else {
            store(&cache, number, 10_000 + round as usize * 50, time(0));
            assert!(cache.size().unwrap() <= 7 << 20, "{}", cache.size().unwrap());
        }
    }
    assert!(hits > 100, "{hits}");
}

#[test]
fn processes_share_a_cache_within_its_maximum_size() {
    let folder = Folder::new("share");
    // All of them create the database at once.
    let children: Vec<_> = std::thread::scope(|scope| {
        let started: Vec<_> = (0..4)
            .map(|_| scope.spawn(|| spawn("role_store_and_look_up", &folder)))
            .collect();
        started.into_iter().map(|child| child.join().unwrap()).collect()
    });
    for mut child in children {
        // Without a reader, the process would block on its output.
        std::io::copy(child.stdout.as_mut().unwrap(), &mut std::io::sink()).unwrap();
        assert!(child.wait().unwrap().success());
    }
    let cache = ResponseCache::builder(&folder.0)
        .max_size(2 << 20)
        .open()
        .unwrap();
    assert!(cache.count().unwrap() > 20);
    assert!(cache.size().unwrap() <= 7 << 20);
}

#[test]
fn the_wait_for_the_lock_of_another_process_is_short() {
    let folder = Folder::new("locked");
    let cache = folder.open();
    store(&cache, 1, 1_000, time(0));
    let other = rusqlite::Connection::open(cache.path()).unwrap();
    other.execute_batch("BEGIN IMMEDIATE").unwrap();
    let start = Instant::now();
    // A hit does not wait at all, even if it is due to record its use.
    assert!(cache.lookup(&key(1), time(10_000)).is_some());
    store(&cache, 2, 1_000, time(0));
    assert!(!is_cached(&cache, 2));
    assert!(is_cached(&folder.open(), 1), "the locked cache cannot be opened");
    assert!(start.elapsed() < Duration::from_secs(30), "{:?}", start.elapsed());
    // Threads that queue for the lock wait no longer than a single thread.
    let start = Instant::now();
    std::thread::scope(|scope| {
        for number in 0..16 {
            let cache = &cache;
            scope.spawn(move || store(cache, 10 + number, 1_000, time(0)));
        }
    });
    assert!(start.elapsed() < Duration::from_secs(8), "{:?}", start.elapsed());
    other.execute_batch("ROLLBACK").unwrap();
    store(&cache, 2, 1_000, time(0));
    assert!(is_cached(&cache, 2));
}
