//! A place for one callback, which can be set, replaced and removed while other threads call it.

use std::sync::{Arc, Condvar, Mutex, MutexGuard, PoisonError};
use std::thread::{self, ThreadId};

use crate::code::HaloCode;
use crate::failure::Failure;
use crate::gate::CLOSE_WITHIN;

/// A callback that receives texts.
pub(crate) type TextCallback = Arc<dyn Fn(&str) + Send + Sync>;

/// A place for one callback.
///
/// After [`set`](Self::set), no call of the callback before begins. The lock is never held while a callback runs.
pub(crate) struct CallbackSlot {
    state: Mutex<State>,
    /// A call has ended.
    ended: Condvar,
}

struct State {
    callback: Option<TextCallback>,
    /// Number of callbacks that were set or removed so far.
    generation: u64,
    running: Vec<Running>,
}

/// A call that is under way.
#[derive(Clone, Copy, PartialEq, Eq)]
struct Running {
    generation: u64,
    thread: ThreadId,
}

impl CallbackSlot {
    pub const fn new() -> Self {
        Self {
            state: Mutex::new(State {
                callback: None,
                generation: 0,
                running: Vec::new(),
            }),
            ended: Condvar::new(),
        }
    }

    fn state(&self) -> MutexGuard<'_, State> {
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Calls the callback, if there is one. What the callback itself causes on its thread does not call it again:
    /// otherwise a callback that sends a request would never end.
    pub fn call(&self, text: impl FnOnce() -> String) {
        let thread = thread::current().id();
        let mut state = self.state();
        let Some(callback) = state.callback.clone() else {
            return;
        };
        if state.running.iter().any(|running| running.thread == thread) {
            return;
        }
        let running = Running {
            generation: state.generation,
            thread,
        };
        state.running.push(running);
        drop(state);
        let _end = End { slot: self, running };
        callback(&text());
    }

    /// Sets the callback, or removes it by `None`. Waits for calls of the one before that are under way in other threads,
    /// [`CLOSE_WITHIN`] at most.
    ///
    /// # Errors
    ///
    /// A call of the one before, or of an earlier one, is still under way in another thread. The new one is set all the
    /// same.
    pub fn set(&self, callback: Option<TextCallback>) -> Result<(), Failure> {
        let own = thread::current().id();
        let mut state = self.state();
        let replaced = std::mem::replace(&mut state.callback, callback);
        state.generation += 1;
        let generation = state.generation;
        let is_awaited = |running: &Running| running.generation < generation && running.thread != own;
        let waited = self
            .ended
            .wait_timeout_while(state, CLOSE_WITHIN, |state| state.running.iter().any(is_awaited));
        let (state, timeout) = waited.unwrap_or_else(PoisonError::into_inner);
        drop(state);
        drop(replaced);
        match timeout.timed_out() {
            true => Err(Failure::new(
                HaloCode::CallbackBusy,
                "the callback is not called again, but a call of it in another thread has not returned: keep its context \
                 valid until it returns",
            )),
            false => Ok(()),
        }
    }
}

/// The end of a call.
struct End<'s> {
    slot: &'s CallbackSlot,
    running: Running,
}

impl Drop for End<'_> {
    fn drop(&mut self) {
        let mut state = self.slot.state();
        state.running.retain(|running| *running != self.running);
        drop(state);
        self.slot.ended.notify_all();
    }
}
