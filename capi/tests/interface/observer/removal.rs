//! Replacing and removing the function, also while it runs.

use std::ffi::{c_char, c_void};
use std::ptr;
use std::sync::mpsc::{Receiver, Sender, channel};
use std::sync::{Mutex, atomic};
use std::thread;
use std::time::Duration;

use halo_infinite_capi::*;
use halo_infinite_sandbox::Sandbox;
use serde_json::json;

use crate::support::{Client, Received, outcome, receive};

const PLAIN: &str = "discovery_ugc.tags_info";
const PATIENCE: Duration = Duration::from_secs(60);

fn observe(client: &Client, callback: HaloTextCallback, context: *mut c_void) -> HaloCode {
    let set = outcome(|error| halo_client_observe(client.0, callback, context, error));
    set.unwrap_or_else(|failed| {
        assert!(failed.message.contains("context"), "{}", failed.message);
        failed.code
    })
}

/// A function that waits within its call.
struct Gate {
    entered: Sender<()>,
    go: Mutex<Receiver<()>>,
}

extern "C" fn wait(context: *mut c_void, _: *const c_char) {
    // SAFETY: the context is that of a `Gate` that the test has not dropped.
    let gate = unsafe { &*context.cast::<Gate>() };
    gate.entered.send(()).unwrap();
    gate.go.lock().unwrap().recv_timeout(PATIENCE).unwrap();
}

/// Runs `test` while the function waits in a call of another thread. The argument lets it go on.
fn while_it_runs(test: impl FnOnce(&Client, &dyn Fn())) {
    let sandbox = Sandbox::start().unwrap();
    let client = Client::of(&sandbox, json!({}));
    let (entered, has_entered) = channel();
    let (go, goes) = channel();
    let gate = Gate {
        entered,
        go: Mutex::new(goes),
    };
    let context = ptr::from_ref(&gate).cast_mut().cast();
    assert_eq!(observe(&client, Some(wait), context), HaloCode::Ok);
    thread::scope(|scope| {
        let caller = scope.spawn(|| drop(client.call(PLAIN, json!({}))));
        has_entered.recv_timeout(PATIENCE).unwrap();
        test(&client, &|| {
            go.send(()).unwrap();
        });
        caller.join().unwrap();
    });
}

#[test]
fn a_removal_says_that_a_call_is_under_way() {
    while_it_runs(|client, go| {
        let remove = || observe(client, None, ptr::null_mut());
        assert_eq!(remove(), HaloCode::CallbackBusy);
        // Again: the function before is remembered.
        assert_eq!(remove(), HaloCode::CallbackBusy);
        // Others do not wait for it.
        assert_eq!(client.call(PLAIN, json!({})).unwrap().status, 200);
        go();
        // The call ends soon, and this waits for it.
        let ended = (0..1000).any(|_| remove() == HaloCode::Ok);
        assert!(ended);
    });
}

#[test]
fn a_replacement_is_called_at_once() {
    while_it_runs(|client, go| {
        let received = Received::default();
        let replaced = observe(client, Some(receive), received.context());
        assert_eq!(replaced, HaloCode::CallbackBusy);
        assert_eq!(client.call(PLAIN, json!({})).unwrap().status, 200);
        assert_eq!(received.take().len(), 1);
        go();
        assert!((0..1000).any(|_| observe(client, None, ptr::null_mut()) == HaloCode::Ok));
    });
}

#[test]
fn closing_removes_the_function() {
    while_it_runs(|client, go| {
        assert_eq!(halo_client_close(client.0), HaloCode::CallbackBusy);
        // It is closed all the same.
        assert_eq!(halo_client_close(client.0), HaloCode::ClosedHandle);
        go();
    });
}

/// A function that sends a request itself, and removes itself.
struct Caller<'c> {
    client: &'c Client,
    calls: atomic::AtomicUsize,
    removed: Mutex<Option<HaloCode>>,
}

extern "C" fn call_and_remove(context: *mut c_void, _: *const c_char) {
    // SAFETY: the context is that of a `Caller` that the test has not dropped.
    let caller = unsafe { &*context.cast::<Caller<'_>>() };
    caller.calls.fetch_add(1, atomic::Ordering::Relaxed);
    assert_eq!(caller.client.call(PLAIN, json!({})).unwrap().status, 200);
    let removed = observe(caller.client, None, ptr::null_mut());
    *caller.removed.lock().unwrap() = Some(removed);
}

#[test]
fn the_function_may_call_the_interface() {
    let sandbox = Sandbox::start().unwrap();
    let client = Client::of(&sandbox, json!({}));
    let caller = Caller {
        client: &client,
        calls: atomic::AtomicUsize::new(0),
        removed: Mutex::new(None),
    };
    let context = ptr::from_ref(&caller).cast_mut().cast();
    assert_eq!(observe(&client, Some(call_and_remove), context), HaloCode::Ok);
    for _ in 0..2 {
        assert_eq!(client.call(PLAIN, json!({})).unwrap().status, 200);
    }
    assert_eq!(caller.calls.load(atomic::Ordering::Relaxed), 1);
    assert_eq!(*caller.removed.lock().unwrap(), Some(HaloCode::Ok));
    assert_eq!(sandbox.requests().len(), 3);
}

/// A function whose context may end at any time.
struct Alive(atomic::AtomicBool);

extern "C" fn must_be_alive(context: *mut c_void, _: *const c_char) {
    // SAFETY: the context is that of an `Alive` that the test drops at its end.
    let alive = unsafe { &*context.cast::<Alive>() };
    if !alive.0.load(atomic::Ordering::SeqCst) {
        eprintln!("the function was called after its removal");
        std::process::abort();
    }
}

#[test]
fn no_call_begins_after_a_removal() {
    let sandbox = Sandbox::start().unwrap();
    let client = Client::of(&sandbox, json!({}));
    let contexts: Vec<_> = (0..50).map(|_| Alive(atomic::AtomicBool::new(true))).collect();
    let is_over = atomic::AtomicBool::new(false);
    thread::scope(|scope| {
        for _ in 0..3 {
            scope.spawn(|| {
                while !is_over.load(atomic::Ordering::Relaxed) {
                    assert_eq!(client.call(PLAIN, json!({})).unwrap().status, 200);
                }
            });
        }
        for alive in &contexts {
            let context = ptr::from_ref(alive).cast_mut().cast();
            assert_eq!(observe(&client, Some(must_be_alive), context), HaloCode::Ok);
            assert_eq!(client.call(PLAIN, json!({})).unwrap().status, 200);
            assert_eq!(observe(&client, None, ptr::null_mut()), HaloCode::Ok);
            alive.0.store(false, atomic::Ordering::SeqCst);
        }
        is_over.store(true, atomic::Ordering::Relaxed);
    });
}
