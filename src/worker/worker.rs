//! The worker.

use std::fmt;
use std::sync::Arc;
use std::thread::{self, ThreadId};
use std::time::Duration;

use super::queue::Queue;
use super::slot::slot;
use super::submit_error::SubmitError;
use super::task::{JobTask, Run};
use super::thread::{OnDone, work};
use super::ticket::Ticket;
use crate::client::Client;
use crate::error::Error;
use crate::http::OnPermit;
use crate::request::{FromResponse, Request};
use crate::sync::{CancelToken, LEAVE_AFTER, Threads};
use crate::types::Endpoint;

/// A background thread that sends requests, for programs that must not wait: those with a frame loop, and async ones.
///
/// [`Client::worker`] starts one. [`submit`](Self::submit) and [`run`](Self::run) put a job into its queue and return a
/// [`Ticket`] for the result. The thread runs one job after the other, in the order of their arrival. None of the
/// methods waits for a job, except `finish` and `shutdown`, and no lock is held while a job or a callback runs.
///
/// ```
/// use std::time::Duration;
/// use halo_infinite::models::stats::MatchHistory;
/// use halo_infinite::worker::{Ticket, Worker};
/// use halo_infinite::{Client, Error};
///
/// /// A window, such as egui's `App`.
/// struct Window {
///     client: Client,
///     worker: Worker,
///     search: Option<Ticket<MatchHistory>>,
///     shown: String,
/// }
///
/// impl Window {
///     fn new(client: Client, repaint: impl Fn() + Send + 'static) -> Result<Self, Error> {
///         Ok(Self {
///             // With egui: `on_done(move || context.request_repaint())`.
///             worker: client.worker().on_done(repaint).start()?,
///             client,
///             search: None,
///             shown: String::new(),
///         })
///     }
///
///     fn search(&mut self, gamertag: &str) {
///         // The old ticket is dropped, which cancels its request.
///         match self.worker.submit(self.client.stats().match_history(gamertag)) {
///             Ok(ticket) => self.search = Some(ticket),
///             Err(error) => self.shown = error.to_string(),
///         }
///     }
///
///     fn frame(&mut self) {
///         if let Some(result) = self.search.as_ref().and_then(Ticket::try_recv) {
///             self.search = None;
///             self.shown = match result {
///                 Ok(history) => format!("{} matches", history.results.len()),
///                 Err(error) => error.to_string(),
///             };
///         }
///     }
/// }
///
/// # let sandbox = halo_infinite_sandbox::Sandbox::start()?;
/// # let client = sandbox.client()?;
/// # let gamertag = sandbox.world().home().gamertag().to_string();
/// let mut window = Window::new(client, || {})?;
/// window.search(&gamertag); // a button was pressed
/// # let start = std::time::Instant::now();
/// while window.shown.is_empty() {
///     window.frame();
/// #   assert!(start.elapsed() < Duration::from_secs(60), "no result");
/// #   std::thread::sleep(Duration::from_millis(2));
/// }
/// assert_eq!(window.shown, "25 matches");
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
///
/// # Jobs
///
/// A job is a request, or any closure with the client: a [`Match`](crate::Match), films, names, or a
/// [`fetch`](Client::fetch) of many requests in parallel. A slow job delays those behind it. A program with a slow and a
/// fast kind of jobs starts two workers.
///
/// A worker is `Sync`, so an `Arc` shares it between threads. It is not `Clone`, because the thread ends with it.
///
/// The queue is bounded. If it is full, `submit` and `run` return the job in the error.
///
/// # Stop
///
/// | method | jobs that wait | the running job | takes at most |
/// |---|---|---|---|
/// | [`Ticket::cancel`], dropping a ticket | that one is removed | is interrupted if it is that one | no time |
/// | [`cancel_all`](Self::cancel_all) | are removed | is interrupted | no time |
/// | [`finish`](Self::finish) | are run until the timeout | may end until the timeout | the timeout and 100 ms |
/// | [`shutdown`](Self::shutdown) | are removed | is interrupted | the timeout |
/// | dropping the worker | are removed | is interrupted | 100 ms; no time after `shutdown` |
///
/// A removed request is never sent. With the feature `connector`, which is on by default, a request ends within a few
/// milliseconds when it is interrupted. A thread that cannot be interrupted is left behind after these times: without
/// that feature or with [an agent of the program's own](crate::ClientBuilder::agent), and while code of the program
/// runs, such as a closure that computes. It ends after its job. Every ticket gets a result in the end.
///
/// The client's [`CancelToken`](crate::CancelToken), or the one of the client that made a request, cancels jobs too.
pub struct Worker {
    queue: Arc<Queue>,
    /// Cancels all requests of the client.
    client_cancel: CancelToken,
    threads: Threads,
    thread: ThreadId,
}

impl Worker {
    pub(super) fn start(
        client: Client,
        capacity: usize,
        on_done: Option<OnDone>,
        thread: thread::Builder,
    ) -> Result<Self, Error> {
        let queue = Arc::new(Queue::new(capacity));
        let threads = Threads::default();
        let client_cancel = client.cancel_token().clone();
        let jobs = Arc::clone(&queue);
        let thread = threads
            .start(thread, move || work(&jobs, &client, on_done))
            .map_err(Error::thread)?;
        Ok(Self {
            queue,
            client_cancel,
            threads,
            thread,
        })
    }

