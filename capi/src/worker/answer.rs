//! The results of jobs.

use halo_infinite::error::Error;
use halo_infinite::types::Endpoint;

use crate::error::Failure;
use crate::response::ResponseObject;

/// The result of a job.
pub type Answer = Result<ResponseObject, Failure>;

/// The result that a ticket returns. The outer error is a job that was cancelled before it began.
pub fn answer(result: Result<Answer, Error>, endpoint: &'static Endpoint) -> Answer {
    match result {
        Ok(answer) => answer,
        Err(Error::Cancelled { .. }) => Err(Failure::cancelled(endpoint)),
        Err(error) => Err(error.into()),
    }
}
