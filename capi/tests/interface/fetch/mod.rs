//! Many requests in parallel.

mod closing;
mod results;
mod wrong_input;

use std::ffi::c_void;
use std::ptr;
use std::sync::atomic::{AtomicUsize, Ordering};

use halo_infinite_capi::*;
use serde_json::{Value, json};

use crate::support::{Bench, Failed, PATIENCE_MS, c, content, made, outcome, place};

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

/// The index that came with a result, and the result: `None` without one.
pub type Received = (usize, Result<Option<Value>, Failed>);

/// Receives a result; fails the test if none comes.
pub fn next(fetch: *const HaloFetch) -> Received {
    let received = next_within(fetch, PATIENCE_MS);
    assert_ne!(code_of(&received.1), HaloCode::Pending, "no result has come");
    received
}

pub fn next_within(fetch: *const HaloFetch, timeout_ms: u64) -> Received {
    let (mut index, mut response) = (0, ptr::dangling_mut());
    let code = outcome(|error| {
        let (index, response) = (place(&mut index), place(&mut response));
        halo_fetch_next(fetch, timeout_ms, Some(index), Some(response), error)
    });
    let result = match code {
        Ok(HaloCode::Ok) => Ok(Some(content(response))),
        Ok(HaloCode::Over) => Ok(None),
        Ok(code) => Err(Failed::without_words(code)),
        Err(failed) => Err(failed),
    };
    assert_eq!(matches!(code_of(&result), HaloCode::Ok), !response.is_null());
    (index, result)
}

fn code_of(result: &Result<Option<Value>, Failed>) -> HaloCode {
    match result {
        Ok(Some(_)) => HaloCode::Ok,
        Ok(None) => HaloCode::Over,
        Err(failed) => failed.code,
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
