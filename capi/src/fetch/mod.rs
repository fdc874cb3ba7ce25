//! Many requests in parallel.

mod queue;

use std::ffi::c_void;
use std::mem::MaybeUninit;
use std::ptr;
use std::sync::{Arc, Mutex, PoisonError};
use std::thread::{self, JoinHandle};
use std::time::Duration;

use halo_infinite::services::by_name::NamedRequest;
use halo_infinite::{CancelToken, Client};
use serde::Deserialize;

use crate::boundary::HaloError;
use crate::boundary::{enter, enter_close, required};
use crate::call::Call;
use crate::callback::{HaloWakeCallback, wake_callback};
use crate::cancel::{self, HaloCancel};
use crate::client::HaloClient;
use crate::code::HaloCode;
use crate::failure::Failure;
use crate::gate::CLOSE_WITHIN;
use crate::handle::{self, Handle};
use crate::in_text::InText;
use crate::json;
use crate::response::{HaloResponse, ResponseObject};

use queue::{Next, Queue};

/// Many requests that are sent in parallel. Close it with `halo_fetch_close`.
pub struct HaloFetch(());

impl Handle for HaloFetch {
    type Object = FetchObject;
    const KIND: &'static str = "fetch";
}

/// A fetch: its results, and the thread that receives them from the SDK.
pub struct FetchObject {
    queue: Arc<Queue>,
    closed: CancelToken,
    total: usize,
    thread: Mutex<Option<JoinHandle<()>>>,
}

/// The options of a fetch.
#[derive(Default, Deserialize)]
#[serde(default, deny_unknown_fields)]
struct Options {
    threads: Option<usize>,
    #[serde(deserialize_with = "json::or_default")]
    in_order: bool,
    look_ahead: Option<usize>,
}

impl Options {
    fn look_ahead(&self) -> usize {
        self.look_ahead.unwrap_or(64)
    }
}

/// Sends many requests in parallel, as fast as the client's rate limit allows.
///
/// `requests` is a JSON list of objects with `endpoint`, `arguments` and `options`, as in `halo_call`; the last two may be
/// left out. If one of them is wrong, the error names it, and nothing is sent.
///
/// `options` is a JSON object, or null; all members may be left out:
///
/// - `threads`: maximum number of threads. By default 64, or 16 for a client without a rate limit; fewer run if the rate
///   limit keeps fewer busy.
/// - `in_order`: `true` returns the results in the order of the requests. By default they come as they complete.
/// - `look_ahead`: maximum number of results that wait for `halo_fetch_next`, by default 64, and of requests under way. So a
///   program that stops receiving stops the requests.
///
/// `wake` is a function that is called when a result is there, and at the end, or null; `context` is passed to it. It is
/// called on a thread of the fetch, one call at a time, and should be short. `context` must stay valid until
/// `halo_fetch_close` has returned `HALO_CODE_OK`.
///
/// `cancel` is a cancel token that ends all requests, or null. Those under way end with `HALO_CODE_CANCELLED`, further ones
/// are not sent.
///
/// Any thread may call this; it does not wait for the requests.
#[unsafe(no_mangle)]
pub extern "C" fn halo_fetch_new(
    client: *const HaloClient,
    requests: InText<'_>,
    options: InText<'_>,
    wake: HaloWakeCallback,
    context: *mut c_void,
    cancel: *const HaloCancel,
    fetch: Option<&mut MaybeUninit<*mut HaloFetch>>,
    error: Option<&mut MaybeUninit<*mut HaloError>>,
) -> HaloCode {
    enter(error, || {
        let out = required("fetch", fetch, ptr::null_mut())?;
        let client = handle::get("client", client)?;
        let calls: Vec<Call> = json::list("requests", requests.required("requests")?)?;
        let options: Options = json::settings("options", options.optional("options")?)?;
        // The token of this fetch: that of the client and the cancel token cancel it too.
        let closed = cancel::joined(&client.closed, cancel)?;
        let client = client.client.with_cancel_token(&closed);
        let calls = calls.iter().enumerate();
        let requests = calls.map(|(index, call)| {
            let request = call.is_decoded().and_then(|()| call.request(&client));
            request.map_err(|failure| failure.at(&format!("requests[{index}]")))
        });
        let requests = requests.collect::<Result<Vec<_>, _>>()?;
        let wake = wake_callback(wake, context);
        *out = handle::open(FetchObject::start(client, closed, requests, options, wake)?);
        Ok(HaloCode::Ok)
    })
}

impl FetchObject {
    fn start(
        client: Client,
        closed: CancelToken,
        requests: Vec<NamedRequest>,
        options: Options,
        wake: Option<impl Fn() + Send + Sync + 'static>,
    ) -> Result<Self, Failure> {
        let total = requests.len();
        let queue = Arc::new(Queue::new(options.look_ahead().max(1), wake));
        let results = Arc::clone(&queue);
        let thread = thread::Builder::new().name("halo-fetch-results".into());
        let thread = thread.spawn(move || {
            // Dropped last, also after a panic: the fetch and its threads have ended by then.
            let end = results.end_on_drop();
            let mut fetch = client.fetch(requests).look_ahead(options.look_ahead());
            if let Some(threads) = options.threads {
                fetch = fetch.threads(threads);
            }
            if options.in_order {
                fetch = fetch.in_order();
            }
            for fetched in fetch {
                if !results.push(fetched.index, fetched.result) {
                    return;
                }
            }
            end.complete();
        });
        let thread = thread.map_err(|error| {
            Failure::new(
                HaloCode::Thread,
                format!("the system cannot start a thread: {error}"),
            )
        })?;
        Ok(Self {
            queue,
            closed,
            total,
            thread: Mutex::new(Some(thread)),
        })
    }

