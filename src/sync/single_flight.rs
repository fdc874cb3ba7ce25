//! Work that is done once for all threads that want its result at the same time.

use std::panic::{AssertUnwindSafe, catch_unwind, resume_unwind};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::thread;
use std::time::Duration;

use super::cancel::CancelToken;

/// Work that runs in its own thread, one run at a time. If a waiting thread times out or is cancelled, the
/// work continues.
pub(crate) struct SingleFlight<T>(Mutex<Option<Arc<Flight<T>>>>);

/// The reason why a thread stopped waiting.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Interrupted {
    TimedOut,
    Cancelled,
}

struct Flight<T> {
    /// The result of the work, or its panic. One of the waiting threads takes the panic.
    outcome: Mutex<Option<thread::Result<T>>>,
    /// Cancelled when the work is over.
    over: CancelToken,
}

impl<T> Default for SingleFlight<T> {
    fn default() -> Self {
        Self(Mutex::default())
    }
}

impl<T: Clone + Send + 'static> SingleFlight<T> {
    /// Whether work is running.
    pub fn is_running(&self) -> bool {
        lock(&self.0)
            .as_ref()
            .is_some_and(|flight| !flight.over.is_cancelled())
    }

    /// Waits for the running work, or starts this work, until the timeout at most.
    pub fn join(
        &self,
        timeout: Duration,
        cancel: &CancelToken,
        thread_name: &str,
        work: impl Fn() -> T + Clone + Send + 'static,
    ) -> Result<T, Interrupted> {
        loop {
            let (flight, is_new) = self.current_or_new();
            if is_new {
                let (flight, work) = (Arc::clone(&flight), work.clone());
                let fly = move || flight.end(catch_unwind(AssertUnwindSafe(&work)));
                let thread = thread::Builder::new().name(thread_name.into());
                if thread.spawn(fly.clone()).is_err() {
                    // The system cannot start another thread.
                    fly();
                }
            }
            if let Some(result) = flight.wait(timeout, cancel) {
                return result;
            }
        }
    }

    fn current_or_new(&self) -> (Arc<Flight<T>>, bool) {
        let mut current = lock(&self.0);
        current.take_if(|flight| flight.over.is_cancelled());
        let is_new = current.is_none();
        (Arc::clone(current.get_or_insert_default()), is_new)
    }
}

impl<T> Default for Flight<T> {
    fn default() -> Self {
        Self {
            outcome: Mutex::default(),
            over: CancelToken::new(),
        }
    }
}

impl<T: Clone> Flight<T> {
    fn end(&self, outcome: thread::Result<T>) {
        *lock(&self.outcome) = Some(outcome);
        self.over.cancel();
    }

    /// Returns `None` if the work panicked and another thread took the panic.
    fn wait(&self, timeout: Duration, cancel: &CancelToken) -> Option<Result<T, Interrupted>> {
        let over_or_cancelled = self.over.child();
        cancel.adopt(&over_or_cancelled);
        over_or_cancelled.wait(timeout);
        let mut outcome = lock(&self.outcome);
        match outcome.take() {
            Some(Ok(result)) => {
                *outcome = Some(Ok(result.clone()));
                Some(Ok(result))
            }
            Some(Err(panic)) => {
                drop(outcome);
                resume_unwind(panic)
            }
            None if self.over.is_cancelled() => None,
            None if cancel.is_cancelled() => Some(Err(Interrupted::Cancelled)),
            None => Some(Err(Interrupted::TimedOut)),
        }
    }
}

fn lock<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    // Each change under the lock is a single step, so a panic cannot leave half of it.
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}

#[cfg(test)]
mod tests {
    use std::sync::atomic::{AtomicU32, Ordering};
    use std::sync::mpsc::{self, Receiver};
    use std::time::Instant;

    use super::*;

    /// The longest wait of these tests.
    const LIMIT: Duration = Duration::from_secs(30);

    fn join<T: Clone + Send + 'static>(
        flight: &SingleFlight<T>,
        work: impl Fn() -> T + Clone + Send + 'static,
    ) -> Result<T, Interrupted> {
        flight.join(LIMIT, &CancelToken::new(), "test", work)
    }

    /// Work that ends as soon as a number of threads wait for it.
    struct Crowd {
        flight: SingleFlight<u32>,
        size: usize,
        runs: AtomicU32,
    }

    impl Crowd {
        fn new(size: usize) -> Arc<Self> {
            Arc::new(Self {
                flight: SingleFlight::default(),
                size,
                runs: AtomicU32::new(0),
            })
        }

        fn wait_for_all(&self) {
            let start = Instant::now();
            // The slot and the thread hold the flight too.
            let holders = || lock(&self.flight.0).as_ref().map_or(0, Arc::strong_count);
            while holders() < self.size + 2 && start.elapsed() < LIMIT {
                thread::yield_now();
            }
            self.runs.fetch_add(1, Ordering::SeqCst);
        }

        fn join_all<R: Send>(&self, join: impl Fn() -> R + Sync) -> Vec<thread::Result<R>> {
            thread::scope(|scope| {
                let threads: Vec<_> = (0..self.size).map(|_| scope.spawn(&join)).collect();
                threads.into_iter().map(|thread| thread.join()).collect()
            })
        }
    }

    #[test]
    fn waiting_threads_share_the_result() {
        let crowd = Crowd::new(16);
        let results = crowd.join_all(|| {
            let shared = Arc::clone(&crowd);
            join(&crowd.flight, move || {
                shared.wait_for_all();
                3
            })
        });
        assert!(results.iter().all(|result| matches!(result, Ok(Ok(3)))));
        assert_eq!(crowd.runs.load(Ordering::SeqCst), 1);
        // A later thread starts new work.
        assert_eq!(join(&crowd.flight, || 7), Ok(7));
    }

    #[test]
    fn one_thread_gets_the_panic_and_the_others_start_again() {
        let crowd = Crowd::new(4);
        let results = crowd.join_all(|| {
            let shared = Arc::clone(&crowd);
            join(&crowd.flight, move || {
                if shared.runs.load(Ordering::SeqCst) == 0 {
                    shared.wait_for_all();
                    resume_unwind(Box::new("the first"));
                }
                7
            })
        });
        let (panics, others): (Vec<_>, Vec<_>) = results.into_iter().partition(Result::is_err);
        assert_eq!(panics.len(), 1);
        assert_eq!(panics[0].as_ref().unwrap_err().downcast_ref(), Some(&"the first"));
        assert!(others.into_iter().all(|other| other.unwrap() == Ok(7)));
    }

    #[test]
    fn a_thread_that_leaves_does_not_end_the_work() {
        let flight = SingleFlight::default();
        let (send, receive) = mpsc::channel::<u32>();
        let receive: Arc<Mutex<Receiver<u32>>> = Arc::new(Mutex::new(receive));
        let work = move || lock(&receive).recv_timeout(LIMIT);
        let timed_out = flight.join(Duration::ZERO, &CancelToken::new(), "test", work.clone());
        assert_eq!(timed_out, Err(Interrupted::TimedOut));
        let stop = CancelToken::new();
        stop.cancel();
        let stopped = flight.join(LIMIT, &stop, "test", work.clone());
        assert_eq!(stopped, Err(Interrupted::Cancelled));
        assert!(flight.is_running());
        // Sent twice: if the work ends before the join below, the join starts new work.
        send.send(7).unwrap();
        send.send(7).unwrap();
        assert_eq!(join(&flight, work), Ok(Ok(7)));
    }
}
