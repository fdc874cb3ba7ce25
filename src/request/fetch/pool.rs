//! The threads that make the calls.

use std::collections::VecDeque;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, Condvar, Mutex, MutexGuard, PoisonError};
use std::thread::{self, JoinHandle};
use std::time::Duration;

use crate::error::Error;
use crate::http::OnPermit;
use crate::limiter::Rate;
use crate::request::request::Request;
use crate::sync::CancelToken;

use crate::request::fetch::into_request::Fetchable;

/// How many calls wait for their turn at a time: those of the next tenth of a second, so that a thread
/// that wakes up late costs no turn; two at least. Behind more, other calls of the program would have to
/// queue.
fn most_at_turn(rate: Rate) -> usize {
    const AHEAD: Duration = Duration::from_millis(100);
    let turns = AHEAD.as_nanos().div_ceil(rate.interval().as_nanos().max(1));
    usize::try_from(turns).unwrap_or(usize::MAX).clamp(2, 16)
}

/// A request, and its place among the others.
pub(super) struct Job<T> {
    pub index: usize,
    pub request: Request<T>,
}

/// What a job came to.
pub(super) struct Done<T> {
    pub index: usize,
    pub request: Option<Request<T>>,
    /// The outer error is a panic.
    pub outcome: thread::Result<Result<T, Error>>,
}

/// Threads that make calls. Dropping it ends them.
pub(super) struct Pool<T: Fetchable>(Arc<Shared<T>>);

struct Shared<T> {
    state: Mutex<State<T>>,
    /// Tells threads of jobs, and of the end.
    work: Condvar,
    /// Tells whoever waits of what is done.
    done: Condvar,
    /// Stops everything here: a child of the next.
    stop: CancelToken,
    parent: CancelToken,
    most_threads: usize,
    most_at_turn: usize,
}

struct State<T> {
    /// Jobs that are not yet wanted.
    queue: VecDeque<Job<T>>,
    /// Jobs for the next threads that are free.
    ready: VecDeque<Job<T>>,
    /// How many calls have not got their turn yet.
    at_turn: usize,
    done: Vec<Done<T>>,
    /// How many threads have no job, those that are just starting included.
    idle: usize,
    /// How many threads wait to be told of a job, and whether somebody waits to be told of what is done:
    /// to tell nobody costs a call of the system too.
    asleep: usize,
    is_awaited: bool,
    threads: Vec<JoinHandle<()>>,
    is_closed: bool,
}

impl<T: Fetchable> Pool<T> {
    pub fn new(parent: &CancelToken, most_threads: usize, rate: Rate) -> Self {
        Self(Arc::new(Shared {
            state: Mutex::new(State {
                queue: VecDeque::new(),
                ready: VecDeque::new(),
                at_turn: 0,
                done: Vec::new(),
                idle: 0,
                asleep: 0,
                is_awaited: false,
                threads: Vec::new(),
                is_closed: false,
            }),
            work: Condvar::new(),
            done: Condvar::new(),
            stop: parent.child(),
            parent: parent.clone(),
            most_threads,
            most_at_turn: most_at_turn(rate),
        }))
    }

    pub fn push(&self, job: Job<T>) {
        let mut state = self.0.state();
        state.queue.push_back(job);
        self.0.dispatch(&mut state);
    }

    /// What has been done since this was last asked, in the order in which it was.
    pub fn done(&self) -> Vec<Done<T>> {
        std::mem::take(&mut self.0.state().done)
    }

    /// Waits until something is done. There must be a job that is not.
    pub fn wait(&self) {
        let mut state = self.0.state();
        while state.done.is_empty() {
            // The system has no thread to spare: this one will do.
            if state.threads.is_empty() {
                match state.ready.pop_front() {
                    None => return,
                    Some(job) => {
                        state.at_turn += 1;
                        drop(state);
                        let done = self.0.run(job);
                        state = self.0.state();
                        state.done.push(done);
                        return;
                    }
                }
            }
            state.is_awaited = true;
            state = self.0.done.wait(state).unwrap_or_else(PoisonError::into_inner);
            state.is_awaited = false;
        }
    }
}

