//! The place for the result of a job, between the job and its ticket.

use std::mem;
use std::sync::{Arc, Condvar, Mutex, MutexGuard, PoisonError};
use std::task::{Poll, Waker};
use std::thread;
use std::time::{Duration, Instant};

use crate::error::Error;
use crate::types::Endpoint;

/// The result of a job. The outer error is a panic.
pub(super) type Outcome<T> = thread::Result<Result<T, Error>>;

/// The ticket's side.
pub(super) struct Slot<T>(Arc<Shared<T>>);

/// The job's side. If it is dropped without a result, the job was cancelled before it began.
pub(super) struct Promise<T> {
    shared: Arc<Shared<T>>,
    endpoint: Option<&'static Endpoint>,
}

struct Shared<T> {
    state: Mutex<State<T>>,
    filled: Condvar,
}

enum State<T> {
    Empty(Option<Waker>),
    Filled(Outcome<T>),
    /// The ticket has returned the result.
    Taken,
}

/// Both sides. The endpoint is that of the job's request, if it is one.
pub(super) fn slot<T>(endpoint: Option<&'static Endpoint>) -> (Slot<T>, Promise<T>) {
    let shared = Arc::new(Shared {
        state: Mutex::new(State::Empty(None)),
        filled: Condvar::new(),
    });
    let promise = Promise {
        shared: Arc::clone(&shared),
        endpoint,
    };
    (Slot(shared), promise)
}

impl<T> Shared<T> {
    fn state(&self) -> MutexGuard<'_, State<T>> {
        // Each change under the lock is a single step, so a panic cannot leave half of it.
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Does nothing if there is a result already.
    fn fill(&self, outcome: Outcome<T>) {
        let mut state = self.state();
        if !matches!(*state, State::Empty(_)) {
            return;
        }
        let before = mem::replace(&mut *state, State::Filled(outcome));
        drop(state);
        self.filled.notify_all();
        if let State::Empty(Some(waker)) = before {
            waker.wake();
        }
    }
}

impl<T> State<T> {
    fn take(&mut self) -> Option<Outcome<T>> {
        match mem::replace(self, Self::Taken) {
            Self::Filled(outcome) => Some(outcome),
            other => {
                *self = other;
                None
            }
        }
    }
}

impl<T> Slot<T> {
    /// Returns the result, if it is there and was not returned before.
    pub fn take(&self) -> Option<Outcome<T>> {
        self.0.state().take()
    }

    /// Waits for the result, until the timeout at most. Returns none at once if the result was returned before.
    pub fn take_within(&self, timeout: Duration) -> Option<Outcome<T>> {
        // A timeout too large to represent means no timeout.
        let end = Instant::now().checked_add(timeout);
        let mut state = self.0.state();
        while let State::Empty(_) = *state {
            state = match end {
                None => self.0.filled.wait(state).unwrap_or_else(PoisonError::into_inner),
                Some(end) => {
                    let left = end.saturating_duration_since(Instant::now());
                    if left.is_zero() {
                        return None;
                    }
                    let waited = self.0.filled.wait_timeout(state, left);
                    waited.unwrap_or_else(PoisonError::into_inner).0
                }
            };
        }
        state.take()
    }

    /// Returns the result, or wakes this task when it is there. The latest waker counts.
    pub fn poll(&self, waker: &Waker) -> Poll<Outcome<T>> {
        // Cloned and dropped without the lock: both run code of the async runtime.
        let mut waker = Some(waker.clone());
        let mut state = self.0.state();
        if let State::Empty(before) = &mut *state {
            mem::swap(before, &mut waker);
            drop(state);
            return Poll::Pending;
        }
        let outcome = state.take();
        drop(state);
        outcome.map_or(Poll::Pending, Poll::Ready)
    }
}

impl<T> Promise<T> {
    pub fn fulfil(self, outcome: Outcome<T>) {
        self.shared.fill(outcome);
    }
}

impl<T> Drop for Promise<T> {
    fn drop(&mut self) {
        let endpoint = self.endpoint;
        self.shared.fill(Ok(Err(Error::Cancelled { endpoint })));
    }
}
