//! The duty to call callbacks.

use std::sync::Arc;

use super::answer::Answer;
use super::callback_job::CallbackJob;
use super::jobs::Jobs;
use crate::failure::Failure;

/// The duty to call a job's callback. If it is dropped, the job was cancelled before it began.
pub struct Armed {
    jobs: Arc<Jobs>,
    job: Arc<CallbackJob>,
}

impl Armed {
    pub fn new(jobs: &Arc<Jobs>, job: Arc<CallbackJob>) -> Self {
        Self {
            jobs: Arc::clone(jobs),
            job,
        }
    }

    /// Calls the callback; `None` stands for a job that was cancelled. Does nothing if it was called before.
    pub fn deliver(&self, result: Option<Answer>) {
        self.jobs.gate.run(|| {
            // Taken inside of the gate: a callback that is neither here nor called is one that a closing thread sees.
            if let Some(callback) = self.job.take() {
                callback(result.unwrap_or_else(|| Err(Failure::cancelled(self.job.endpoint))));
            }
        });
        self.jobs.remove(&self.job);
    }

    /// The queue has refused the job: its callback is not called.
    pub fn disarm(job: &CallbackJob) {
        drop(job.take());
    }
}

impl Drop for Armed {
    fn drop(&mut self) {
        self.deliver(None);
    }
}

/// Calls the callbacks that were not called: the thread of the worker is left behind.
pub fn end(jobs: &Arc<Jobs>) {
    for job in jobs.take_callbacks() {
        Armed::new(jobs, job).deliver(None);
    }
}
