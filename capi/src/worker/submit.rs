//! Jobs with tickets, and jobs with callbacks.

use std::ffi::c_void;
use std::mem::MaybeUninit;
use std::ptr;

use super::HaloWorker;
use super::callback_job::{CallbackJob, HaloResultCallback};
use super::ticket::{HaloTicket, TicketObject};
use crate::boundary::HaloError;
use crate::boundary::{enter, required};
use crate::call::Call;
use crate::code::HaloCode;
use crate::handle;
use crate::in_text::InText;

/// Puts a call into the queue of a worker, and returns a ticket for its result. The call is that of `halo_call`, which
/// describes `endpoint`, `arguments` and `options`. A wrong one is an error here, and nothing is sent.
///
/// `HALO_CODE_QUEUE_FULL`: try again later, or cancel another job. `HALO_CODE_SHUT_DOWN`: the worker accepts no more jobs.
///
/// Any thread may call this, also a callback and a thread that draws frames: it never waits.
#[unsafe(no_mangle)]
pub extern "C" fn halo_worker_submit(
    worker: *const HaloWorker,
    endpoint: InText<'_>,
    arguments: InText<'_>,
    options: InText<'_>,
    ticket: Option<&mut MaybeUninit<*mut HaloTicket>>,
    error: Option<&mut MaybeUninit<*mut HaloError>>,
) -> HaloCode {
    enter(error, || {
        let out = required("ticket", ticket, ptr::null_mut())?;
        let worker = handle::get("worker", worker)?;
        let call = Call::read(endpoint, arguments, options)?;
        let (ticket, endpoint) = worker.submit(call)?;
        *out = handle::open(TicketObject::new(ticket, endpoint));
        Ok(HaloCode::Ok)
    })
}

/// Puts a call into the queue of a worker, and passes its result to a callback. The call is that of `halo_call`. A wrong
/// one is an error here, and nothing is sent. `halo_worker_submit` describes the other errors.
///
/// If this returns `HALO_CODE_OK`, the callback is called once, otherwise never. The worker's thread calls it, and the next
/// job waits until it returns; so it should be short. The callback of a job that is cancelled before it begins is called
/// with `HALO_CODE_CANCELLED` by the thread that cancels, in `halo_worker_cancel`, `halo_worker_cancel_all`,
/// `halo_worker_finish`, `halo_worker_shutdown` or `halo_worker_close`, perhaps while another callback runs: do not hold
/// a lock there that the callback takes.
///
/// `context` and `value` are passed to the callback; `halo_worker_cancel` cancels by `value`. The
/// context must stay valid until the callback was called.
///
/// Any thread may call this, also a callback and a thread that draws frames: it never waits.
#[unsafe(no_mangle)]
pub extern "C" fn halo_worker_submit_with_callback(
    worker: *const HaloWorker,
    endpoint: InText<'_>,
    arguments: InText<'_>,
    options: InText<'_>,
    value: u64,
    callback: HaloResultCallback,
    context: *mut c_void,
    error: Option<&mut MaybeUninit<*mut HaloError>>,
) -> HaloCode {
    enter(error, || {
        let worker = handle::get("worker", worker)?;
        let call = Call::read(endpoint, arguments, options)?;
        worker.submit_with_callback(call, |endpoint| {
            CallbackJob::new(value, endpoint, callback, context)
        })?;
        Ok(HaloCode::Ok)
    })
}
