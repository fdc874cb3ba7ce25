//! Clocks on which no test waits.

use std::sync::{Arc, Condvar, Mutex, MutexGuard};
use std::time::{Duration, SystemTime};

use halo_infinite::Clock;
use halo_infinite::jiff::{SignedDuration, Timestamp};

use super::wait::notified;

/// A clock that jumps to whatever is waited for: nobody ever waits on it.
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

/// Stands still until it is moved; whoever waits for it moves it.
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

/// The time of day moves when the test says so; what is waited for is noted and not waited for.
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

    /// How long calls have waited in all.
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
            state = notified(&self.changed, state);
        }
    }
}

impl StepClock {
    fn state(&self) -> MutexGuard<'_, Steps> {
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
            state = notified(&self.changed, state);
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

    /// Waits until so many threads wait.
    pub fn await_sleepers(&self, count: usize) {
        let mut state = self.state();
        while state.alarms.len() < count {
            state = notified(&self.changed, state);
        }
    }

    /// Waits until so many threads wait, then moves on to the earliest time that one waits for.
    pub fn advance(&self, sleepers: usize) {
        self.await_sleepers(sleepers);
        let alarm = self.state().alarms.iter().min().copied();
        if let Some(alarm) = alarm {
            self.move_to(alarm);
        }
    }
}
