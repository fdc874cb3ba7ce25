//! Tests without a network: closures as jobs, and requests that are never sent.

mod jobs;
mod model;
mod stop;
mod stress;
mod wake;

use std::sync::mpsc::{Receiver, Sender, channel};
use std::time::Duration;

use super::{Ticket, Worker};
use crate::client::Client;
use crate::error::Error;

/// The longest wait for something that takes far less time, even on a busy machine.
const PATIENCE: Duration = Duration::from_secs(60);

fn client() -> Client {
    Client::builder().tokens("spartan", "clearance").build().unwrap()
}

fn worker(queue: usize) -> Worker {
    client().worker().queue(queue).start().unwrap()
}

/// The result of a job, which must come.
fn received<T>(ticket: &Ticket<T>) -> Result<T, Error> {
    ticket.recv_timeout(PATIENCE).expect("no result came")
}

fn is_cancelled<T>(result: Result<T, Error>) -> bool {
    matches!(result, Err(Error::Cancelled { .. }))
}

/// A running job that waits until it is released.
struct Gate {
    ticket: Ticket<u32>,
    release: Sender<u32>,
}

impl Gate {
    /// Returns when the job runs.
    fn close(worker: &Worker) -> Self {
        let (started, has_started) = channel();
        let (release, released): (_, Receiver<u32>) = channel();
        let ticket = worker.run(move |_| {
            started.send(()).unwrap();
            Ok(released.recv_timeout(PATIENCE).expect("the gate was not opened"))
        });
        has_started.recv_timeout(PATIENCE).unwrap();
        Self {
            ticket: ticket.unwrap(),
            release,
        }
    }

    fn open(self) {
        self.release.send(7).unwrap();
        assert_eq!(received(&self.ticket).unwrap(), 7);
    }
}
