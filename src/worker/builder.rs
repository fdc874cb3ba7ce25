//! The settings of a worker.

use std::fmt;
use std::thread;

use super::thread::OnDone;
use super::worker::Worker;
use crate::client::Client;
use crate::error::Error;

impl Client {
    /// Returns the builder of a [`Worker`]: a thread that sends requests for a program that must not wait, such as a
    /// frame loop or an async program.
    pub fn worker(&self) -> WorkerBuilder {
        WorkerBuilder {
            client: self.clone(),
            queue: WorkerBuilder::QUEUE,
            on_done: None,
            thread: thread::Builder::new().name("halo-worker".into()),
        }
    }
}

/// The settings of a [`Worker`], from [`Client::worker`].
#[must_use = "the worker runs only after `start()`"]
pub struct WorkerBuilder {
    client: Client,
    queue: usize,
    on_done: Option<OnDone>,
    pub(super) thread: thread::Builder,
}

impl WorkerBuilder {
    const QUEUE: usize = 64;

    /// Maximum number of jobs that wait, besides the one that runs. Defaults to 64; 0 means 1.
    pub fn queue(self, max: usize) -> Self {
        Self {
            queue: max.max(1),
            ..self
        }
    }

    /// A callback after each job, to wake the program: egui's `request_repaint`, an event of Bevy, a channel.
    ///
    /// The worker's thread calls it, without a lock, when the result is ready in its ticket. It should be short, because
    /// the next job waits for it. If it panics, the panic is logged and the thread continues. There is no call for jobs
    /// that are cancelled while they wait in the queue, since those end at once in the cancelling call, and none for
    /// jobs that end after the worker was shut down or dropped. A call that is under way then may still end afterwards.
    ///
    /// The callback must not hold the worker itself: it lives as long as the thread.
    ///
    /// ```
    /// # let sandbox = halo_infinite_sandbox::Sandbox::start()?;
    /// # let client = sandbox.client()?;
    /// # let me = sandbox.world().home().xuid();
    /// let (wake, wakes) = std::sync::mpsc::channel();
    /// let callback = move || wake.send(()).expect("the window is there");
    /// let worker = client.worker().on_done(callback).start()?;
    /// let ticket = worker.submit(client.stats().match_count(me))?;
    /// wakes.recv_timeout(std::time::Duration::from_secs(60))?;
    /// assert!(matches!(ticket.try_recv(), Some(Ok(_))));
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    pub fn on_done(self, callback: impl FnMut() + Send + 'static) -> Self {
        Self {
            on_done: Some(Box::new(callback)),
            ..self
        }
    }

    /// Starts the thread.
    ///
    /// # Errors
    ///
    /// [`Error::Thread`] if the system cannot start a thread.
    pub fn start(self) -> Result<Worker, Error> {
        Worker::start(self.client, self.queue, self.on_done, self.thread)
    }
}

impl fmt::Debug for WorkerBuilder {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter
            .debug_struct("WorkerBuilder")
            .field("client", &self.client)
            .field("queue", &self.queue)
            .field("on_done", &self.on_done.is_some())
            .finish_non_exhaustive()
    }
}
