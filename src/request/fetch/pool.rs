//! The threads that send the requests of a fetch.

use std::collections::VecDeque;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, Condvar, Mutex, MutexGuard, PoisonError};
use std::thread;
use std::time::{Duration, Instant};

use super::into_request::sealed::FetchRequest;
use crate::error::Error;
use crate::http::OnPermit;
use crate::limiter::Rate;
use crate::sync::{CancelToken, LEAVE_AFTER, Threads};

/// Maximum number of requests that wait for a permit: the permits of the next 100 ms, so that a thread that
/// wakes up late does not waste one; at least two. With more, the program's other requests would have to
/// queue behind them.
fn max_waiting(rate: Rate) -> usize {
    const AHEAD: Duration = Duration::from_millis(100);
    let permits = AHEAD.as_nanos().div_ceil(rate.interval().as_nanos().max(1));
    usize::try_from(permits).unwrap_or(usize::MAX).clamp(2, 16)
}

/// A request, and its position among the others.
pub(super) struct Job<R> {
    pub index: usize,
    pub request: R,
}

/// The outcome of a job.
pub(super) struct Done<R: FetchRequest> {
    pub index: usize,
    pub request: Option<R>,
    /// The outer error is a panic.
    pub outcome: thread::Result<Result<R::Model, Error>>,
}

/// Threads that send requests. Dropping the pool stops them: it waits for them at most [`LEAVE_AFTER`].
pub(super) struct Pool<R: FetchRequest>(Arc<Shared<R>>);

struct Shared<R: FetchRequest> {
    state: Mutex<State<R>>,
    /// Wakes threads for a job, and for the end.
    work: Condvar,
    /// Wakes the caller when a job is done.
    done: Condvar,
    /// Stops all requests of this pool: a child of `parent`.
    stop: CancelToken,
    parent: CancelToken,
    threads: Threads,
    max_threads: usize,
    max_waiting: usize,
}

struct State<R: FetchRequest> {
    /// Jobs for later.
    queue: VecDeque<Job<R>>,
    /// Jobs for the next free threads.
    ready: VecDeque<Job<R>>,
    /// Number of requests under way that have no permit yet.
    waiting: usize,
    done: Vec<Done<R>>,
    /// Number of threads without a job, including those that are starting.
    idle: usize,
    /// Number of threads that sleep until there is a job. Waking nobody costs a system call too, so it is
    /// counted; `is_caller_waiting` exists for the same reason.
    asleep: usize,
    is_caller_waiting: bool,
    /// Number of threads that were started. They run until the pool is closed.
    threads: usize,
    is_closed: bool,
}

impl<R: FetchRequest> Pool<R> {
    pub fn new(parent: &CancelToken, max_threads: usize, rate: Rate) -> Self {
        Self(Arc::new(Shared {
            state: Mutex::new(State {
                queue: VecDeque::new(),
                ready: VecDeque::new(),
                waiting: 0,
                done: Vec::new(),
                idle: 0,
                asleep: 0,
                is_caller_waiting: false,
                threads: 0,
                is_closed: false,
            }),
            work: Condvar::new(),
            done: Condvar::new(),
            stop: parent.child(),
            parent: parent.clone(),
            threads: Threads::default(),
            max_threads,
            max_waiting: max_waiting(rate),
        }))
    }

    pub fn push(&self, job: Job<R>) {
        let mut state = self.0.state();
        state.queue.push_back(job);
        self.0.dispatch(&mut state);
    }

    /// Returns the jobs done since the last call, in the order of their completion.
    pub fn done(&self) -> Vec<Done<R>> {
        std::mem::take(&mut self.0.state().done)
    }

    /// Waits until a job is done. At least one job must be unfinished.
    pub fn wait(&self) {
        let mut state = self.0.state();
        while state.done.is_empty() {
            // The system could not start a thread: this one does the work.
            if state.threads == 0 {
                match state.ready.pop_front() {
                    None => return,
                    Some(job) => {
                        state.waiting += 1;
                        drop(state);
                        let done = self.0.run(job);
                        state = self.0.state();
                        state.done.push(done);
                        return;
                    }
                }
            }
            state.is_caller_waiting = true;
            state = self.0.done.wait(state).unwrap_or_else(PoisonError::into_inner);
            state.is_caller_waiting = false;
        }
    }

