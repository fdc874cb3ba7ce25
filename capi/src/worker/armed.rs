//! The duty to call the callback of a job.

use std::sync::Arc;

use super::answer::Answer;
use super::callback_job::CallbackJob;
use super::jobs::Jobs;

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

    /// Calls the callback with a result.
    pub fn deliver(&self, result: Answer) {
        self.jobs.deliver(&self.job, Some(result));
    }
}

impl Drop for Armed {
    fn drop(&mut self) {
        self.jobs.deliver(&self.job, None);
    }
}
