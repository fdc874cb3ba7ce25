//! Numbered responses in temporary folders.

use std::path::PathBuf;
use std::sync::atomic::{AtomicU32, Ordering};
use std::time::Duration;

use jiff::Timestamp;
use ureq::http::{HeaderMap, Request, header};

use crate::cache::entry::CachedResponse;
use crate::cache::key::Key;
use crate::cache::store::ResponseCache;
use crate::sync::{CancelToken, Wait};

/// A folder that exists while the test runs.
pub(super) struct Folder(pub PathBuf);

impl Folder {
    pub fn new(name: &str) -> Self {
        static COUNT: AtomicU32 = AtomicU32::new(0);
        let number = COUNT.fetch_add(1, Ordering::Relaxed);
        let name = format!("halo-infinite-cache-{name}-{}-{number}", std::process::id());
        let path = std::env::temp_dir().join(name);
        let _ = std::fs::remove_dir_all(&path);
        Self(path)
    }

    pub fn open(&self) -> ResponseCache {
        ResponseCache::open(&self.0).unwrap()
    }
}

impl Drop for Folder {
    fn drop(&mut self) {
        let _ = std::fs::remove_dir_all(&self.0);
    }
}

pub(super) fn key(number: u64) -> Key {
    Key::of(&Request::get(format!("https://host/{number}")).body(()).unwrap()).unwrap()
}

/// A body that starts with its number and does not compress.
pub(super) fn body(number: u64, length: usize) -> Vec<u8> {
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

pub(super) fn time(second: i64) -> Timestamp {
    Timestamp::from_second(1_700_000_000 + second).unwrap()
}

pub(super) fn response(body: Vec<u8>, now: Timestamp) -> CachedResponse {
    let headers = HeaderMap::from_iter([(header::CONTENT_TYPE, "application/octet-stream".parse().unwrap())]);
    CachedResponse::new(200, &headers, body, now)
}

/// The limits of a request that can wait for the cache as long as any.
pub(super) fn patient() -> Wait {
    Wait::new(Duration::MAX, &CancelToken::new())
}

pub(super) fn lookup(cache: &ResponseCache, number: u64, now: Timestamp) -> Option<CachedResponse> {
    cache.lookup(&key(number), 64 << 20, now, &patient())
}

pub(super) fn store(cache: &ResponseCache, number: u64, length: usize, now: Timestamp) {
    cache.store(
        &key(number),
        &response(body(number, length), now),
        now,
        &patient(),
    );
}

/// Whether the response is cached. If it is, checks that it is the right one.
pub(super) fn is_cached(cache: &ResponseCache, number: u64) -> bool {
    match lookup(cache, number, time(0)) {
        Some(cached) => {
            assert_eq!(cached.body, body(number, cached.body.len()), "response {number}");
            true
        }
        None => false,
    }
}
