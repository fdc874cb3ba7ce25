//! The result of a job, now or later.

use std::fmt;
use std::future::Future;
use std::panic::resume_unwind;
use std::pin::Pin;
use std::sync::Weak;
use std::task::{Context, Poll};
use std::time::Duration;

use super::queue::Queue;
use super::slot::{Outcome, Slot};
use crate::error::Error;
use crate::sync::CancelToken;

/// The result of a job of a [`Worker`](super::Worker), now or later.
///
/// A frame loop looks for the result with [`try_recv`](Self::try_recv), which never waits. An async program awaits the
/// ticket, which is a [`Future`] and needs no particular runtime.
///
/// # Dropping cancels
///
/// Dropping a ticket cancels its job, as dropping a future does. So a program that replaces the ticket of an old search
/// by that of a new one does not wait for the old one. [`detach`](Self::detach) lets a job continue without a ticket.
///
/// # Errors and panics
///
/// The result is that of the request or the closure. A job that was cancelled, by its ticket, by the worker or by the
/// client's [`CancelToken`](crate::CancelToken), ends with [`Error::Cancelled`]. If a job panics, the ticket
/// continues the panic in the thread that asks for the result.
///
/// The result is returned once. After that, `try_recv` and `recv_timeout` return `None` at once, and the future never
/// completes again.
///
/// ```
/// use std::future::Future;
/// use halo_infinite::Error;
/// use halo_infinite::worker::Worker;
///
/// // In any async runtime: the thread of the worker blocks, the task does not.
/// async fn count_matches(worker: &Worker, gamertag: String) -> Result<i64, Box<dyn std::error::Error>> {
///     let count = worker.run(move |client| client.stats().match_count(gamertag).send())?;
///     Ok(count.await?.matches_played_count)
/// }
/// #
/// # /// A runtime for one task.
/// # fn block_on<T>(future: impl Future<Output = T>) -> T {
/// #     use std::task::{Context, Poll, Wake, Waker};
/// #     struct Unpark(std::thread::Thread);
/// #     impl Wake for Unpark {
/// #         fn wake(self: std::sync::Arc<Self>) {
/// #             self.0.unpark();
/// #         }
/// #     }
/// #     let waker = Waker::from(std::sync::Arc::new(Unpark(std::thread::current())));
/// #     let mut future = std::pin::pin!(future);
/// #     for _ in 0..1000 {
/// #         if let Poll::Ready(output) = future.as_mut().poll(&mut Context::from_waker(&waker)) {
/// #             return output;
/// #         }
/// #         std::thread::park_timeout(std::time::Duration::from_secs(60));
/// #     }
/// #     panic!("no result");
/// # }
/// # let sandbox = halo_infinite_sandbox::Sandbox::start()?;
/// # let worker = sandbox.client()?.worker().start()?;
/// # let gamertag = sandbox.world().home().gamertag().to_string();
/// # assert!(block_on(count_matches(&worker, gamertag))? > 0);
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[must_use = "dropping a ticket cancels its job: keep it, or call `detach`"]
pub struct Ticket<T> {
    slot: Slot<T>,
    /// Identifies the job.
    cancel: CancelToken,
    /// Gone when the worker is.
    queue: Weak<Queue>,
    is_detached: bool,
}

impl<T> Ticket<T> {
    pub(super) fn new(slot: Slot<T>, cancel: CancelToken, queue: Weak<Queue>) -> Self {
        Self {
            slot,
            cancel,
            queue,
            is_detached: false,
        }
    }

    /// Returns the result if it is ready, and `None` otherwise. Never waits.
    ///
    /// # Panics
    ///
    /// If the job panicked: with the same panic.
    pub fn try_recv(&self) -> Option<Result<T, Error>> {
        self.slot.take().map(unwound)
    }

    /// Waits for the result, until the timeout at most. Returns `None` if the timeout passes.
    ///
    /// # Panics
    ///
    /// If the job panicked: with the same panic.
    pub fn recv_timeout(&self, timeout: Duration) -> Option<Result<T, Error>> {
        self.slot.take_within(timeout).map(unwound)
    }

    /// Cancels the job. Never waits.
    ///
    /// A job that waits in the queue is removed: it is never sent, and its result is [`Error::Cancelled`] at once. A
    /// running job is interrupted, and its result comes when it has ended: `Error::Cancelled`, or a complete response
    /// that arrived before. A job that has ended keeps its result.
    pub fn cancel(&self) {
        if let Some(queue) = self.queue.upgrade() {
            queue.cancel(&self.cancel);
        }
    }

    /// Drops the ticket without cancelling the job. Nobody gets its result.
    pub fn detach(mut self) {
        self.is_detached = true;
    }
}

fn unwound<T>(outcome: Outcome<T>) -> Result<T, Error> {
    outcome.unwrap_or_else(|panic| resume_unwind(panic))
}

impl<T> Future for Ticket<T> {
    type Output = Result<T, Error>;

    fn poll(self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<Self::Output> {
        self.slot.poll(context.waker()).map(unwound)
    }
}

impl<T> Drop for Ticket<T> {
    fn drop(&mut self) {
        if !self.is_detached {
            self.cancel();
        }
    }
}

impl<T> fmt::Debug for Ticket<T> {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter
            .debug_struct("Ticket")
            .field("cancel", &self.cancel)
            .finish_non_exhaustive()
    }
}
