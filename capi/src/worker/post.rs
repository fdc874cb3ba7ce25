//! Jobs whose results a frame loop receives at one place.

use std::mem::MaybeUninit;
use std::ptr;

use super::HaloWorker;
use crate::boundary::HaloError;
use crate::boundary::{enter, required};
use crate::call::Call;
use crate::code::HaloCode;
use crate::handle;
use crate::in_text::InText;
use crate::response::HaloResponse;

/// Puts a call into the queue of a worker. `halo_worker_try_recv` returns its result, with `value`, which the program
/// chooses. The call is that of `halo_call`. A wrong one is an error here, and nothing is sent.
///
/// `HALO_CODE_QUEUE_FULL`: try again later, cancel another job, or receive results: those that were not received count
/// as jobs that wait. `HALO_CODE_SHUT_DOWN`: the worker accepts no more jobs.
///
/// Any thread may call this, also a callback and a thread that draws frames: it never waits.
#[unsafe(no_mangle)]
pub extern "C" fn halo_worker_post(
    worker: *const HaloWorker,
    endpoint: InText<'_>,
    arguments: InText<'_>,
    options: InText<'_>,
    value: u64,
    error: Option<&mut MaybeUninit<*mut HaloError>>,
) -> HaloCode {
    enter(error, || {
        let worker = handle::get("worker", worker)?;
        let call = Call::read(endpoint, arguments, options)?;
        worker.post(call, value)?;
        Ok(HaloCode::Ok)
    })
}

/// Returns the next result of the jobs of `halo_worker_post`, in the order of the jobs, except that a job that is
/// cancelled before it begins does not wait for those before it.
///
/// - `HALO_CODE_OK`: a result is there. `value` is that of its job. Either `response` is set, or `failure` is the reason
///   why there is no response. The program closes them.
/// - `HALO_CODE_PENDING`: no result is there yet. Try again in the next frame.
/// - `HALO_CODE_OVER`: the worker was shut down, and all results were received.
/// - Another code: this call was wrong, and `error` describes it.
///
/// So a frame loop can receive all results by
/// `while (halo_worker_try_recv(worker, &value, &response, &failure, NULL) == HALO_CODE_OK)`.
///
/// Any thread may call this, also a callback and a thread that draws frames: it never waits.
#[unsafe(no_mangle)]
pub extern "C" fn halo_worker_try_recv(
    worker: *const HaloWorker,
    value: Option<&mut MaybeUninit<u64>>,
    response: Option<&mut MaybeUninit<*mut HaloResponse>>,
    failure: Option<&mut MaybeUninit<*mut HaloError>>,
    error: Option<&mut MaybeUninit<*mut HaloError>>,
) -> HaloCode {
    enter(error, || {
        let value = required("value", value, 0);
        let response = required("response", response, ptr::null_mut());
        let failure = required("failure", failure, ptr::null_mut());
        let (value, response, failure) = (value?, response?, failure?);
        let worker = handle::get("worker", worker)?;
        // Asked first: a result that comes meanwhile makes no end.
        let is_over = worker.is_over();
        let Some((of_job, result)) = worker.jobs().next() else {
            return Ok(if is_over {
                HaloCode::Over
            } else {
                HaloCode::Pending
            });
        };
        *value = of_job;
        match result {
            Ok(received) => *response = handle::open(received),
            Err(reason) => *failure = handle::open(reason),
        }
        Ok(HaloCode::Ok)
    })
}
