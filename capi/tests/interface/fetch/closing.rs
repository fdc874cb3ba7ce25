//! The end of a fetch before its results.

use std::ffi::c_void;
use std::ptr;
use std::sync::atomic::{AtomicPtr, AtomicUsize, Ordering};
use std::sync::{Condvar, Mutex};
use std::time::Instant;

use halo_infinite_capi::*;
use serde_json::{Value, json};

use super::{Received, count, fetch, next, progress, stats, woken_fetch};
use crate::support::{Bench, PATIENCE, c, cancel, made, until};

/// One request in a quarter of an hour, after the first.
const SLOW: f64 = 0.001;

/// Requests with time to wait for the rate limit.
fn patient(ids: &[String]) -> Value {
    let mut requests = stats(ids);
    for request in requests.as_array_mut().unwrap() {
        request["options"] = json!({ "deadline_ms": 100_000_000 });
    }
    requests
}

#[test]
fn closing_ends_requests_that_wait() {
    let bench = Bench::of_rate(SLOW);
    let calls = AtomicUsize::new(0);
    let context = (&raw const calls).cast_mut().cast();
    let fetch = woken_fetch(
        &bench,
        &patient(&bench.ids[..9]),
        &json!({}),
        Some(count),
        context,
    )
    .unwrap();
    next(fetch).response();
    let start = Instant::now();
    assert_eq!(halo_fetch_close(fetch), HaloCode::Ok);
    assert!(start.elapsed() < PATIENCE);
    // The call for the first result may have come too late.
    assert!(calls.load(Ordering::SeqCst) <= 1);
}

#[test]
fn a_thread_that_waits_for_a_result_learns_that_the_fetch_is_closed() {
    let bench = Bench::of_rate(SLOW);
    let fetch = fetch(&bench, &patient(&bench.ids[..3]), &json!({})).unwrap();
    next(fetch).response();
    let address = fetch.addr();
    let waiting = std::thread::spawn(move || next(ptr::without_provenance::<HaloFetch>(address)));
    halo_fetch_close(fetch);
    assert_eq!(waiting.join().unwrap(), Received::Code(HaloCode::ClosedHandle));
}

#[test]
fn a_cancel_token_cancels_what_is_left() {
    let bench = Bench::of_rate(SLOW);
    let cancel = cancel();
    let requests = c(patient(&bench.ids[..4]));
    let fetch = made(|fetch, error| {
        halo_fetch_new(
            bench.client,
            InText::of(&requests),
            InText::none(),
            None,
            ptr::null_mut(),
            cancel,
            fetch,
            error,
        )
    });
    let fetch = fetch.unwrap();
    next(fetch).response();
    halo_cancel_cancel(cancel);
    let mut cancelled = 0;
    while let Received::Result(index, Err(failed)) = next(fetch) {
        assert!(index < 4);
        assert_eq!(failed.code, HaloCode::Cancelled);
        cancelled += 1;
    }
    assert!((1..=3).contains(&cancelled), "{cancelled}");
    assert_eq!(progress(fetch).1, cancelled);
    halo_fetch_close(fetch);
    halo_cancel_close(cancel);
}

#[test]
fn a_fetch_whose_results_nobody_receives_stops_and_can_be_closed() {
    let bench = Bench::new();
    let fetch = fetch(&bench, &stats(&bench.ids[..40]), &json!({ "look_ahead": 3 })).unwrap();
    // Three results wait, one waits for room, and three more requests are under way or done.
    until("results wait", || progress(fetch).0 == 3);
    until("requests are sent ahead", || bench.sandbox.requests().len() >= 4);
    let start = Instant::now();
    assert_eq!(halo_fetch_close(fetch), HaloCode::Ok);
    assert!(start.elapsed() < PATIENCE);
    assert!(
        bench.sandbox.requests().len() <= 7,
        "{}",
        bench.sandbox.requests().len()
    );
}

/// A fetch that its own callback closes, and the result.
#[derive(Default)]
struct Closing {
    fetch: AtomicPtr<HaloFetch>,
    code: Mutex<Option<HaloCode>>,
    has_closed: Condvar,
}

extern "C" fn close(context: *mut c_void) {
    // SAFETY: the context is a `Closing` that outlives the fetch.
    let closing = unsafe { &*context.cast::<Closing>() };
    // The fetch may not have been returned yet.
    until("the fetch is known", || {
        !closing.fetch.load(Ordering::SeqCst).is_null()
    });
    let code = halo_fetch_close(closing.fetch.load(Ordering::SeqCst));
    *closing.code.lock().unwrap() = Some(code);
    closing.has_closed.notify_all();
}

#[test]
fn the_callback_can_close_its_fetch() {
    let bench = Bench::new();
    let closing = Closing::default();
    let context = (&raw const closing).cast_mut().cast();
    let fetch = woken_fetch(&bench, &stats(&bench.ids[..5]), &json!({}), Some(close), context).unwrap();
    closing.fetch.store(fetch, Ordering::SeqCst);
    let code = closing.code.lock().unwrap();
    let (code, waited) = closing
        .has_closed
        .wait_timeout_while(code, PATIENCE, |code| code.is_none())
        .unwrap();
    assert!(!waited.timed_out());
    assert_eq!(*code, Some(HaloCode::Ok));
}

/// A callback that returns when it may.
#[derive(Default)]
struct Slow {
    has_begun: AtomicUsize,
    may_end: AtomicUsize,
    has_ended: AtomicUsize,
}

extern "C" fn hang(context: *mut c_void) {
    // SAFETY: the context is a `Slow` that outlives the callback.
    let slow = unsafe { &*context.cast::<Slow>() };
    slow.has_begun.fetch_add(1, Ordering::SeqCst);
    until("the callback may end", || slow.may_end.load(Ordering::SeqCst) > 0);
    slow.has_ended.fetch_add(1, Ordering::SeqCst);
}

#[test]
fn a_callback_that_does_not_return_is_reported() {
    let bench = Bench::new();
    let slow = Slow::default();
    let context = (&raw const slow).cast_mut().cast();
    let fetch = woken_fetch(&bench, &stats(&bench.ids[..5]), &json!({}), Some(hang), context).unwrap();
    until("the callback runs", || slow.has_begun.load(Ordering::SeqCst) == 1);
    assert_eq!(halo_fetch_close(fetch), HaloCode::CallbackBusy);
    assert_eq!(halo_fetch_close(fetch), HaloCode::ClosedHandle);
    slow.may_end.store(1, Ordering::SeqCst);
    until("the callback has returned", || {
        slow.has_ended.load(Ordering::SeqCst) == 1
    });
    assert_eq!(slow.has_begun.load(Ordering::SeqCst), 1);
}
