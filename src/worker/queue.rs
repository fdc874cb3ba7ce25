//! The queue of a worker.

use std::collections::VecDeque;
use std::sync::{Condvar, Mutex, MutexGuard, PoisonError};

use super::submit_error::SubmitError;
use super::task::{JobTask, Task};
use crate::sync::CancelToken;

/// The jobs of a worker. No code of the program runs under its lock.
pub(super) struct Queue {
    state: Mutex<State>,
    /// Wakes the thread for a job, and for the end.
    changed: Condvar,
    capacity: usize,
}

struct State {
    waiting: VecDeque<Entry>,
    /// The cancel token of the running job.
    running: Option<CancelToken>,
    phase: Phase,
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum Phase {
    Open,
    /// Accepted jobs are run, further ones not accepted.
    Finishing,
    ShutDown,
}

/// An accepted job.
pub(super) struct Entry {
    /// Stops this job only. It also identifies the job.
    pub cancel: CancelToken,
    pub task: Box<dyn Task>,
}

impl Queue {
    pub fn new(capacity: usize) -> Self {
        Self {
            state: Mutex::new(State {
                waiting: VecDeque::new(),
                running: None,
                phase: Phase::Open,
            }),
            changed: Condvar::new(),
            capacity,
        }
    }

    fn state(&self) -> MutexGuard<'_, State> {
        // The state is consistent wherever a holder of the lock could panic.
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Accepts a job, or returns it.
    pub fn push<J, T>(&self, cancel: CancelToken, task: Box<JobTask<J, T>>) -> Result<(), SubmitError<J>>
    where
        J: Send + 'static,
        T: Send + 'static,
    {
        let mut state = self.state();
        let refusal = if state.phase != Phase::Open {
            SubmitError::ShutDown
        } else if state.waiting.len() >= self.capacity {
            SubmitError::Full
        } else {
            state.waiting.push_back(Entry { cancel, task });
            drop(state);
            self.changed.notify_one();
            return Ok(());
        };
        drop(state);
        Err(refusal(Box::new(task.job)))
    }

    /// Waits for the next job, which counts as running from then on. Returns `None` at the end.
    pub fn next(&self) -> Option<Entry> {
        let mut state = self.state();
        loop {
            if state.phase == Phase::ShutDown {
                return None;
            }
            if let Some(entry) = state.waiting.pop_front() {
                state.running = Some(entry.cancel.clone());
                return Some(entry);
            }
            if state.phase == Phase::Finishing {
                return None;
            }
            state = self.changed.wait(state).unwrap_or_else(PoisonError::into_inner);
        }
    }

    /// The running job has ended. From then on it can no longer be cancelled: its result may hold a client with its
    /// token, as a [`Match`](crate::Match) does.
    pub fn ended(&self) {
        let token = self.state().running.take();
        drop(token);
    }

    /// Number of jobs that wait or run.
    pub fn pending(&self) -> usize {
        let state = self.state();
        state.waiting.len() + usize::from(state.running.is_some())
    }

    pub fn is_shut_down(&self) -> bool {
        self.state().phase == Phase::ShutDown
    }

    /// Cancels the job with this token, unless it has ended.
    pub fn cancel(&self, token: &CancelToken) {
        let mut state = self.state();
        let position = state.waiting.iter().position(|entry| entry.cancel.is_same(token));
        let waiting = position.and_then(|position| state.waiting.remove(position));
        let is_running = || {
            state
                .running
                .as_ref()
                .is_some_and(|running| running.is_same(token))
        };
        let is_alive = waiting.is_some() || is_running();
        drop(state);
        if is_alive {
            token.cancel();
        }
        // Tells the ticket.
        drop(waiting);
    }

    /// Cancels all accepted jobs.
    pub fn cancel_all(&self) {
        let state = self.state();
        Self::cancel_all_in(state);
    }

    /// Accepts no more jobs, and lets the thread end after those that it has.
    pub fn finish(&self) {
        let mut state = self.state();
        if state.phase == Phase::Open {
            state.phase = Phase::Finishing;
        }
        drop(state);
        self.changed.notify_all();
    }

    /// Accepts no more jobs, cancels all, and lets the thread end.
    pub fn shut_down(&self) {
        let mut state = self.state();
        state.phase = Phase::ShutDown;
        self.changed.notify_all();
        Self::cancel_all_in(state);
    }

    fn cancel_all_in(mut state: MutexGuard<'_, State>) {
        let waiting = std::mem::take(&mut state.waiting);
        let running = state.running.clone();
        drop(state);
        for token in waiting.iter().map(|entry| &entry.cancel).chain(&running) {
            token.cancel();
        }
        // Tells the tickets.
        drop(waiting);
    }
}
