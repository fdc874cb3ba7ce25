//! Workers.

mod answer;
mod armed;
mod callback_job;
mod end;
mod jobs;
mod object;
mod post;
mod settings;
mod submit;
mod ticket;

use std::ffi::c_void;
use std::mem::MaybeUninit;
use std::ptr;

use crate::boundary::{enter, enter_value, required};
use crate::callback::{HaloWakeCallback, wake_callback};
use crate::client::HaloClient;
use crate::code::HaloCode;
use crate::error::HaloError;
use crate::handle::{self, Handle};
use crate::json;
use crate::text::InText;

pub use callback_job::HaloResultCallback;
pub use end::*;
use object::WorkerObject;
pub use post::*;
use settings::Settings;
pub use submit::*;
pub use ticket::*;

/// A worker. Close it with `halo_worker_close`.
pub struct HaloWorker(());

impl Handle for HaloWorker {
    type Object = WorkerObject;
    const KIND: &'static str = "worker";
}

/// Starts a worker: a thread that sends calls for a program that must not wait, such as a plug-in with a frame loop. It runs
/// one job after the other, in their order. A program with slow and with fast jobs starts two workers.
///
/// There are three ways to get a job's result; a program may mix them:
///
/// - `halo_worker_submit` returns a ticket, which the program polls.
/// - `halo_worker_post` takes a number of the program's; `halo_worker_try_recv` returns the next result of all these jobs.
/// - `halo_worker_submit_with_callback` calls a function of the program on the worker's thread.
///
/// `settings` is a JSON object, or null. All members may be left out:
///
/// - `capacity`: the number of jobs that may wait, besides the one that runs; 64 by default, and 1 at least.
///
/// `wake` is called after each job, when its result can be received, to ask for a frame; or null. The worker's thread calls
/// it, and the next job waits until it returns. It is not called for jobs that are cancelled before they begin, since
/// those end in the cancelling call, nor after the worker was shut down. `context` is passed to it, and must stay valid
/// until `halo_worker_close` has returned `HALO_CODE_OK`.
///
/// If the client is closed, the jobs of its workers end with `HALO_CODE_CANCELLED`, and so do later ones. The worker
/// stays open until it is closed too.
///
/// Any thread may call this, and all threads may share the worker.
#[unsafe(no_mangle)]
pub extern "C" fn halo_worker_new(
    client: *const HaloClient,
    settings: InText<'_>,
    wake: HaloWakeCallback,
    context: *mut c_void,
    worker: Option<&mut MaybeUninit<*mut HaloWorker>>,
    error: Option<&mut MaybeUninit<*mut HaloError>>,
) -> HaloCode {
    enter(error, || {
        let out = required("worker", worker, ptr::null_mut())?;
        let client = handle::get("client", client)?;
        let settings: Settings = json::settings("settings", settings.optional("settings")?)?;
        let wake = wake_callback(wake, context);
        *out = handle::open(WorkerObject::start(&client.client, &settings, wake)?);
        Ok(HaloCode::Ok)
    })
}

/// The number of jobs that wait or run; 0 if the handle is closed. A job whose callback runs counts.
///
/// Any thread may call this, also a callback. It does not wait.
#[unsafe(no_mangle)]
pub extern "C" fn halo_worker_pending(worker: *const HaloWorker) -> usize {
    enter_value(0, || Ok(handle::get("worker", worker)?.pending()))
}
