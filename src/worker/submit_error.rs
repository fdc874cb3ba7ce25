//! Jobs that a worker does not accept.

use std::error::Error;
use std::fmt;

/// A [`Worker`](super::Worker) did not accept a job. [`into_job`](Self::into_job) returns it: the request
/// of [`submit`](super::Worker::submit), or the closure of [`run`](super::Worker::run).
#[non_exhaustive]
pub enum SubmitError<J> {
    /// The queue is full: try again later, or cancel another job.
    Full(Box<J>),
    /// The worker was [shut down](super::Worker::shutdown), or it [finishes](super::Worker::finish).
    ShutDown(Box<J>),
}

impl<J> SubmitError<J> {
    /// The job.
    pub fn into_job(self) -> J {
        match self {
            Self::Full(job) | Self::ShutDown(job) => *job,
        }
    }

    /// Whether the queue is full, so that the job may be accepted later.
    pub fn is_full(&self) -> bool {
        matches!(self, Self::Full(_))
    }
}

impl<J> fmt::Display for SubmitError<J> {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str(match self {
            Self::Full(_) => "the worker's queue is full",
            Self::ShutDown(_) => "the worker is shut down",
        })
    }
}

impl<J> fmt::Debug for SubmitError<J> {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str(match self {
            Self::Full(_) => "Full(..)",
            Self::ShutDown(_) => "ShutDown(..)",
        })
    }
}

impl<J> Error for SubmitError<J> {}
