//! A background thread for programs with a frame loop or an async runtime.
//!
//! | type | purpose |
//! |---|---|
//! | [`WorkerBuilder`] | the settings, from [`Client::worker`](crate::Client::worker) |
//! | [`Worker`] | the thread and its queue |
//! | [`Ticket`] | the result of a job, now or later; also a future |
//! | [`SubmitError`] | a job that the queue has no room for |

mod builder;
mod queue;
mod slot;
mod submit_error;
mod task;
mod thread;
mod ticket;
#[allow(clippy::module_inception)]
mod worker;

#[cfg(test)]
mod tests;

pub use builder::WorkerBuilder;
pub use submit_error::SubmitError;
pub use ticket::Ticket;
pub use worker::Worker;
