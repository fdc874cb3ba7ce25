//! Receiving from a watch, and its end.

use std::mem::MaybeUninit;
use std::ptr;
use std::time::Duration;

use super::HaloWatch;
use super::object::Next;
use crate::boundary::HaloError;
use crate::boundary::{Out, enter, enter_close, required};
use crate::code::HaloCode;
use crate::failure::Failure;
use crate::handle;
use crate::response::{HaloResponse, ResponseObject};

/// Waits for the next match that ends, at most `timeout_ms`.
///
/// - `HALO_CODE_OK`: something was found. Either `event` is set: a JSON object with `player`, the name that the watch
///   knows the player by, and `entry`, the match in the player's history, as in the results of `stats.match_history`.
///   Or `failure` is set: a poll has failed, and its details have the `player`. The watch goes on, polls that player
///   later, and misses no match. The program closes the event or the failure.
/// - `HALO_CODE_PENDING`: nothing was found in this time.
/// - `HALO_CODE_OVER`: the watch is over, because it or its client was closed, or no player can be watched.
/// - Another code: this call was wrong, and `error` describes it: `HALO_CODE_ARGUMENT` if the watch has a callback, which
///   receives the matches.
///
/// The match's statistics and film may not exist yet: call `stats.match_stats` with the option `wait_until_available_ms`.
///
/// Any thread may call this, but a callback of the same watch waits in vain. Each match is returned once, to one thread.
#[unsafe(no_mangle)]
pub extern "C" fn halo_watch_next(
    watch: *const HaloWatch,
    timeout_ms: u64,
    event: Option<&mut MaybeUninit<*mut HaloResponse>>,
    failure: Option<&mut MaybeUninit<*mut HaloError>>,
    error: Option<&mut MaybeUninit<*mut HaloError>>,
) -> HaloCode {
    enter(error, || {
        next(watch, Duration::from_millis(timeout_ms), event, failure)
    })
}

/// As `halo_watch_next`, but does not wait: for a thread that draws frames, and for callbacks.
///
/// Any thread may call this.
#[unsafe(no_mangle)]
pub extern "C" fn halo_watch_try_next(
    watch: *const HaloWatch,
    event: Option<&mut MaybeUninit<*mut HaloResponse>>,
    failure: Option<&mut MaybeUninit<*mut HaloError>>,
    error: Option<&mut MaybeUninit<*mut HaloError>>,
) -> HaloCode {
    enter(error, || next(watch, Duration::ZERO, event, failure))
}

fn next(
    watch: *const HaloWatch,
    timeout: Duration,
    event: Out<'_, *mut HaloResponse>,
    failure: Out<'_, *mut HaloError>,
) -> Result<HaloCode, Failure> {
    let event = required("event", event, ptr::null_mut());
    let failure = required("failure", failure, ptr::null_mut());
    let (event, failure) = (event?, failure?);
    Ok(match handle::get("watch", watch)?.next(timeout)? {
        Next::Match(found) => {
            *event = handle::open(ResponseObject::of_json(found));
            HaloCode::Ok
        }
        Next::Failed(reason) => {
            *failure = handle::open(reason);
            HaloCode::Ok
        }
        Next::Nothing => HaloCode::Pending,
        Next::Over => HaloCode::Over,
    })
}

/// The state of a watch after the last match that was received, as a JSON object for the setting `resume` of the next run:
/// less than 4 KB for each player. If it is saved after each match was handled, no match is lost, but one can come twice; if
/// before, none comes twice, but one can be lost. Ask for it before the watch is closed. Close the response.
///
/// Any thread may call this, also a callback: it does not wait.
#[unsafe(no_mangle)]
pub extern "C" fn halo_watch_resume_point(
    watch: *const HaloWatch,
    response: Option<&mut MaybeUninit<*mut HaloResponse>>,
    error: Option<&mut MaybeUninit<*mut HaloError>>,
) -> HaloCode {
    enter(error, || {
        let out = required("response", response, ptr::null_mut())?;
        let point = handle::get("watch", watch)?.resume_point();
        let point = point.ok_or_else(|| Failure::closed("watch", "watch"))?;
        *out = handle::open(ResponseObject::of_json(point));
        Ok(HaloCode::Ok)
    })
}

/// Closes a watch: its wait and its request end at once, and so does `halo_watch_next` in other threads, with
/// `HALO_CODE_OVER`. This waits for the end of the thread and its callback for at most 100 ms. Null is allowed.
///
/// - `HALO_CODE_OK`: no callback of the watch runs, and none will begin. Its context may be freed.
/// - `HALO_CODE_CALLBACK_BUSY`: the watch is closed, and no callback will begin, but one has not returned in time. Its
///   context must stay valid until it returns.
///
/// Any thread may call this. A callback of the watch may close it, too: then only that callback is left, and the thread
/// ends after it.
#[unsafe(no_mangle)]
pub extern "C" fn halo_watch_close(watch: *mut HaloWatch) -> HaloCode {
    enter_close(|| match handle::close(watch)? {
        None => Ok(()),
        Some(watch) => watch.close(),
    })
}
