//! The cache as the transport sees it, with threads, processes, too little room and damaged files.

mod damage;
mod processes;
mod room;

use std::path::PathBuf;
use std::sync::atomic::{AtomicU32, Ordering};

use jiff::Timestamp;
use ureq::http::{HeaderMap, Request, header};

use crate::cache::ResponseCache;
use crate::cache::entry::CachedResponse;
use crate::cache::key::Key;

/// A folder that is there while the test runs.
struct Folder(PathBuf);

impl Folder {
    fn new(name: &str) -> Self {
        static COUNT: AtomicU32 = AtomicU32::new(0);
        let number = COUNT.fetch_add(1, Ordering::Relaxed);
        let name = format!("halo-infinite-cache-{name}-{}-{number}", std::process::id());
        let path = std::env::temp_dir().join(name);
        let _ = std::fs::remove_dir_all(&path);
        Self(path)
    }

    fn open(&self) -> ResponseCache {
        ResponseCache::open(&self.0).unwrap()
    }
}

impl Drop for Folder {
    fn drop(&mut self) {
        let _ = std::fs::remove_dir_all(&self.0);
    }
}

fn key(number: u64) -> Key {
    Key::of(&Request::get(format!("https://host/{number}")).body(()).unwrap()).unwrap()
}

/// A body that tells whose it is and does not compress.
fn body(number: u64, length: usize) -> Vec<u8> {
    let mut state = number.wrapping_mul(0x9E37_79B9_7F4A_7C15) | 1;
    let words = std::iter::repeat_with(|| {
        state ^= state << 13;
        state ^= state >> 7;
        state ^= state << 17;
        state.to_le_bytes()
    });
    let bytes = number.to_le_bytes().into_iter().chain(words.flatten());
    bytes.take(length.max(8)).collect()
}

fn time(second: i64) -> Timestamp {
    Timestamp::from_second(1_700_000_000 + second).unwrap()
}

fn answer(body: Vec<u8>, now: Timestamp) -> CachedResponse {
    let headers = HeaderMap::from_iter([(header::CONTENT_TYPE, "application/octet-stream".parse().unwrap())]);
    CachedResponse::new(200, &headers, body, now)
}

fn store(cache: &ResponseCache, number: u64, length: usize, now: Timestamp) {
    cache.store(&key(number), &answer(body(number, length), now), now);
}

/// Whether the answer is there; where it is, it is the right one.
fn is_there(cache: &ResponseCache, number: u64) -> bool {
    match cache.lookup(&key(number), time(0)) {
        Some(kept) => {
            assert_eq!(kept.body, body(number, kept.body.len()), "answer {number}");
            true
        }
        None => false,
    }
}

#[test]
fn what_is_stored_is_found_after_the_cache_was_closed_too() {
    let folder = Folder::new("reopen");
    let cache = folder.open();
    assert_eq!(cache.lookup(&key(1), time(0)), None);
    store(&cache, 1, 50_000, time(0));
    let kept = answer(body(1, 50_000), time(0));
    assert_eq!(cache.lookup(&key(1), time(9)), Some(kept.clone()));
    assert_eq!(kept.age(time(9)), Some(std::time::Duration::from_secs(9)));
    assert_eq!(kept.age(time(-1)), None, "after the clock was set back");
    drop(cache);
    let cache = folder.open();
    assert_eq!(cache.lookup(&key(1), time(9)), Some(kept));
    assert_eq!(cache.lookup(&key(2), time(9)), None);
    assert_eq!(cache.count().unwrap(), 1);
}

#[test]
fn a_later_answer_takes_the_place_of_the_one_before() {
    let folder = Folder::new("replace");
    let cache = folder.open();
    for length in [50_000, 10, 100_000] {
        cache.store(&key(1), &answer(body(1, length), time(length as i64)), time(0));
        let kept = cache.lookup(&key(1), time(0)).unwrap();
        assert_eq!((kept.body.len(), kept.stored_at), (length, time(length as i64)));
    }
    assert_eq!(cache.count().unwrap(), 1);
}

#[test]
fn an_empty_body_is_an_answer_too() {
    let folder = Folder::new("empty");
    let cache = folder.open();
    cache.store(&key(1), &answer(Vec::new(), time(0)), time(0));
    assert_eq!(cache.lookup(&key(1), time(0)).unwrap().body, b"");
}

#[test]
fn many_threads_share_a_cache() {
    let folder = Folder::new("threads");
    // Two that are opened apart, as two clients do.
    let caches = [folder.open(), folder.open()];
    std::thread::scope(|scope| {
        for thread in 0..8 {
            let cache = &caches[thread as usize % 2];
            scope.spawn(move || {
                for round in 0..100 {
                    let number = (thread * 7 + round * 3) % 20;
                    if !is_there(cache, number) || round % 4 == 0 {
                        store(cache, number, 1_000 + (thread * 1_000) as usize, time(0));
                    }
                }
            });
        }
    });
    assert_eq!(caches[0].count().unwrap(), 20);
    assert!((0..20).all(|number| is_there(&caches[1], number)));
}

#[test]
fn clearing_removes_the_answers_and_gives_back_their_space() {
    let folder = Folder::new("clear");
    let cache = folder.open();
    for number in 0..100 {
        store(&cache, number, 50_000, time(0));
    }
    let full = cache.size().unwrap();
    assert!(full > 4_000_000, "{full}");
    cache.clear().unwrap();
    assert_eq!(cache.count().unwrap(), 0);
    assert!((0..100).all(|number| !is_there(&cache, number)));
    assert!(cache.size().unwrap() < 100_000, "{}", cache.size().unwrap());
    store(&cache, 1, 50_000, time(0));
    assert!(is_there(&cache, 1));
}

#[test]
#[cfg(unix)]
fn only_the_owner_can_read_the_files() {
    use std::os::unix::fs::PermissionsExt;
    let folder = Folder::new("private");
    let cache = folder.open();
    store(&cache, 1, 1_000, time(0));
    let mut count = 0;
    for entry in std::fs::read_dir(&folder.0).unwrap() {
        let mode = entry.unwrap().metadata().unwrap().permissions().mode();
        assert_eq!(mode & 0o077, 0, "{mode:o}");
        count += 1;
    }
    assert!(count >= 2, "there is no log beside the database");
}

#[test]
fn a_cache_that_cannot_be_opened_says_why() {
    let folder = Folder::new("refused");
    let small = ResponseCache::builder(&folder.0).max_size(1000).open();
    assert!(small.unwrap_err().to_string().contains("1048576"));
    std::fs::write(&folder.0, b"a file where the folder should be").unwrap();
    let error = ResponseCache::open(&folder.0).unwrap_err().to_string();
    std::fs::remove_file(&folder.0).unwrap();
    assert!(
        error.contains("halo-infinite-cache-refused") && error.contains("check the folder"),
        "{error}"
    );
}
