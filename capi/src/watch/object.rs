//! A watch of the interface.

use std::sync::{Arc, Condvar, Mutex, MutexGuard, PoisonError};
use std::thread::{self, ThreadId};
use std::time::{Duration, Instant};

use halo_infinite::watch::{NewMatch, Watch, WatchReceiver};
use serde_json::json;

use crate::code::HaloCode;
use crate::failure::Failure;
use crate::gate::{CLOSE_WITHIN, Gate};

/// The next thing of a watch.
pub enum Next {
    /// A match, as JSON.
    Match(Vec<u8>),
    /// A failure that the watch survives.
    Failed(Failure),
    Nothing,
    Over,
}

/// Code of the program that the thread of the watch calls after each item.
pub enum Wake {
    /// Calls nothing.
    None,
    /// Asks for a frame.
    Frame(Box<dyn Fn() + Send>),
    /// Receives all that is there.
    Receive(Box<dyn Fn(Next) + Send>),
}

/// A watch, whose thread runs until it is closed.
pub struct WatchObject(Arc<Shared>);

struct Shared {
    state: Mutex<State>,
    /// An item can be received, the thread has ended, or the watch is closed.
    changed: Condvar,
    gate: Gate,
    receives_by_callback: bool,
}

struct State {
    /// Whether the receiver is not there yet. The thread may have something before.
    is_starting: bool,
    /// `None` once the watch is closed.
    receiver: Option<WatchReceiver>,
    thread: Option<ThreadId>,
    has_ended: bool,
    /// Whether a callback was told that the watch is over.
    has_told_end: bool,
}

impl Shared {
    fn state(&self) -> MutexGuard<'_, State> {
        // Each change is a single step.
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }

    fn take(&self) -> Next {
        take(&mut self.state())
    }

    /// The thread calls this when there is an item, and at the end.
    fn wake(&self, wake: &Wake) {
        // Locked, so that a thread that has just looked in vain is waiting when it is notified.
        let mut state = self.state();
        state.thread = Some(thread::current().id());
        // For some instructions of the thread that starts the watch.
        while state.is_starting {
            state = self.changed.wait(state).unwrap_or_else(PoisonError::into_inner);
        }
        drop(state);
        self.changed.notify_all();
        match wake {
            Wake::None => {}
            Wake::Frame(wake) => self.gate.run(wake),
            Wake::Receive(receive) => loop {
                match self.take() {
                    Next::Nothing => break,
                    Next::Over => {
                        let mut state = self.state();
                        // A program that has closed the watch knows.
                        let tells = state.receiver.is_some() && !state.has_told_end;
                        state.has_told_end = true;
                        drop(state);
                        if tells {
                            self.gate.run(|| receive(Next::Over));
                        }
                        break;
                    }
                    next => self.gate.run(|| receive(next)),
                }
            },
        }
    }
}

/// No code of the program runs here: the thread catches its panics, of which a program in C has none.
fn take(state: &mut State) -> Next {
    let Some(receiver) = &mut state.receiver else {
        return Next::Over;
    };
    match receiver.try_recv() {
        Some(Ok(new)) => Next::Match(event(&new)),
        Some(Err(error)) => Next::Failed(error.into()),
        None if receiver.is_over() => Next::Over,
        None => Next::Nothing,
    }
}

/// The JSON of a match.
fn event(new: &NewMatch) -> Vec<u8> {
    let event = json!({ "player": new.player.to_string(), "entry": new.entry });
    event.to_string().into_bytes()
}

/// Reports the end of the thread, which drops its callback then.
struct Ended(Arc<Shared>);

impl Drop for Ended {
    fn drop(&mut self) {
        self.0.state().has_ended = true;
        self.0.changed.notify_all();
    }
}

impl WatchObject {
    pub fn start(watch: Watch, capacity: usize, wake: Wake) -> Result<Self, Failure> {
        let shared = Arc::new(Shared {
            state: Mutex::new(State {
                is_starting: true,
                receiver: None,
                thread: None,
                has_ended: false,
                has_told_end: false,
            }),
            changed: Condvar::new(),
            gate: Gate::default(),
            receives_by_callback: matches!(wake, Wake::Receive(_)),
        });
        let ended = Ended(Arc::clone(&shared));
        let watch = watch.on_event(move || ended.0.wake(&wake));
        // Without the lock: if no thread can be started, this drops the callback.
        let receiver = watch.channel(capacity)?;
        let mut state = shared.state();
        state.receiver = Some(receiver);
        state.is_starting = false;
        drop(state);
        shared.changed.notify_all();
        Ok(Self(shared))
    }

    /// The next match or failure; waits for it until the timeout at most. No lock is held while this waits.
    pub fn next(&self, timeout: Duration) -> Result<Next, Failure> {
        if self.0.receives_by_callback {
            let message = "watch: its callback receives the matches";
            return Err(Failure::new(HaloCode::Argument, message));
        }
        // A timeout too large to represent means no timeout.
        let end = Instant::now().checked_add(timeout);
        let mut state = self.0.state();
        loop {
            match take(&mut state) {
                Next::Nothing => {}
                next => return Ok(next),
            }
            let changed = &self.0.changed;
            state = match end {
                None => changed.wait(state).unwrap_or_else(PoisonError::into_inner),
                Some(end) => {
                    let left = end.saturating_duration_since(Instant::now());
                    if left.is_zero() {
                        return Ok(Next::Nothing);
                    }
                    let waited = changed.wait_timeout(state, left);
                    waited.unwrap_or_else(PoisonError::into_inner).0
                }
            };
        }
    }

    /// The resume point as JSON; `None` if the watch is closed.
    pub fn resume_point(&self) -> Option<Vec<u8>> {
        let point = self.0.state().receiver.as_ref()?.resume_point();
        // A map with texts as keys.
        Some(json!(point).to_string().into_bytes())
    }

    /// Ends the watch. No callback begins after this.
    pub fn close(&self) -> Result<(), Failure> {
        let start = Instant::now();
        let receiver = self.0.state().receiver.take();
        self.0.changed.notify_all();
        // Ends the wait and the request of the thread.
        drop(receiver);
        if !self.0.gate.close(CLOSE_WITHIN) {
            return Err(Failure::busy("watch"));
        }
        self.wait_for_end(CLOSE_WITHIN.saturating_sub(start.elapsed()));
        Ok(())
    }

    /// Waits for the end of the thread, unless this is the thread itself. One that does not end in time ends later, and
    /// calls nothing.
    fn wait_for_end(&self, limit: Duration) {
        let start = Instant::now();
        let mut state = self.0.state();
        while !state.has_ended && state.thread != Some(thread::current().id()) {
            let left = limit.saturating_sub(start.elapsed());
            if left.is_zero() {
                return;
            }
            let waited = self.0.changed.wait_timeout(state, left);
            state = waited.unwrap_or_else(PoisonError::into_inner).0;
        }
    }
}
