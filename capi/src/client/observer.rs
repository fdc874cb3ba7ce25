//! Reports of attempts.

use std::ffi::c_void;
use std::mem::MaybeUninit;
use std::sync::Arc;
use std::time::Duration;

use halo_infinite::request::{Attempt, AttemptOutcome};
use serde_json::{Value, json};

use super::HaloClient;
use crate::boundary::HaloError;
use crate::boundary::enter;
use crate::callback::{HaloTextCallback, text_callback};
use crate::code::HaloCode;
use crate::handle;
use crate::slot::TextCallback;

/// Has each attempt of each request of a client reported to a function, for metrics, or for a panel with the last requests.
/// Another function replaces this one, and null removes it.
///
/// Each report is a JSON object:
///
/// - `line`: the report as a line of English.
/// - `endpoint`: the name, such as `stats.match_history`.
/// - `number`: the number of the attempt among those of its request, from 1. It is 0 if nothing was sent: the response came
///   from the cache, or `outcome` has the reason.
/// - `outcome`: `status` if a complete response arrived, else the reason: `network`, `cancelled`, `deadline`, `no_tokens`,
///   `file` (that of a shared rate cannot be used), `not_cached` or `other`.
/// - `status`: the HTTP status, or null.
/// - `network`: for the outcome `network`, its kind, such as `TimedOut`; else null.
/// - `waited_ms`: the wait for the rate limit, for tokens and before a retry. It may have a fraction, as `took_ms` may.
/// - `took_ms`: the time of the HTTP exchange, or of reading from the cache.
/// - `bytes`: the size of the body, decompressed.
/// - `from_cache`: whether the response came from the cache.
/// - `requests_per_second`: the current limit of the service, which is lower after status 429; null without a limit, or if
///   the request ended before the limit.
/// - `account`: the account by which the request went, from 0; null for a request that carries no tokens.
/// - `will_retry`: whether another report of the same request follows.
///
/// The function is called on the thread that sends the request, for example one that is in `halo_call`, or the worker's:
/// never under a lock of the library, but by several threads at a time. The request waits for it: keep it short. It may call
/// any function of this header; requests that it sends itself are not reported.
///
/// After this has returned `HALO_CODE_OK`, no call of the previous function runs or begins, and its context may be freed. If
/// a call of it runs in another thread and does not return within 100 ms, the result is `HALO_CODE_CALLBACK_BUSY`: the new
/// function is set, but the previous context must stay valid until that call returns. To wait for it again, call this again.
/// If the function itself calls this, its own call is not waited for.
/// `halo_client_close` removes the function in the same way.
///
/// Any thread may call this, also while requests are under way.
#[unsafe(no_mangle)]
pub extern "C" fn halo_client_observe(
    client: *const HaloClient,
    callback: HaloTextCallback,
    context: *mut c_void,
    error: Option<&mut MaybeUninit<*mut HaloError>>,
) -> HaloCode {
    enter(error, || {
        let client = handle::get("client", client)?;
        let callback = text_callback(callback, context);
        client
            .observer
            .set(callback.map(|callback| Arc::new(callback) as TextCallback))?;
        Ok(HaloCode::Ok)
    })
}

/// The report of an attempt in JSON.
pub(super) fn in_json(attempt: &Attempt) -> String {
    let outcome = match attempt.outcome {
        AttemptOutcome::Status(_) => "status",
        AttemptOutcome::Network(_) => "network",
        AttemptOutcome::Cancelled => "cancelled",
        AttemptOutcome::Deadline => "deadline",
        AttemptOutcome::NoTokens => "no_tokens",
        AttemptOutcome::File => "file",
        #[cfg(feature = "cache")]
        AttemptOutcome::NotCached => "not_cached",
        _ => "other",
    };
    let network = match attempt.outcome {
        AttemptOutcome::Network(kind) => Some(format!("{kind:?}")),
        _ => None,
    };
    let report = json!({
        "line": attempt.to_string(),
        "endpoint": attempt.endpoint.to_string(),
        "number": attempt.number,
        "outcome": outcome,
        "status": attempt.outcome.status(),
        "network": network,
        "waited_ms": milliseconds(attempt.waited),
        "took_ms": milliseconds(attempt.took),
        "bytes": attempt.bytes,
        "from_cache": attempt.from_cache,
        "requests_per_second": attempt.requests_per_second,
        "account": attempt.account,
        "will_retry": attempt.will_retry,
    });
    report.to_string()
}

/// With microseconds as fractions: a response from the cache takes less than one millisecond.
fn milliseconds(time: Duration) -> Value {
    let microseconds = u64::try_from(time.as_micros()).unwrap_or(u64::MAX);
    json!(microseconds as f64 / 1e3)
}
