//! Workers, and callbacks that record their calls.

use std::ffi::c_void;
use std::ptr;
use std::sync::Mutex;
use std::sync::mpsc::{Receiver, Sender, channel};
use std::thread::ThreadId;

use halo_infinite_capi::*;
use halo_infinite_sandbox::Fault;
use serde_json::Value;

use crate::support::*;

/// The name of a call with the home player's name as its only argument. Its result has `MatchesPlayedCount`.
pub const COUNT: &std::ffi::CStr = c"stats.match_count";

pub fn worker(bench: &Bench) -> *mut HaloWorker {
    worker_of(bench, c"{}")
}

pub fn worker_of(bench: &Bench, settings: &std::ffi::CStr) -> *mut HaloWorker {
    let none = ptr::null_mut();
    made(|worker, error| halo_worker_new(bench.client, InText::of(settings), None, none, worker, error))
        .unwrap()
}

pub fn submit(bench: &Bench, worker: *mut HaloWorker) -> *mut HaloTicket {
    let arguments = bench.arguments();
    made(|ticket, error| {
        halo_worker_submit(
            worker,
            InText::of(COUNT),
            InText::of(&arguments),
            InText::none(),
            ticket,
            error,
        )
    })
    .unwrap()
}

pub fn post(bench: &Bench, worker: *mut HaloWorker, value: u64) -> HaloCode {
    let arguments = bench.arguments();
    halo_worker_post(
        worker,
        InText::of(COUNT),
        InText::of(&arguments),
        InText::none(),
        value,
        None,
    )
}

/// Submits a call whose response does not come, and returns when the sandbox has received it.
pub fn stall(bench: &Bench, worker: *mut HaloWorker) -> *mut HaloTicket {
    let stalled = bench
        .sandbox
        .faults()
        .on("/stats/")
        .once()
        .answer(Fault::delay(NEVER));
    let ticket = submit(bench, worker);
    until("the request arrives", || stalled.used() == 1);
    ticket
}

/// The code of a job that ends within the patience; its response is closed.
pub fn ended(ticket: *mut HaloTicket) -> HaloCode {
    let (code, response) = code_and(ptr::null_mut(), |response| {
        halo_ticket_recv(ticket, PATIENCE_MS, response, None)
    });
    assert_eq!(response.is_null(), code != HaloCode::Ok);
    assert_eq!(halo_response_close(response), HaloCode::Ok);
    code
}

/// The next result of a worker, with its value: the content or the failure's code.
pub fn next(worker: *mut HaloWorker) -> Result<(u64, Result<Value, HaloCode>), HaloCode> {
    let (mut response, mut failure) = (ptr::null_mut(), ptr::null_mut());
    let (code, value) = code_and(0, |value| {
        let (code, received) = code_and(ptr::null_mut(), |response| {
            let (code, reason) = code_and(ptr::null_mut(), |failure| {
                halo_worker_try_recv(worker, value, response, failure, None)
            });
            failure = reason;
            code
        });
        response = received;
        code
    });
    if code != HaloCode::Ok {
        assert!(response.is_null() && failure.is_null() && value == 0);
        return Err(code);
    }
    assert!(response.is_null() != failure.is_null());
    Ok((
        value,
        if failure.is_null() {
            Ok(content(response))
        } else {
            Err(read_error(failure).code)
        },
    ))
}

/// The next result, which must come.
pub fn awaited(worker: *mut HaloWorker) -> (u64, Result<Value, HaloCode>) {
    let mut result = Err(HaloCode::Pending);
    until("a result comes", || {
        result = next(worker);
        result.is_ok()
    });
    result.unwrap()
}

/// A call of a callback.
#[derive(Debug, PartialEq)]
pub struct Called {
    pub value: u64,
    pub code: HaloCode,
    pub thread: ThreadId,
}

/// A context of callbacks: records calls, after it has run a step of the test.
pub struct Recorder {
    calls: Sender<Called>,
    step: Mutex<Box<dyn FnMut(u64) + Send>>,
}

impl Recorder {
    pub fn new() -> (Box<Self>, Receiver<Called>) {
        Self::with(|_| ())
    }

    pub fn with(step: impl FnMut(u64) + Send + 'static) -> (Box<Self>, Receiver<Called>) {
        let (calls, called) = channel();
        let step = Mutex::new(Box::new(step) as Box<_>);
        (Box::new(Self { calls, step }), called)
    }

    pub fn context(&self) -> *mut c_void {
        ptr::from_ref(self).cast_mut().cast()
    }

    fn call(&self, value: u64, code: HaloCode) {
        // A callback within the step finds the lock taken, and only records.
        if let Ok(mut step) = self.step.try_lock() {
            step(value);
        }
        let thread = std::thread::current().id();
        // A test may drop the recorder as soon as it knows of the call.
        let calls = self.calls.clone();
        // Some tests do not look.
        let _ = calls.send(Called { value, code, thread });
    }
}

pub extern "C" fn on_result(
    context: *mut c_void,
    value: u64,
    code: HaloCode,
    response: *mut HaloResponse,
    error: *mut HaloError,
) {
    assert_eq!(response.is_null(), code != HaloCode::Ok);
    assert_eq!(error.is_null(), code == HaloCode::Ok);
    if code == HaloCode::Ok {
        assert!(content(response).is_object());
    } else {
        assert_eq!(read_error(error).code, code);
    }
    // SAFETY: each test keeps its recorder until its worker is closed and no callback runs.
    let recorder: &Recorder = unsafe { &*context.cast() };
    recorder.call(value, code);
}

pub extern "C" fn on_wake(context: *mut c_void) {
    // SAFETY: as above.
    let recorder: &Recorder = unsafe { &*context.cast() };
    recorder.call(0, HaloCode::Ok);
}

pub fn submit_with_callback(
    bench: &Bench,
    worker: *mut HaloWorker,
    value: u64,
    recorder: &Recorder,
) -> HaloCode {
    let arguments = bench.arguments();
    halo_worker_submit_with_callback(
        worker,
        InText::of(COUNT),
        InText::of(&arguments),
        InText::none(),
        value,
        Some(on_result),
        recorder.context(),
        None,
    )
}

pub fn next_call(calls: &Receiver<Called>) -> Called {
    calls.recv_timeout(PATIENCE).expect("no call came")
}
