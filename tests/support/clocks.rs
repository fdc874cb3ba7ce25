//! Clocks on which no test waits.

use std::sync::{Arc, Condvar, Mutex, MutexGuard};
use std::time::{Duration, SystemTime};

use halo_infinite::jiff::{SignedDuration, Timestamp};
use halo_infinite::time::Clock;

use super::wait::notified;

/// A clock on which each wait jumps to its end. The time of day is the real one.
#[derive(Default)]
pub struct JumpingClock(Mutex<Duration>);

impl Clock for JumpingClock {
    fn now(&self) -> Duration {
        *self.0.lock().unwrap()
    }

    fn sleep_until(&self, time: Duration) {
        let mut now = self.0.lock().unwrap();
        *now = time.max(*now);
    }
}

/// A clock that stands still until a test or a wait moves it. The time of day moves with it.
pub struct TestClock {
    start: SystemTime,
    passed: Mutex<Duration>,
}

impl TestClock {
    pub fn new() -> Arc<Self> {
        Arc::new(Self {
            start: SystemTime::now(),
            passed: Mutex::default(),
        })
    }

    pub fn advance(&self, time: Duration) {
        *self.passed.lock().unwrap() += time;
    }

    pub fn system_time(&self) -> SystemTime {
        self.start + *self.passed.lock().unwrap()
    }
}

impl Clock for TestClock {
    fn now(&self) -> Duration {
        *self.passed.lock().unwrap()
    }

    fn sleep_until(&self, time: Duration) {
        let mut passed = self.passed.lock().unwrap();
        *passed = time.max(*passed);
    }

    fn timestamp(&self) -> Timestamp {
        self.system_time().try_into().unwrap()
    }
}

/// A clock whose time of day is wrong.
pub struct WrongClock {
    pub right: Arc<TestClock>,
    pub ahead: SignedDuration,
}

impl Clock for WrongClock {
    fn now(&self) -> Duration {
        self.right.now()
    }

    fn sleep_until(&self, time: Duration) {
        self.right.sleep_until(time);
    }

    fn timestamp(&self) -> Timestamp {
        self.right.timestamp() + self.ahead
    }
}

/// A clock whose time of day only a test moves. Waits are counted and take no time.
pub struct DayClock {
    day: Mutex<Timestamp>,
    now: Mutex<Duration>,
}

impl DayClock {
    pub fn new(day: Timestamp) -> Arc<Self> {
        Arc::new(Self {
            day: Mutex::new(day),
            now: Mutex::default(),
        })
    }

    pub fn pass(&self, time: Duration) {
        let mut day = self.day.lock().unwrap();
        *day += SignedDuration::try_from(time).unwrap();
    }

    /// The total time of all waits.
    pub fn waited(&self) -> Duration {
        *self.now.lock().unwrap()
    }
}

impl Clock for DayClock {
    fn now(&self) -> Duration {
        *self.now.lock().unwrap()
    }

    fn sleep_until(&self, time: Duration) {
        let mut now = self.now.lock().unwrap();
        *now = time.max(*now);
    }

    fn timestamp(&self) -> Timestamp {
        *self.day.lock().unwrap()
    }
}

/// A clock that a test moves while threads wait on it.
#[derive(Default)]
pub struct StepClock {
    state: Mutex<Steps>,
    changed: Condvar,
}

#[derive(Default)]
struct Steps {
    now: Duration,
    /// The end of each thread's wait.
    alarms: Vec<Duration>,
    /// The number of threads that have not ended.
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
            state = notified(&self.changed, state);
        }
    }
}

impl StepClock {
    fn state(&self) -> MutexGuard<'_, Steps> {
        self.state.lock().unwrap()
    }

    /// Counts a thread that is about to start.
    pub fn enter(&self) {
        self.state().threads += 1;
    }

    /// Discounts a thread that has ended. Returns the time.
    pub fn exit(&self) -> Duration {
        let mut state = self.state();
        state.threads -= 1;
        self.changed.notify_all();
        state.now
    }

    /// Waits until all threads wait or have ended. Returns the earliest end of a wait.
    pub fn settle(&self) -> Option<Duration> {
        let mut state = self.state();
        while state.alarms.len() < state.threads {
            state = notified(&self.changed, state);
        }
        state.alarms.iter().min().copied()
    }

    /// Moves to a time.
    pub fn move_to(&self, time: Duration) {
        let mut state = self.state();
        state.now = state.now.max(time);
        let now = state.now;
        state.alarms.retain(|alarm| *alarm > now);
        self.changed.notify_all();
    }

    /// Waits until this many threads wait.
    pub fn await_sleepers(&self, count: usize) {
        let mut state = self.state();
        while state.alarms.len() < count {
            state = notified(&self.changed, state);
        }
    }

    /// Waits until this many threads wait, then moves to the earliest end of a wait.
    pub fn advance(&self, sleepers: usize) {
        self.await_sleepers(sleepers);
        let alarm = self.state().alarms.iter().min().copied();
        if let Some(alarm) = alarm {
            self.move_to(alarm);
        }
    }
}
