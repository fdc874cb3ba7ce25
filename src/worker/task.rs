//! A job with the place for its result.

use std::panic::{AssertUnwindSafe, catch_unwind};

use super::slot::Promise;
use crate::client::Client;
use crate::error::Error;
use crate::sync::CancelToken;

/// A job in the queue. Dropping it cancels it.
pub(super) trait Task: Send {
    /// Runs the job, then calls `after`, then hands the result to the ticket.
    fn run(self: Box<Self>, client: &Client, cancel: &CancelToken, after: &dyn Fn());
}

/// How a kind of job is run.
pub(super) type Run<J, T> = fn(J, &Client, &CancelToken) -> Result<T, Error>;

/// A job of any kind: a request, or a closure.
pub(super) struct JobTask<J, T> {
    pub job: J,
    pub run: Run<J, T>,
    pub promise: Promise<T>,
}

impl<J: Send, T: Send> Task for JobTask<J, T> {
    fn run(self: Box<Self>, client: &Client, cancel: &CancelToken, after: &dyn Fn()) {
        let Self { job, run, promise } = *self;
        let outcome = catch_unwind(AssertUnwindSafe(|| run(job, client, cancel)));
        after();
        promise.fulfil(outcome);
    }
}
