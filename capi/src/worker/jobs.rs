//! The jobs of a worker whose results do not go to tickets.

use std::sync::{Arc, Mutex, MutexGuard, OnceLock, PoisonError};
use std::thread::{self, ThreadId};

use halo_infinite::types::Endpoint;
use halo_infinite::worker::Ticket;

use super::answer::{Answer, answer};
use super::callback_job::CallbackJob;
use crate::error::Failure;
use crate::gate::Gate;

/// The jobs of a worker whose results go to a callback, or to the program when it asks for the next one. No callback
/// runs under a lock of these.
#[derive(Default)]
pub struct Jobs {
    pub gate: Gate,
    /// The worker's thread, once it was in a job.
    thread: OnceLock<ThreadId>,
    posted: Mutex<Vec<Posted>>,
    with_callback: Mutex<Vec<WithCallback>>,
}

/// A job whose result the program asks for, by the order of the ends.
pub struct Posted {
    pub value: u64,
    pub endpoint: &'static Endpoint,
    pub ticket: Arc<Ticket<Answer>>,
}

/// A job whose callback was not called yet.
pub struct WithCallback {
    pub job: Arc<CallbackJob>,
    pub ticket: Arc<Ticket<()>>,
}

/// The state under these locks is consistent wherever a holder could panic.
fn lock<T>(list: &Mutex<Vec<T>>) -> MutexGuard<'_, Vec<T>> {
    list.lock().unwrap_or_else(PoisonError::into_inner)
}

impl Jobs {
    /// Notes that this is the worker's thread.
    pub fn enter(&self) {
        self.thread.get_or_init(|| thread::current().id());
    }

    /// Whether this is the worker's thread, which must not wait for itself. Only a job or the callback after it can ask.
    pub fn is_own_thread(&self) -> bool {
        self.thread.get() == Some(&thread::current().id())
    }

    /// Adds a job that `submit` puts into the queue, unless the list has `max` jobs.
    pub fn post(&self, max: usize, submit: impl FnOnce() -> Result<Posted, Failure>) -> Result<(), Failure> {
        let mut posted = lock(&self.posted);
        if posted.len() >= max {
            return Err(Failure::too_many_results());
        }
        posted.push(submit()?);
        Ok(())
    }

    /// The next result; `None` if none is there.
    pub fn next(&self) -> Option<(u64, Answer)> {
        let mut posted = lock(&self.posted);
        let jobs = posted.iter().enumerate();
        let (place, result) = jobs
            .filter_map(|(place, job)| Some((place, job.ticket.try_recv()?)))
            .next()?;
        let job = posted.remove(place);
        drop(posted);
        Some((job.value, answer(result, job.endpoint)))
    }

    /// Whether no job is left whose result the program can ask for.
    pub fn has_no_posted(&self) -> bool {
        lock(&self.posted).is_empty()
    }

    /// Adds a job that `submit` puts into the queue. Until that is done, no thread can end it.
    pub fn add(&self, submit: impl FnOnce() -> Result<WithCallback, Failure>) -> Result<(), Failure> {
        let mut jobs = lock(&self.with_callback);
        jobs.push(submit()?);
        Ok(())
    }

    /// Calls the callback of a job, unless it was called before; `None` stands for a job that was cancelled.
    pub fn deliver(&self, job: &Arc<CallbackJob>, result: Option<Answer>) {
        // Taken inside of the gate: a callback that is neither in its job nor called is one that a closing thread sees.
        self.gate.run(|| job.call(result));
        self.remove(job);
    }

    /// Removes a job whose callback was called.
    fn remove(&self, job: &Arc<CallbackJob>) {
        let mut jobs = lock(&self.with_callback);
        let place = jobs.iter().position(|other| Arc::ptr_eq(&other.job, job));
        let removed = place.map(|place| jobs.remove(place));
        drop(jobs);
        drop(removed);
    }

    /// Cancels all jobs with this value that were posted or have a callback.
    pub fn cancel(&self, value: u64) {
        let posted = lock(&self.posted);
        let of_value = posted.iter().filter(|job| job.value == value);
        let tickets: Vec<_> = of_value.map(|job| Arc::clone(&job.ticket)).collect();
        drop(posted);
        tickets.iter().for_each(|ticket| ticket.cancel());

        let jobs = lock(&self.with_callback);
        let of_value = jobs.iter().filter(|other| other.job.value() == value);
        let tickets: Vec<_> = of_value.map(|other| Arc::clone(&other.ticket)).collect();
        drop(jobs);
        // The callbacks of those that wait are called here.
        tickets.iter().for_each(|ticket| ticket.cancel());
    }

    /// Calls the callbacks that were not called: the thread of the worker is left behind.
    pub fn end(&self) {
        let jobs = std::mem::take(&mut *lock(&self.with_callback));
        for WithCallback { job, .. } in jobs {
            self.deliver(&job, None);
        }
    }
}
