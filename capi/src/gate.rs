//! The gate of callbacks: what a handle knows about callbacks that run.

use std::sync::{Condvar, Mutex, MutexGuard, PoisonError};
use std::thread::{self, ThreadId};
use std::time::{Duration, Instant};

/// The longest wait of a function that closes a handle or removes a callback.
pub(crate) const CLOSE_WITHIN: Duration = Duration::from_millis(100);

/// Callbacks of a handle pass through its gate, so that closing the handle can wait for them and let no more begin. No
/// callback runs under the lock.
#[derive(Default)]
pub(crate) struct Gate {
    state: Mutex<State>,
    left: Condvar,
}

#[derive(Default)]
struct State {
    is_closed: bool,
    /// The threads that are in a callback. A thread is here twice if a callback has called another one.
    inside: Vec<ThreadId>,
}

impl State {
    fn others(&self) -> bool {
        let own = thread::current().id();
        self.inside.iter().any(|thread| *thread != own)
    }
}

impl Gate {
    fn state(&self) -> MutexGuard<'_, State> {
        // No holder of the lock can panic.
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Runs a callback, unless the gate is closed.
    pub fn run(&self, callback: impl FnOnce()) {
        let mut state = self.state();
        if state.is_closed {
            return;
        }
        state.inside.push(thread::current().id());
        drop(state);
        let _leave = Leave(self);
        callback();
    }

    /// Whether another thread is in a callback.
    pub fn is_busy(&self) -> bool {
        self.state().others()
    }

    /// Lets no more callbacks begin, and waits until those of other threads have returned, until the limit at most. Returns
    /// whether they have.
    pub fn close(&self, limit: Duration) -> bool {
        let start = Instant::now();
        let mut state = self.state();
        state.is_closed = true;
        while state.others() {
            let left = limit.saturating_sub(start.elapsed());
            if left.is_zero() {
                return false;
            }
            let waited = self.left.wait_timeout(state, left);
            state = waited.unwrap_or_else(PoisonError::into_inner).0;
        }
        true
    }
}

/// Takes the thread out, also if code of a callback in Rust panics.
struct Leave<'a>(&'a Gate);

impl Drop for Leave<'_> {
    fn drop(&mut self) {
        let own = thread::current().id();
        let mut state = self.0.state();
        if let Some(place) = state.inside.iter().rposition(|thread| *thread == own) {
            state.inside.swap_remove(place);
        }
        drop(state);
        self.0.left.notify_all();
    }
}

#[cfg(test)]
mod tests {
    use std::sync::mpsc::channel;

    use super::*;

    const PATIENCE: Duration = Duration::from_secs(60);

    #[test]
    fn a_closed_gate_runs_nothing_and_waits_for_others_only() {
        let gate = Gate::default();
        let mut runs = 0;
        gate.run(|| {
            runs += 1;
            assert!(!gate.is_busy());
            // A callback of another thread.
            thread::scope(|scope| {
                let (entered, has_entered) = channel();
                let (go, gone) = channel::<()>();
                let gate = &gate;
                scope.spawn(move || {
                    gate.run(|| {
                        entered.send(()).unwrap();
                        gone.recv_timeout(PATIENCE).unwrap();
                    });
                });
                has_entered.recv_timeout(PATIENCE).unwrap();
                assert!(gate.is_busy());
                assert!(!gate.close(Duration::from_millis(2)));
                go.send(()).unwrap();
                // This thread is still in its own callback.
                assert!(gate.close(PATIENCE));
            });
        });
        gate.run(|| runs += 1);
        assert_eq!(runs, 1);
        assert!(gate.close(Duration::ZERO));
    }
}
