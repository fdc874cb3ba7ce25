//! Work that is done once for all who want it at the same time.

use std::panic::{AssertUnwindSafe, catch_unwind, resume_unwind};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::thread;

use super::CallContext;
use crate::cancel::CancelToken;
use crate::error::Error;

/// Work that is done in a thread of its own, by one at a time, while those who want its result wait.
/// Who can wait no longer leaves; the work goes on.
pub(super) struct SingleFlight<T>(Mutex<Option<Arc<Flight<T>>>>);

struct Flight<T> {
    /// What the work came to, or what it panicked with: that goes to one of those who wait.
    outcome: Mutex<Option<thread::Result<Result<T, Error>>>>,
    /// Cancelled when the work is over.
    over: CancelToken,
}

impl<T> Default for SingleFlight<T> {
    fn default() -> Self {
        Self(Mutex::default())
    }
}

impl<T: Clone + Send + 'static> SingleFlight<T> {
    pub fn is_under_way(&self) -> bool {
        lock(&self.0)
            .as_ref()
            .is_some_and(|flight| !flight.over.is_cancelled())
    }

    /// Waits for the work that is under way, else for this; no longer than the call can.
    pub fn join(
        &self,
        call: &CallContext,
        work: impl Fn() -> Result<T, Error> + Clone + Send + 'static,
    ) -> Result<T, Error> {
        loop {
            let (flight, is_new) = self.current_or_new();
            if is_new {
                let (flight, work) = (Arc::clone(&flight), work.clone());
                let fly = move || flight.end(catch_unwind(AssertUnwindSafe(&work)));
                let thread = thread::Builder::new().name("halo-sign-in".into());
                if thread.spawn(fly.clone()).is_err() {
                    // The system has no more threads.
                    fly();
                }
            }
            if let Some(result) = flight.wait(call) {
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
    fn end(&self, outcome: thread::Result<Result<T, Error>>) {
        *lock(&self.outcome) = Some(outcome);
        self.over.cancel();
    }

    /// `None` where the work panicked and somebody else has taken that.
    fn wait(&self, call: &CallContext) -> Option<Result<T, Error>> {
        let over_or_cancelled = self.over.child();
        call.cancel_token().adopt(&over_or_cancelled);
        over_or_cancelled.wait(call.time_left());
        let mut outcome = lock(&self.outcome);
        let endpoint = call.endpoint();
        match outcome.take() {
            Some(Ok(result)) => {
                *outcome = Some(Ok(result.clone()));
                Some(result)
            }
            Some(Err(panic)) => {
                drop(outcome);
                resume_unwind(panic)
            }
            None if self.over.is_cancelled() => None,
            None if call.cancel_token().is_cancelled() => Some(Err(Error::Cancelled { endpoint })),
            None => Some(Err(Error::Deadline { endpoint, wait: None })),
        }
    }
}

fn lock<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    // Nothing is changed in more than one step while a lock is held.
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}

#[cfg(test)]
mod tests {
    use std::sync::atomic::{AtomicU32, Ordering};
    use std::time::Duration;

    use super::*;
    use crate::auth::SignInStep;

    /// Work that goes on as soon as so many wait for it.
    struct Crowd {
        flight: SingleFlight<u32>,
        size: usize,
        times: AtomicU32,
    }

    impl Crowd {
        fn new(size: usize) -> Arc<Self> {
            Arc::new(Self {
                flight: SingleFlight::default(),
                size,
                times: AtomicU32::new(0),
            })
        }

        fn wait_for_all(&self) {
            // Beside those who wait, the slot and the thread have the flight.
            let holders = || lock(&self.flight.0).as_ref().map_or(0, Arc::strong_count);
            while holders() < self.size + 2 {
                thread::yield_now();
            }
            self.times.fetch_add(1, Ordering::SeqCst);
        }

        fn join_all<R: Send>(&self, join: impl Fn() -> R + Sync) -> Vec<thread::Result<R>> {
            thread::scope(|scope| {
                let threads: Vec<_> = (0..self.size).map(|_| scope.spawn(&join)).collect();
                threads.into_iter().map(|thread| thread.join()).collect()
            })
        }
    }

    fn call(time_left: Duration, cancel: &CancelToken) -> CallContext {
        CallContext::new(SignInStep::Clearance.endpoint(), time_left, cancel)
    }

    fn patient() -> CallContext {
        call(Duration::MAX, &CancelToken::new())
    }

    #[test]
    fn a_failure_is_shared() {
        let crowd = Crowd::new(16);
        let results = crowd.join_all(|| {
            let shared = Arc::clone(&crowd);
            crowd.flight.join(&patient(), move || {
                shared.wait_for_all();
                let endpoint = SignInStep::Clearance.endpoint();
                Err(Error::Cancelled { endpoint })
            })
        });
        assert!(
            results
                .iter()
                .all(|result| matches!(result, Ok(Err(Error::Cancelled { .. }))))
        );
        assert_eq!(crowd.times.load(Ordering::SeqCst), 1);
        // It is not kept for those who come later.
        assert_eq!(crowd.flight.join(&patient(), || Ok(7)).unwrap(), 7);
    }

    #[test]
    fn a_panic_goes_to_one_and_the_others_try_again() {
        let crowd = Crowd::new(4);
        let results = crowd.join_all(|| {
            let shared = Arc::clone(&crowd);
            crowd.flight.join(&patient(), move || {
                if shared.times.load(Ordering::SeqCst) == 0 {
                    shared.wait_for_all();
                    resume_unwind(Box::new("the first"));
                }
                Ok(7)
            })
        });
        let (panics, others): (Vec<_>, Vec<_>) = results.into_iter().partition(Result::is_err);
        assert_eq!(panics.len(), 1);
        assert_eq!(panics[0].as_ref().unwrap_err().downcast_ref(), Some(&"the first"));
        assert!(others.into_iter().all(|other| other.unwrap().unwrap() == 7));
    }

    #[test]
    fn who_leaves_ends_nothing() {
        let flight = SingleFlight::default();
        let (go, may_go) = std::sync::mpsc::channel::<u32>();
        let may_go = Arc::new(Mutex::new(may_go));
        let work = move || Ok(lock(&may_go).recv().unwrap_or_default());
        let hurried = call(Duration::ZERO, &CancelToken::new());
        let late = flight.join(&hurried, work.clone()).unwrap_err();
        assert!(matches!(late, Error::Deadline { wait: None, .. }));
        let stop = CancelToken::new();
        stop.cancel();
        let stopped = flight
            .join(&call(Duration::MAX, &stop), work.clone())
            .unwrap_err();
        assert!(matches!(stopped, Error::Cancelled { .. }));
        assert!(flight.is_under_way());
        go.send(7).unwrap();
        assert_eq!(flight.join(&patient(), work).unwrap(), 7);
    }
}
