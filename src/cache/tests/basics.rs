//! Storing, looking up and clearing.

use std::fs;
use std::time::Duration;

use super::fixture::{Folder, body, is_cached, key, lookup, patient, response, store, time};
use crate::cache::store::ResponseCache;

#[test]
fn a_stored_response_is_found_even_after_the_cache_is_reopened() {
    let folder = Folder::new("reopen");
    let cache = folder.open();
    assert_eq!(lookup(&cache, 1, time(0)), None);
    store(&cache, 1, 50_000, time(0));
    let cached = response(body(1, 50_000), time(0));
    assert_eq!(lookup(&cache, 1, time(9)), Some(cached.clone()));
    assert_eq!(cached.age(time(9)), Some(Duration::from_secs(9)));
    assert_eq!(cached.age(time(-1)), None, "after the clock was set back");
    drop(cache);
    let cache = folder.open();
    assert_eq!(lookup(&cache, 1, time(9)), Some(cached));
    assert_eq!(lookup(&cache, 2, time(9)), None);
    assert_eq!(cache.count().unwrap(), 1);
}

#[test]
fn a_new_response_replaces_the_old_one() {
    let folder = Folder::new("replace");
    let cache = folder.open();
    for length in [50_000, 10, 100_000] {
        cache.store(
            &key(1),
            &response(body(1, length), time(length as i64)),
            time(0),
            &patient(),
        );
        let cached = lookup(&cache, 1, time(0)).unwrap();
        assert_eq!(
            (cached.body.len(), cached.stored_at),
            (length, time(length as i64))
        );
    }
    assert_eq!(cache.count().unwrap(), 1);
}

#[test]
fn an_empty_body_is_cached() {
    let folder = Folder::new("empty");
    let cache = folder.open();
    cache.store(&key(1), &response(Vec::new(), time(0)), time(0), &patient());
    assert_eq!(lookup(&cache, 1, time(0)).unwrap().body, b"");
}

#[test]
fn threads_share_a_cache() {
    let folder = Folder::new("threads");
    // Opened twice, as by two clients.
    let caches = [folder.open(), folder.open()];
    std::thread::scope(|scope| {
        for thread in 0..8 {
            let cache = &caches[thread as usize % 2];
            scope.spawn(move || {
                for round in 0..100 {
                    let number = (thread * 7 + round * 3) % 20;
                    if !is_cached(cache, number) || round % 4 == 0 {
                        store(cache, number, 1_000 + (thread * 1_000) as usize, time(0));
                    }
                }
            });
        }
    });
    assert_eq!(caches[0].count().unwrap(), 20);
    assert!((0..20).all(|number| is_cached(&caches[1], number)));
}

#[test]
fn clearing_removes_the_responses_and_frees_their_disk_space() {
    let folder = Folder::new("clear");
    let cache = folder.open();
    for number in 0..100 {
        store(&cache, number, 50_000, time(0));
    }
    let full = cache.size().unwrap();
    assert!(full > 4_000_000, "{full}");
    cache.clear().unwrap();
    assert_eq!(cache.count().unwrap(), 0);
    assert!((0..100).all(|number| !is_cached(&cache, number)));
    assert!(cache.size().unwrap() < 100_000, "{}", cache.size().unwrap());
    store(&cache, 1, 50_000, time(0));
    assert!(is_cached(&cache, 1));
}

#[test]
#[cfg(unix)]
fn only_the_owner_can_read_the_files() {
    use std::os::unix::fs::PermissionsExt;
    let folder = Folder::new("private");
    let cache = folder.open();
    store(&cache, 1, 1_000, time(0));
    let mut count = 0;
    for entry in fs::read_dir(&folder.0).unwrap() {
        let mode = entry.unwrap().metadata().unwrap().permissions().mode();
        assert_eq!(mode & 0o077, 0, "{mode:o}");
        count += 1;
    }
    assert!(count >= 2, "the database has no log");
}

#[test]
fn errors_of_opening_name_the_reason() {
    let folder = Folder::new("refused");
    let small = ResponseCache::builder(&folder.0).max_size(1000).open();
    assert!(small.unwrap_err().to_string().contains("1048576"));
    fs::write(&folder.0, b"a file where the folder should be").unwrap();
    let error = ResponseCache::open(&folder.0).unwrap_err().to_string();
    fs::remove_file(&folder.0).unwrap();
    assert!(
        error.contains("halo-infinite-cache-refused") && error.contains("check the folder"),
        "{error}"
    );
}