    /// Ends the requests and the callbacks, and waits for the thread.
    fn close(&self) -> Result<(), Failure> {
        /// The SDK waits for the threads of a fetch for 100 ms at most.
        const MAX_WAIT: Duration = Duration::from_secs(1);
        // In this order, so that no result of a cancelled request wakes the program.
        self.queue.close();
        self.closed.cancel();
        let thread = self.thread.lock().unwrap_or_else(PoisonError::into_inner).take();
        let is_quiet = self.queue.gate.close(CLOSE_WITHIN);
        // A callback that closes its own fetch runs on the thread.
        let thread = thread.filter(|thread| thread.thread().id() != thread::current().id());
        if let Some(thread) = thread
            && is_quiet
            && self.queue.wait_for_end(MAX_WAIT)
        {
            // It has nothing left to do but to end. `halo_fetch_next` reported its panic.
            let _panic = thread.join();
        }
        match is_quiet {
            true => Ok(()),
            false => Err(Failure::busy("fetch")),
        }
    }
}

/// Receives the next result of a fetch. Waits for it at most `timeout_ms`; 0 does not wait, for a frame loop.
///
/// - `HALO_CODE_OK`: a result is there. `index` is the position of its request in the list, from 0. Either `response` is
///   set, or `failure` is the reason why there is no response. The program closes them. One request that fails does not
///   affect the others.
/// - `HALO_CODE_PENDING`: no result is there yet.
/// - `HALO_CODE_OVER`: all results were received.
/// - Another code: this call has failed, and `error` describes it.
///
/// `index` is `SIZE_MAX` if there is no result.
///
/// Any thread may call this, and several may share a fetch: each result goes to one of them. If another thread closes the
/// fetch, this ends with `HALO_CODE_CLOSED_HANDLE`.
#[unsafe(no_mangle)]
pub extern "C" fn halo_fetch_next(
    fetch: *const HaloFetch,
    timeout_ms: u64,
    index: Option<&mut MaybeUninit<usize>>,
    response: Option<&mut MaybeUninit<*mut HaloResponse>>,
    failure: Option<&mut MaybeUninit<*mut HaloError>>,
    error: Option<&mut MaybeUninit<*mut HaloError>>,
) -> HaloCode {
    enter(error, || {
        let response = required("response", response, ptr::null_mut());
        let failure = required("failure", failure, ptr::null_mut());
        let index = required("index", index, usize::MAX)?;
        let (response, failure) = (response?, failure?);
        let fetch = handle::get("fetch", fetch)?;
        match fetch.queue.next(Duration::from_millis(timeout_ms)) {
            Next::Result(position, result) => {
                *index = position;
                match result {
                    Ok(received) => *response = handle::open(ResponseObject::new(received)),
                    Err(reason) => *failure = handle::open(Failure::from(reason)),
                }
                Ok(HaloCode::Ok)
            }
            Next::Pending => Ok(HaloCode::Pending),
            Next::Over => Ok(HaloCode::Over),
            Next::Panicked => Err(Failure::panic()),
            Next::Closed => Err(Failure::closed("fetch", HaloFetch::KIND)),
        }
    })
}

/// The progress of a fetch: the number of requests that are complete, received or not; how many of them have failed; and the
/// number of all requests.
///
/// Any thread may call this; it does not wait.
#[unsafe(no_mangle)]
pub extern "C" fn halo_fetch_progress(
    fetch: *const HaloFetch,
    done: Option<&mut MaybeUninit<usize>>,
    failed: Option<&mut MaybeUninit<usize>>,
    total: Option<&mut MaybeUninit<usize>>,
    error: Option<&mut MaybeUninit<*mut HaloError>>,
) -> HaloCode {
    enter(error, || {
        let done = required("done", done, 0);
        let failed = required("failed", failed, 0);
        let total = required("total", total, 0);
        let (done, failed, total) = (done?, failed?, total?);
        let fetch = handle::get("fetch", fetch)?;
        (*done, *failed) = fetch.queue.counts();
        *total = fetch.total;
        Ok(HaloCode::Ok)
    })
}

/// Closes a fetch. Requests that are under way are cancelled, and results that were not received are freed. Null is allowed.
///
/// This waits for the threads, mostly some milliseconds and at most about a second. A thread that the system holds longer,
/// as in the look-up of a host, ends by itself. `wake` is not called any more. If a call of it in another thread has not
/// returned after 100 ms, the result is `HALO_CODE_CALLBACK_BUSY`: the fetch is closed, and `context` must stay valid until
/// that call returns.
///
/// Any thread may call this, also `wake`.
#[unsafe(no_mangle)]
pub extern "C" fn halo_fetch_close(fetch: *mut HaloFetch) -> HaloCode {
    enter_close(|| match handle::close(fetch)? {
        Some(fetch) => fetch.close(),
        None => Ok(()),
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn null_stands_for_the_default() {
        for text in ["{}", r#"{"threads": null, "in_order": null, "look_ahead": null}"#] {
            let options: Options = json::settings("options", Some(text)).unwrap();
            assert!(options.threads.is_none() && !options.in_order);
            assert_eq!(options.look_ahead(), 64);
        }
    }

    #[test]
    fn a_missing_place_leaves_no_garbage_in_the_others() {
        let mut done = MaybeUninit::new(7);
        let mut total = MaybeUninit::new(7);
        let code = halo_fetch_progress(ptr::null(), Some(&mut done), None, Some(&mut total), None);
        assert_eq!(code, HaloCode::NullPointer);
        for place in [done, total] {
            // SAFETY: both were initialized above.
            assert_eq!(unsafe { place.assume_init() }, 0);
        }
    }
}