    /// Puts a request into the queue, and returns the ticket for its model. Never waits.
    ///
    /// # Errors
    ///
    /// [`SubmitError`] with the request, if the queue is full or the worker is shut down. A wrong argument is reported by
    /// the ticket, as by [`Request::send`].
    pub fn submit<T>(&self, request: Request<T>) -> Result<Ticket<T>, SubmitError<Request<T>>>
    where
        T: FromResponse + Send + 'static,
    {
        let endpoint = request.endpoint().ok();
        self.push(request, endpoint, |request, client, cancel| {
            request
                .within(cancel, client.cancel_token(), OnPermit::default())
                .send()
        })
    }

    /// Puts a closure into the queue, and returns the ticket for its result. Never waits.
    ///
    /// The closure gets the worker's client, whose requests are cancelled with the job. Requests of another client
    /// are not. A cancelled job ends when its closure does, so a closure should return the errors of its requests.
    ///
    /// ```
    /// # let sandbox = halo_infinite_sandbox::Sandbox::start()?;
    /// # let client = sandbox.client()?;
    /// # let id = sandbox.world().match_ids(sandbox.world().home())[0];
    /// use halo_infinite::Match;
    ///
    /// let worker = client.worker().start()?;
    /// let ticket = worker.run(move |client| {
    ///     let game = Match::new(client, id)?;
    ///     game.stats()?;
    ///     game.map()?;
    ///     // Both are there now, so the frame loop can show them without waiting.
    ///     Ok(game)
    /// })?;
    /// # let game = ticket.recv_timeout(std::time::Duration::from_secs(60)).unwrap()?;
    /// # assert_eq!(game.stats()?.match_id, id);
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    ///
    /// # Errors
    ///
    /// [`SubmitError`] with the closure, if the queue is full or the worker is shut down.
    pub fn run<T, F>(&self, job: F) -> Result<Ticket<T>, SubmitError<F>>
    where
        F: FnOnce(&Client) -> Result<T, Error> + Send + 'static,
        T: Send + 'static,
    {
        self.push(job, None, |job, client, cancel| {
            job(&client.with_cancel_token(cancel))
        })
    }

    fn push<J, T>(
        &self,
        job: J,
        endpoint: Option<&'static Endpoint>,
        run: Run<J, T>,
    ) -> Result<Ticket<T>, SubmitError<J>>
    where
        J: Send + 'static,
        T: Send + 'static,
    {
        let cancel = self.client_cancel.child();
        let (slot, promise) = slot(endpoint);
        let ticket = Ticket::new(slot, cancel.clone(), Arc::downgrade(&self.queue));
        self.queue.push(cancel, Box::new(JobTask { job, run, promise }))?;
        Ok(ticket)
    }

    /// Number of jobs that wait in the queue or run. It can be 0 a moment before the last ticket has its result.
    pub fn pending(&self) -> usize {
        self.queue.pending()
    }

    /// Cancels all jobs that wait or run. Never waits. The worker accepts new ones.
    pub fn cancel_all(&self) {
        self.queue.cancel_all();
    }

    /// Accepts no more jobs, and waits until the accepted ones are done, until the timeout at most. Then it cancels the
    /// rest, as [`shutdown`](Self::shutdown) does, and waits another 100 ms at most.
    ///
    /// Returns whether the thread has ended before the timeout, with all jobs done. In the worker's own thread, which is
    /// a job or the callback, it does not wait and returns `false`.
    pub fn finish(&self, timeout: Duration) -> bool {
        self.queue.finish();
        if self.is_own_thread() {
            return false;
        }
        let is_done = self.threads.wait(timeout);
        if !is_done {
            self.shutdown(LEAVE_AFTER);
        }
        is_done
    }

    /// Accepts no more jobs, cancels all jobs that wait or run, and waits for the end of the thread, until the timeout
    /// at most. A thread that still runs is left behind.
    ///
    /// Returns whether the thread has ended. In the worker's own thread, which is a job or the callback, it does not wait
    /// and returns `false`.
    pub fn shutdown(&self, timeout: Duration) -> bool {
        self.queue.shut_down();
        !self.is_own_thread() && self.threads.wait(timeout)
    }

    /// Whether this is the worker's thread, which must not wait for itself.
    fn is_own_thread(&self) -> bool {
        thread::current().id() == self.thread
    }
}

impl Drop for Worker {
    fn drop(&mut self) {
        // After a shutdown the thread is left behind already: its caller chose how long to wait.
        let wait = match self.queue.is_shut_down() {
            true => Duration::ZERO,
            false => LEAVE_AFTER,
        };
        if !self.shutdown(wait) {
            log::debug!("a worker leaves its thread behind, which ends with its job");
        }
    }
}

impl fmt::Debug for Worker {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter
            .debug_struct("Worker")
            .field("pending", &self.pending())
            .field("is_shut_down", &self.queue.is_shut_down())
            .finish_non_exhaustive()
    }
}
