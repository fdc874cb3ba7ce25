//! Threads that their owner waits for, but not for ever.

use std::io;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::{Arc, Condvar, Mutex, MutexGuard, PoisonError};
use std::thread::{Builder, ThreadId};
use std::time::{Duration, Instant};

/// The longest wait for threads that were told to end. Those that still run are left behind.
pub(crate) const LEAVE_AFTER: Duration = Duration::from_millis(100);

/// A group of threads. A thread that does not end when it should, for example because it looks up a host, is left
/// behind: it ends later, by itself.
#[derive(Default)]
pub(crate) struct Threads(Arc<Shared>);

#[derive(Default)]
struct Shared {
    /// Number of threads that run.
    running: Mutex<usize>,
    ended: Condvar,
}

impl Shared {
    fn running(&self) -> MutexGuard<'_, usize> {
        // No holder of the lock can panic.
        self.running.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Threads {
    /// Starts a thread, or returns the system's error.
    pub fn start(&self, thread: Builder, work: impl FnOnce() + Send + 'static) -> io::Result<ThreadId> {
        let running = Running::new(&self.0);
        let thread = thread.spawn(move || {
            work();
            // The thread has dropped all that its work held.
            drop(running);
        })?;
        Ok(thread.thread().id())
    }

    /// Waits until all threads have ended, or the limit has passed. Returns whether they have ended.
    pub fn wait(&self, limit: Duration) -> bool {
        // A limit too large to represent means no limit.
        let end = Instant::now().checked_add(limit);
        let mut running = self.0.running();
        while *running > 0 {
            running = match end {
                None => self.0.ended.wait(running).unwrap_or_else(PoisonError::into_inner),
                Some(end) => {
                    let left = end.saturating_duration_since(Instant::now());
                    if left.is_zero() {
                        return false;
                    }
                    let waited = self.0.ended.wait_timeout(running, left);
                    waited.unwrap_or_else(PoisonError::into_inner).0
                }
            };
        }
        true
    }
}

/// Counts a thread, until it ends or panics, or could not be started.
struct Running(Arc<Shared>);

impl Running {
    fn new(shared: &Arc<Shared>) -> Self {
        *shared.running() += 1;
        Self(Arc::clone(shared))
    }
}

impl Drop for Running {
    fn drop(&mut self) {
        *self.0.running() -= 1;
        self.0.ended.notify_all();
    }
}

/// Calls code of the program on a thread of this crate. Its panic does not end the thread.
pub(crate) fn survive(what: &str, code: impl FnOnce()) {
    if let Err(panic) = catch_unwind(AssertUnwindSafe(code)) {
        log::info!("{what} panicked in a background thread");
        // Dropping it could panic once more.
        std::mem::forget(panic);
    }
}

#[cfg(test)]
mod tests {
    use std::sync::mpsc::channel;

    use super::*;

    const PATIENCE: Duration = Duration::from_secs(60);

    #[test]
    fn a_wait_ends_with_the_last_thread_or_at_its_limit() {
        let threads = Threads::default();
        assert!(threads.wait(Duration::ZERO));
        let (go, gate) = channel::<()>();
        threads.start(Builder::new(), || ()).unwrap();
        threads
            .start(Builder::new(), move || gate.recv_timeout(PATIENCE).unwrap())
            .unwrap();
        assert!(!threads.wait(Duration::ZERO));
        assert!(!threads.wait(Duration::from_millis(2)));
        go.send(()).unwrap();
        assert!(threads.wait(PATIENCE));
        assert!(threads.wait(Duration::MAX));
    }

    #[test]
    fn a_thread_that_panics_or_cannot_start_is_not_waited_for() {
        let threads = Threads::default();
        let panics = || std::panic::resume_unwind(Box::new("a panic"));
        threads.start(Builder::new(), panics).unwrap();
        let too_large = Builder::new().stack_size(1 << 60);
        threads.start(too_large, || ()).unwrap_err();
        assert!(threads.wait(PATIENCE));
    }
}