impl<T> Shared<T> {
    fn state(&self) -> MutexGuard<'_, State<T>> {
        // The state is whole at every moment at which a holder could panic.
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl<T: Fetchable> Shared<T> {
    /// Has threads take up as many jobs as may wait for their turns.
    fn dispatch(self: &Arc<Self>, state: &mut State<T>) {
        while !state.is_closed && state.ready.len() + state.at_turn < self.most_at_turn {
            let Some(job) = state.queue.pop_front() else { break };
            state.ready.push_back(job);
            if state.idle < state.ready.len() && state.threads.len() < self.most_threads {
                self.start_thread(state);
            }
            if state.asleep > 0 {
                self.work.notify_one();
            }
        }
    }

    fn start_thread(self: &Arc<Self>, state: &mut State<T>) {
        let shared = Arc::clone(self);
        let thread = thread::Builder::new().name("halo-fetch".into());
        match thread.spawn(move || shared.work()) {
            Ok(thread) => {
                state.threads.push(thread);
                state.idle += 1;
            }
            Err(error) => log::info!(
                "no further thread, going on with {}: {error}",
                state.threads.len()
            ),
        }
    }

    /// A thread's life.
    fn work(self: Arc<Self>) {
        let mut state = self.state();
        while !state.is_closed {
            let Some(job) = state.ready.pop_front() else {
                state.asleep += 1;
                state = self.work.wait(state).unwrap_or_else(PoisonError::into_inner);
                state.asleep -= 1;
                continue;
            };
            state.idle -= 1;
            state.at_turn += 1;
            drop(state);
            let done = self.run(job);
            state = self.state();
            state.done.push(done);
            state.idle += 1;
            if state.is_awaited {
                self.done.notify_one();
            }
        }
    }

    fn run(self: &Arc<Self>, job: Job<T>) -> Done<T> {
        let turn = Arc::new(Turn {
            shared: Arc::clone(self),
            is_over: AtomicBool::new(false),
        });
        let on_turn = Arc::clone(&turn);
        let request = job
            .request
            .within(&self.stop, &self.parent, OnPermit::new(move || on_turn.pass_on()));
        let outcome = catch_unwind(AssertUnwindSafe(|| T::send(&request)));
        // A call that was refused before its turn.
        turn.pass_on();
        Done {
            index: job.index,
            request: Some(job.request),
            outcome,
        }
    }
}

/// A call's wait for its turn.
struct Turn<T> {
    shared: Arc<Shared<T>>,
    is_over: AtomicBool,
}

impl<T: Fetchable> Turn<T> {
    /// Lets the next call wait in its place. Further tries of the same call change nothing.
    fn pass_on(&self) {
        if !self.is_over.swap(true, Ordering::Relaxed) {
            let mut state = self.shared.state();
            state.at_turn -= 1;
            self.shared.dispatch(&mut state);
        }
    }
}

impl<T: Fetchable> Drop for Pool<T> {
    fn drop(&mut self) {
        let threads = {
            let mut state = self.0.state();
            state.is_closed = true;
            state.queue.clear();
            state.ready.clear();
            std::mem::take(&mut state.threads)
        };
        self.0.stop.cancel();
        self.0.work.notify_all();
        for thread in threads {
            // Its calls' panics are caught, and there is nothing else in it to fail.
            let _ = thread.join();
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn few_wait_for_their_turn() {
        let at = |per_second| most_at_turn(Rate::new(per_second, 1).unwrap());
        assert_eq!([0.001, 5.0, 20.0, 100.0, 10_000.0].map(at), [2, 2, 2, 10, 16]);
        assert_eq!(most_at_turn(Rate::UNLIMITED), 16);
    }
}
