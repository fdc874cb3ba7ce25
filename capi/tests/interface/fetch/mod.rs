//! Many requests in parallel.

mod closing;
mod results;
mod wrong_input;

use std::ffi::c_void;
use std::ptr;
use std::sync::atomic::{AtomicUsize, Ordering};

use halo_infinite_capi::*;
use serde_json::{Value, json};

use crate::support::{Bench, Failed, PATIENCE_MS, c, content, made, outcome, place, read_error};

/// The requests for the statistics of matches.
pub fn stats(ids: &[String]) -> Value {
    ids.iter()
        .map(|id| json!({ "endpoint": "stats.match_stats", "arguments": { "match_id": id } }))
        .collect()
}

pub fn fetch(bench: &Bench, requests: &Value, options: &Value) -> Result<*mut HaloFetch, Failed> {
    woken_fetch(bench, requests, options, None, ptr::null_mut())
}

pub fn woken_fetch(
    bench: &Bench,
    requests: &Value,
    options: &Value,
    wake: HaloWakeCallback,
    context: *mut c_void,
) -> Result<*mut HaloFetch, Failed> {
    let (requests, options) = (c(requests), c(options));
    made(|fetch, error| {
        halo_fetch_new(
            bench.client,
            InText::of(&requests),
            InText::of(&options),
            wake,
            context,
            ptr::null(),
            fetch,
            error,
        )
    })
}

/// A result: the index of its request, and the response or the failure; or the code of `halo_fetch_next`.
#[derive(Debug, PartialEq)]
pub enum Received {
    Result(usize, Result<Value, Failed>),
    Code(HaloCode),
}

impl Received {
    /// The content of a response, with its index.
    pub fn response(self) -> (usize, Value) {
        match self {
            Self::Result(index, Ok(content)) => (index, content),
            other => panic!("{other:?}"),
        }
    }
}

/// Receives a result; fails the test if none comes.
pub fn next(fetch: *const HaloFetch) -> Received {
    let received = next_within(fetch, PATIENCE_MS);
    assert_ne!(received, Received::Code(HaloCode::Pending), "no result has come");
    received
}

pub fn next_within(fetch: *const HaloFetch, timeout_ms: u64) -> Received {
    let (mut index, mut response, mut failure) = (0, ptr::dangling_mut(), ptr::dangling_mut());
    let code = outcome(|error| {
        let (index, response) = (place(&mut index), place(&mut response));
        let failure = place(&mut failure);
        halo_fetch_next(
            fetch,
            timeout_ms,
            Some(index),
            Some(response),
            Some(failure),
            error,
        )
    });
    match code {
        Ok(HaloCode::Ok) if failure.is_null() => Received::Result(index, Ok(content(response))),
        Ok(HaloCode::Ok) => {
            assert!(response.is_null());
            Received::Result(index, Err(read_error(failure)))
        }
        other => {
            assert!(response.is_null() && failure.is_null());
            assert_eq!(index, usize::MAX);
            Received::Code(other.unwrap_or_else(|failed| failed.code))
        }
    }
}

/// The numbers of the progress: done, failed, total.
pub fn progress(fetch: *const HaloFetch) -> (usize, usize, usize) {
    let (mut done, mut failed, mut total) = (0, 0, 0);
    let (to_done, to_failed, to_total) = (place(&mut done), place(&mut failed), place(&mut total));
    outcome(|error| halo_fetch_progress(fetch, Some(to_done), Some(to_failed), Some(to_total), error))
        .unwrap();
    (done, failed, total)
}

/// Counts the calls of a wake callback.
pub extern "C" fn count(context: *mut c_void) {
    // SAFETY: the context is an `AtomicUsize` that outlives the fetch.
    let calls = unsafe { &*context.cast::<AtomicUsize>() };
    calls.fetch_add(1, Ordering::SeqCst);
}
