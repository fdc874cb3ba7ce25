//! The results that wait for the program.

use std::collections::VecDeque;
use std::sync::{Condvar, Mutex, MutexGuard, PoisonError};
use std::time::{Duration, Instant};

use halo_infinite::Error;
use halo_infinite::services::by_name::NamedResponse;

use crate::gate::Gate;

/// The index of a request, and its result.
type Item = (usize, Result<NamedResponse, Error>);

/// The results that wait for the program, at most so many.
pub struct Queue {
    state: Mutex<State>,
    /// A result is there, or the end.
    filled: Condvar,
    /// There is room for a result, or nobody wants it.
    emptied: Condvar,
    capacity: usize,
    /// The callback that wakes the program, and the gate that it passes.
    wake: Option<Box<dyn Fn() + Send + Sync>>,
    pub gate: Gate,
}

#[derive(Default)]
struct State {
    items: VecDeque<Item>,
    done: usize,
    failed: usize,
    /// Nothing comes any more.
    is_over: bool,
    /// All results came.
    is_complete: bool,
    is_closed: bool,
}

/// What a program receives.
pub enum Next {
    Result(usize, Result<NamedResponse, Error>),
    Pending,
    Over,
    Panicked,
    Closed,
}

/// Ends a queue when it is dropped.
pub struct End<'q>(&'q Queue);

impl Queue {
    pub fn new(capacity: usize, wake: Option<impl Fn() + Send + Sync + 'static>) -> Self {
        Self {
            state: Mutex::default(),
            filled: Condvar::new(),
            emptied: Condvar::new(),
            capacity,
            wake: wake.map(|wake| Box::new(wake) as Box<dyn Fn() + Send + Sync>),
            gate: Gate::default(),
        }
    }

    fn state(&self) -> MutexGuard<'_, State> {
        // The state changes in one step.
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Adds a result. Waits for room. Returns whether more results are wanted.
    pub fn push(&self, index: usize, result: Result<NamedResponse, Error>) -> bool {
        let is_full = |state: &mut State| state.items.len() >= self.capacity && !state.is_closed;
        let waited = self.emptied.wait_while(self.state(), is_full);
        let mut state = waited.unwrap_or_else(PoisonError::into_inner);
        if state.is_closed {
            return false;
        }
        state.done += 1;
        state.failed += usize::from(result.is_err());
        state.items.push_back((index, result));
        drop(state);
        self.filled.notify_one();
        self.wake();
        true
    }

    /// Wakes the program, unless it has closed the fetch. No lock is held.
    fn wake(&self) {
        if let Some(wake) = &self.wake
            && !self.state().is_closed
        {
            self.gate.run(wake);
        }
    }

    /// Ends the queue when the result is dropped.
    pub fn end_on_drop(&self) -> End<'_> {
        End(self)
    }

    /// Takes a result. Waits for it.
    pub fn next(&self, timeout: Duration) -> Next {
        // A timeout too large to represent means no timeout.
        let end = Instant::now().checked_add(timeout);
        let mut state = self.state();
        loop {
            if state.is_closed {
                return Next::Closed;
            }
            if let Some((index, result)) = state.items.pop_front() {
                drop(state);
                self.emptied.notify_one();
                return Next::Result(index, result);
            }
            if state.is_over {
                return if state.is_complete {
                    Next::Over
                } else {
                    Next::Panicked
                };
            }
            state = match end {
                None => self.filled.wait(state).unwrap_or_else(PoisonError::into_inner),
                Some(end) => {
                    let left = end.saturating_duration_since(Instant::now());
                    if left.is_zero() {
                        return Next::Pending;
                    }
                    let waited = self.filled.wait_timeout(state, left);
                    waited.unwrap_or_else(PoisonError::into_inner).0
                }
            };
        }
    }

    /// The number of results so far, and of those that are errors.
    pub fn counts(&self) -> (usize, usize) {
        let state = self.state();
        (state.done, state.failed)
    }

    /// Drops the results, and accepts no more.
    pub fn close(&self) {
        let mut state = self.state();
        state.is_closed = true;
        let items = std::mem::take(&mut state.items);
        drop(state);
        drop(items);
        self.filled.notify_all();
        self.emptied.notify_all();
    }

    /// Waits until nothing comes any more. Returns whether it is so.
    pub fn wait_for_end(&self, limit: Duration) -> bool {
        let waited = self
            .filled
            .wait_timeout_while(self.state(), limit, |state| !state.is_over);
        waited.unwrap_or_else(PoisonError::into_inner).0.is_over
    }
}

impl End<'_> {
    /// All results came.
    pub fn complete(self) {
        self.0.state().is_complete = true;
    }
}

impl Drop for End<'_> {
    fn drop(&mut self) {
        let mut state = self.0.state();
        state.is_over = true;
        let is_closed = state.is_closed;
        drop(state);
        self.0.filled.notify_all();
        if !is_closed {
            self.0.wake();
        }
    }
}

#[cfg(test)]
mod tests {
    use std::sync::Arc;
    use std::sync::atomic::{AtomicUsize, Ordering};

    use halo_infinite::error::ArgumentError;

    use super::*;

    /// A queue with room for two results, and the number of times that it has woken the program.
    fn queue() -> (Queue, Arc<AtomicUsize>) {
        let count = Arc::new(AtomicUsize::new(0));
        let of_queue = Arc::clone(&count);
        let wake = move || {
            of_queue.fetch_add(1, Ordering::SeqCst);
        };
        (Queue::new(2, Some(wake)), count)
    }

    fn push(queue: &Queue) -> bool {
        queue.push(0, Err(ArgumentError::new("player", "it is wrong").into()))
    }

    #[test]
    fn results_and_the_end_wake_the_program() {
        let (queue, count) = queue();
        let end = queue.end_on_drop();
        assert!(push(&queue));
        assert_eq!(count.load(Ordering::SeqCst), 1);
        end.complete();
        assert_eq!(count.load(Ordering::SeqCst), 2);
        assert!(matches!(queue.next(Duration::ZERO), Next::Result(0, Err(_))));
        assert!(matches!(queue.next(Duration::ZERO), Next::Over));
    }

    #[test]
    fn a_closed_queue_wakes_nobody() {
        let (queue, count) = queue();
        let end = queue.end_on_drop();
        assert!(push(&queue));
        queue.close();
        assert!(!push(&queue));
        drop(end);
        assert_eq!(count.load(Ordering::SeqCst), 1);
        assert!(queue.wait_for_end(Duration::ZERO));
        assert!(matches!(queue.next(Duration::ZERO), Next::Closed));
    }
}
