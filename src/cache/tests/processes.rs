//! Processes that share a cache, and processes that are killed.

use std::io::{BufRead, BufReader};
use std::process::{Child, Stdio};
use std::time::{Duration, Instant};

use super::fixture::{Folder, is_cached, store, time};
use super::roles::{command, folder_in_role};
use crate::cache::store::ResponseCache;

/// The line that a process prints when its cache is open.
const READY: &str = "ready";

fn spawn(role: &str, folder: &Folder) -> Child {
    let mut child = command(&format!("processes::{role}"), &folder.0)
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
    let folder = folder_in_role(&format!("processes::{role}"))?;
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

/// Runs processes that share a cache to their ends. All of them create the database at once.
fn share(folder: &Folder) {
    let children: Vec<_> = std::thread::scope(|scope| {
        let started: Vec<_> = (0..4)
            .map(|_| scope.spawn(|| spawn("role_store_and_look_up", folder)))
            .collect();
        started.into_iter().map(|child| child.join().unwrap()).collect()
    });
    for mut child in children {
        // Without a reader, the process would block on its output.
        std::io::copy(child.stdout.as_mut().unwrap(), &mut std::io::sink()).unwrap();
        assert!(child.wait().unwrap().success());
    }
}

#[test]
fn processes_share_a_cache_within_its_maximum_size() {
    let folder = Folder::new("share");
    share(&folder);
    let cache = ResponseCache::builder(&folder.0)
        .max_size(2 << 20)
        .open()
        .unwrap();
    assert!(cache.count().unwrap() > 20);
    assert!(cache.size().unwrap() <= 7 << 20);
}

#[test]
fn processes_that_find_another_file_set_aside_nothing_but_that() {
    for _ in 0..5 {
        let folder = Folder::new("aside");
        std::fs::create_dir(&folder.0).unwrap();
        std::fs::write(folder.0.join("responses-1.sqlite"), "a text").unwrap();
        share(&folder);
        let names: Vec<_> = std::fs::read_dir(&folder.0)
            .unwrap()
            .map(|entry| entry.unwrap().file_name().into_string().unwrap())
            .filter(|name| name.contains("other"))
            .collect();
        assert_eq!(names, ["responses-1.sqlite.other-1"]);
        let aside = std::fs::read_to_string(folder.0.join(&names[0])).unwrap();
        assert_eq!(aside, "a text");
    }
}
