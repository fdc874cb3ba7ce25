//! A clock that a test moves while threads wait on it.

use std::sync::{Condvar, Mutex, MutexGuard};
use std::time::Duration;

use halo_infinite::Clock;

#[derive(Default)]
pub struct StepClock {
    state: Mutex<State>,
    changed: Condvar,
}

#[derive(Default)]
struct State {
    now: Duration,
    /// What each thread that waits, waits for.
    alarms: Vec<Duration>,
    /// The threads that are not done.
    threads: usize,
}

impl Clock for StepClock {
    fn now(&self) -> Duration {
        self.state().now
    }

    fn sleep_until(&self, time: Duration) {
        let mut state = self.state();
        if state.now >= time {
            return;
        }
        state.alarms.push(time);
        self.changed.notify_all();
        while state.now < time {
            state = self.changed.wait(state).unwrap();
        }
    }
}

impl StepClock {
    fn state(&self) -> MutexGuard<'_, State> {
        self.state.lock().unwrap()
    }

    /// A thread is about to be started.
    pub fn enter(&self) {
        self.state().threads += 1;
    }

    /// A thread is done; gives the time.
    pub fn exit(&self) -> Duration {
        let mut state = self.state();
        state.threads -= 1;
        self.changed.notify_all();
        state.now
    }

    /// Waits until all threads wait for a later time, or are done; gives the earliest time of those.
    pub fn settle(&self) -> Option<Duration> {
        let mut state = self.state();
        while state.alarms.len() < state.threads {
            state = self.changed.wait(state).unwrap();
        }
        state.alarms.iter().min().copied()
    }

    /// Moves on to a time.
    pub fn move_to(&self, time: Duration) {
        let mut state = self.state();
        state.now = state.now.max(time);
        let now = state.now;
        state.alarms.retain(|alarm| *alarm > now);
        self.changed.notify_all();
    }
}
