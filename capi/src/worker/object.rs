//! A worker with the jobs that the interface has submitted.

use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::Duration;

use halo_infinite::Client;
use halo_infinite::types::Endpoint;
use halo_infinite::worker::{SubmitError, Ticket, Worker};

use super::answer::Answer;
use super::armed::Armed;
use super::callback_job::CallbackJob;
use super::jobs::{Jobs, Posted, WithCallback};
use super::settings::Settings;
use crate::call::Call;
use crate::code::HaloCode;
use crate::error::Failure;
use crate::gate::CLOSE_WITHIN;
use crate::response::ResponseObject;

/// A worker of the interface.
pub struct WorkerObject {
    worker: Worker,
    /// Checks arguments before a job is accepted.
    client: Client,
    capacity: usize,
    jobs: Arc<Jobs>,
    /// Whether the worker accepts no more jobs.
    has_ended: AtomicBool,
    /// Whether the program or a timeout has cancelled all jobs for the end.
    is_shut_down: AtomicBool,
}

impl WorkerObject {
    pub fn start(
        client: &Client,
        settings: &Settings,
        wake: Option<impl Fn() + Send + 'static>,
    ) -> Result<Self, Failure> {
        let capacity = settings.capacity();
        let jobs = Arc::<Jobs>::default();
        let mut builder = client.worker().queue(capacity);
        if let Some(wake) = wake {
            let jobs = Arc::clone(&jobs);
            builder = builder.on_done(move || {
                jobs.enter();
                jobs.gate.run(&wake);
            });
        }
        Ok(Self {
            worker: builder.start()?,
            client: client.clone(),
            capacity,
            jobs,
            has_ended: AtomicBool::new(false),
            is_shut_down: AtomicBool::new(false),
        })
    }

    /// Checks a call without sending it.
    fn endpoint(&self, call: &Call) -> Result<&'static Endpoint, Failure> {
        Ok(call.request(&self.client)?.endpoint())
    }

    /// Submits a job whose result goes to a ticket.
    pub fn submit(&self, call: Call) -> Result<(Ticket<Answer>, &'static Endpoint), Failure> {
        let endpoint = self.endpoint(&call)?;
        Ok((self.run(call)?, endpoint))
    }

    fn run(&self, call: Call) -> Result<Ticket<Answer>, Failure> {
        let job = move |client: &Client| Ok(send(&call, client));
        self.worker.run(job).map_err(refused)
    }

    /// Submits a job whose result [`Jobs::next`] returns.
    pub fn post(&self, call: Call, value: u64) -> Result<(), Failure> {
        let endpoint = self.endpoint(&call)?;
        // The queue and the job that runs. So a program that receives no results does not collect them without end.
        let max = self.capacity.saturating_add(1);
        self.jobs.post(max, || {
            Ok(Posted {
                value,
                endpoint,
                ticket: Arc::new(self.run(call)?),
            })
        })
    }

    /// Submits a job whose result goes to a callback. `job` makes it for the endpoint.
    pub fn submit_with_callback(
        &self,
        call: Call,
        job: impl FnOnce(&'static Endpoint) -> Result<CallbackJob, Failure>,
    ) -> Result<(), Failure> {
        let job = Arc::new(job(self.endpoint(&call)?)?);
        let armed = Armed::new(&self.jobs, Arc::clone(&job));
        let jobs = Arc::clone(&self.jobs);
        let run = move |client: &Client| {
            jobs.enter();
            armed.deliver(send(&call, client));
            Ok(())
        };
        let mut refusal = None;
        let added = self.jobs.add(|| match self.worker.run(run) {
            Ok(ticket) => Ok(WithCallback {
                job: Arc::clone(&job),
                ticket: Arc::new(ticket),
            }),
            Err(error) => {
                job.disarm();
                let failure = refused_ref(&error);
                // It removes itself from the list when it is dropped, so not before the list is unlocked.
                refusal = Some(error);
                Err(failure)
            }
        });
        drop(refusal);
        added
    }

    pub fn jobs(&self) -> &Jobs {
        &self.jobs
    }

    pub fn pending(&self) -> usize {
        self.worker.pending()
    }

    pub fn cancel_all(&self) {
        self.worker.cancel_all();
    }

    /// Whether the program has received all results, and there will be no more.
    pub fn is_over(&self) -> bool {
        self.has_ended.load(Ordering::SeqCst) && self.jobs.has_no_posted()
    }

    pub fn finish(&self, timeout: Duration) -> Result<HaloCode, Failure> {
        self.has_ended.store(true, Ordering::SeqCst);
        let is_done = self.worker.finish(timeout);
        let was_shut_down = self.is_shut_down.load(Ordering::SeqCst);
        match is_done {
            true if was_shut_down => Err(Failure::unfinished()),
            true => Ok(HaloCode::Ok),
            // The worker's thread does not wait for itself, and goes on.
            false if self.jobs.is_own_thread() && !was_shut_down => Ok(HaloCode::Pending),
            false => {
                self.is_shut_down.store(true, Ordering::SeqCst);
                if self.jobs.gate.is_busy() {
                    return Err(Failure::busy("worker"));
                }
                Err(Failure::unfinished())
            }
        }
    }

    pub fn shutdown(&self, timeout: Duration) -> Result<HaloCode, Failure> {
        self.has_ended.store(true, Ordering::SeqCst);
        self.is_shut_down.store(true, Ordering::SeqCst);
        match self.worker.shutdown(timeout) {
            true => Ok(HaloCode::Ok),
            false if self.jobs.gate.is_busy() => Err(Failure::busy("worker")),
            false => Ok(HaloCode::Pending),
        }
    }

    /// Ends the worker. No callback begins after this.
    pub fn close(&self) -> Result<(), Failure> {
        self.has_ended.store(true, Ordering::SeqCst);
        self.is_shut_down.store(true, Ordering::SeqCst);
        let has_ended = self.worker.shutdown(CLOSE_WITHIN);
        self.jobs.end();
        // If the thread has not ended, all time is spent.
        let rest = if has_ended { CLOSE_WITHIN } else { Duration::ZERO };
        match self.jobs.gate.close(rest) {
            true => Ok(()),
            false => Err(Failure::busy("worker")),
        }
    }
}

/// Sends a call on the worker's thread. A panic must not look like a cancellation, nor reach the thread that receives.
fn send(call: &Call, client: &Client) -> Answer {
    let sent = catch_unwind(AssertUnwindSafe(|| call.send(client).map(ResponseObject::new)));
    sent.unwrap_or_else(|_| Err(Failure::panic()))
}

fn refused<J>(error: SubmitError<J>) -> Failure {
    refused_ref(&error)
}

fn refused_ref<J>(error: &SubmitError<J>) -> Failure {
    let code = if error.is_full() {
        HaloCode::QueueFull
    } else {
        HaloCode::ShutDown
    };
    Failure::new(code, error.to_string())
}
