//! Cancelling the jobs of a worker, and its end.

use std::mem::MaybeUninit;
use std::time::Duration;

use super::HaloWorker;
use crate::boundary::HaloError;
use crate::boundary::{enter, enter_close};
use crate::code::HaloCode;
use crate::handle;

/// Cancels all jobs with this value, of `halo_worker_post` and `halo_worker_submit_with_callback`. Those that wait in the
/// queue are never sent, and their callbacks are called here. One that runs is interrupted, and its result comes when it
/// has ended. It is no error if no job has this value.
///
/// Any thread may call this, also a callback: it waits for nothing but the callbacks that it calls.
#[unsafe(no_mangle)]
pub extern "C" fn halo_worker_cancel(worker: *const HaloWorker, value: u64) -> HaloCode {
    enter_close(|| {
        handle::get("worker", worker)?.jobs().cancel(value);
        Ok(())
    })
}

/// Cancels all jobs, as `halo_worker_cancel` does, also those with tickets. The worker accepts new ones.
///
/// Any thread may call this, also a callback: it waits for nothing but the callbacks that it calls.
#[unsafe(no_mangle)]
pub extern "C" fn halo_worker_cancel_all(worker: *const HaloWorker) -> HaloCode {
    enter_close(|| {
        handle::get("worker", worker)?.cancel_all();
        Ok(())
    })
}

/// Accepts no more jobs, and waits until all are done, at most `timeout_ms`. Then it cancels the rest, and waits for them at
/// most 100 ms.
///
/// - `HALO_CODE_OK`: all jobs are done. Their results can still be received.
/// - `HALO_CODE_CANCELLED`: jobs were cancelled, because the timeout passed or the worker was shut down.
/// - `HALO_CODE_CALLBACK_BUSY`: as that, and a callback has not returned.
/// - `HALO_CODE_PENDING`: a callback of the worker has called this. It does not wait for itself; the jobs go on.
///
/// Any thread may call this, also a callback.
#[unsafe(no_mangle)]
pub extern "C" fn halo_worker_finish(
    worker: *const HaloWorker,
    timeout_ms: u64,
    error: Option<&mut MaybeUninit<*mut HaloError>>,
) -> HaloCode {
    enter(error, || {
        handle::get("worker", worker)?.finish(Duration::from_millis(timeout_ms))
    })
}

/// Accepts no more jobs, cancels all, and waits for the end of the worker's thread, at most `timeout_ms`. Results can
/// still be received.
///
/// - `HALO_CODE_OK`: the thread has ended.
/// - `HALO_CODE_PENDING`: it has not ended yet, or a callback of the worker has called this, which does not wait for itself.
/// - `HALO_CODE_CALLBACK_BUSY`: it has not ended, because a callback has not returned.
///
/// Any thread may call this, also a callback.
#[unsafe(no_mangle)]
pub extern "C" fn halo_worker_shutdown(
    worker: *const HaloWorker,
    timeout_ms: u64,
    error: Option<&mut MaybeUninit<*mut HaloError>>,
) -> HaloCode {
    enter(error, || {
        handle::get("worker", worker)?.shutdown(Duration::from_millis(timeout_ms))
    })
}

/// Closes a worker: cancels all its jobs, calls the callbacks that were not called, and waits for the end of its thread for
/// at most 100 ms. Results that were not received are gone, except those of tickets. Null is allowed.
///
/// - `HALO_CODE_OK`: no callback of the worker runs, and none will begin. All contexts may be freed.
/// - `HALO_CODE_CALLBACK_BUSY`: the worker is closed, and no callback will begin, but one has not returned in time. Its
///   context must stay valid until it returns.
///
/// Any thread may call this. A callback of the worker may close it, too: then only that callback is left, and the thread
/// ends after it.
#[unsafe(no_mangle)]
pub extern "C" fn halo_worker_close(worker: *mut HaloWorker) -> HaloCode {
    enter_close(|| match handle::close(worker)? {
        None => Ok(()),
        Some(worker) => worker.close(),
    })
}