    /// Waits until a job is done, or until this time. Returns whether a job is done.
    pub fn wait_until(&self, end: Instant) -> bool {
        let mut state = self.0.state();
        // The system could not start a thread: perhaps it can now. This thread must not do the work, which takes long.
        if state.threads == 0 && !state.ready.is_empty() {
            self.0.start_thread(&mut state);
        }
        while state.done.is_empty() {
            let left = end.saturating_duration_since(Instant::now());
            if left.is_zero() {
                return false;
            }
            state.is_caller_waiting = true;
            let waited = self.0.done.wait_timeout(state, left);
            state = waited.unwrap_or_else(PoisonError::into_inner).0;
            state.is_caller_waiting = false;
        }
        true
    }
}

impl<R: FetchRequest> Shared<R> {
    fn state(&self) -> MutexGuard<'_, State<R>> {
        // The state is consistent wherever a holder of the lock could panic.
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl<R: FetchRequest> Shared<R> {
    /// Hands jobs to threads until the maximum number of requests waits for a permit.
    fn dispatch(self: &Arc<Self>, state: &mut State<R>) {
        while !state.is_closed && state.ready.len() + state.waiting < self.max_waiting {
            let Some(job) = state.queue.pop_front() else { break };
            state.ready.push_back(job);
            if state.idle < state.ready.len() && state.threads < self.max_threads {
                self.start_thread(state);
            }
            if state.asleep > 0 {
                self.work.notify_one();
            }
        }
    }

    fn start_thread(self: &Arc<Self>, state: &mut State<R>) {
        let shared = Arc::clone(self);
        let thread = thread::Builder::new().name("halo-fetch".into());
        match self.threads.start(thread, move || shared.work()) {
            Ok(_) => {
                state.threads += 1;
                state.idle += 1;
            }
            Err(error) => log::info!(
                "no further thread can be started, continuing with {}: {error}",
                state.threads
            ),
        }
    }

    /// Runs jobs until the pool is closed.
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
            state.waiting += 1;
            drop(state);
            let done = self.run(job);
            state = self.state();
            state.done.push(done);
            state.idle += 1;
            if state.is_caller_waiting {
                self.done.notify_one();
            }
        }
    }

    fn run(self: &Arc<Self>, job: Job<R>) -> Done<R> {
        let wait = Arc::new(PermitWait {
            shared: Arc::clone(self),
            is_over: AtomicBool::new(false),
        });
        let on_permit = Arc::clone(&wait);
        let on_permit = OnPermit::new(move || on_permit.end());
        let outcome = catch_unwind(AssertUnwindSafe(|| {
            job.request.send_within(&self.stop, &self.parent, on_permit)
        }));
        // A request that failed before it had a permit, or that was cached, ends its wait here.
        wait.end();
        Done {
            index: job.index,
            request: Some(job.request),
            outcome,
        }
    }
}

/// A request's wait for a permit.
struct PermitWait<R: FetchRequest> {
    shared: Arc<Shared<R>>,
    is_over: AtomicBool,
}

impl<R: FetchRequest> PermitWait<R> {
    /// Lets the next request wait in its place. Does nothing for further attempts of the same request.
    fn end(&self) {
        if !self.is_over.swap(true, Ordering::Relaxed) {
            let mut state = self.shared.state();
            state.waiting -= 1;
            self.shared.dispatch(&mut state);
        }
    }
}

impl<R: FetchRequest> Drop for Pool<R> {
    fn drop(&mut self) {
        {
            let mut state = self.0.state();
            state.is_closed = true;
            state.queue.clear();
            state.ready.clear();
        }
        self.0.stop.cancel();
        self.0.work.notify_all();
        if !self.0.threads.wait(LEAVE_AFTER) {
            log::debug!("a fetch leaves threads behind, which end with their requests");
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn few_requests_wait_for_a_permit() {
        let at = |per_second| max_waiting(Rate::new(per_second, 1).unwrap());
        assert_eq!([0.001, 5.0, 20.0, 100.0, 10_000.0].map(at), [2, 2, 2, 10, 16]);
        assert_eq!(max_waiting(Rate::UNLIMITED), 16);
    }
}
