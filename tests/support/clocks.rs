//! Clocks on which no test waits.

use std::sync::{Arc, Mutex, MutexGuard};
use std::time::{Duration, SystemTime};

use halo_infinite::CancelToken;
use halo_infinite::jiff::{SignedDuration, Timestamp};
use halo_infinite::limiter::TokenBucket;
use halo_infinite::time::Clock;

use super::wait::{PATIENCE, until};

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
pub struct StepClock(Mutex<Steps>);

#[derive(Default)]
struct Steps {
    now: Duration,
    /// The end of each thread's wait, and the token that ends it.
    alarms: Vec<(Duration, CancelToken)>,
    /// The number of threads that have not ended.
    threads: usize,
}

impl Steps {
    fn next_alarm(&self) -> Option<Duration> {
        let alarms = self.alarms.iter().filter(|(_, alarm)| !alarm.is_cancelled());
        alarms.map(|(time, _)| *time).min()
    }
}

impl Clock for StepClock {
    fn now(&self) -> Duration {
        self.state().now
    }

    fn sleep_until(&self, time: Duration) {
        self.sleep_until_or_cancelled(time, &CancelToken::new());
    }

    fn sleep_until_or_cancelled(&self, time: Duration, cancel: &CancelToken) {
        let alarm = cancel.child();
        let mut state = self.state();
        if state.now >= time {
            return;
        }
        state.alarms.push((time, alarm.clone()));
        drop(state);
        assert!(alarm.wait(PATIENCE), "the clock has stood still for {PATIENCE:?}");
        self.state().alarms.retain(|(_, alarm)| !alarm.is_cancelled());
    }
}

impl StepClock {
    fn state(&self) -> MutexGuard<'_, Steps> {
        self.0.lock().unwrap()
    }

    /// Counts a thread that is about to start.
    pub fn enter(&self) {
        self.state().threads += 1;
    }

    /// Discounts a thread that has ended. Returns the time.
    pub fn exit(&self) -> Duration {
        let mut state = self.state();
        state.threads -= 1;
        state.now
    }

    /// Waits until all threads wait for a bucket's permits or have ended. Returns the earliest end of a wait
    /// on this clock.
    pub fn settle(&self, bucket: &TokenBucket) -> Option<Duration> {
        let mut alarm = None;
        until("all threads wait or have ended", || {
            // In this order: no thread that waits is counted twice, and none that ends is missed.
            let threads = self.state().threads;
            let all_wait = bucket.waiting() == threads;
            alarm = self.state().next_alarm();
            all_wait && alarm.is_some() == (threads > 0)
        });
        alarm
    }

    /// Moves to a time.
    pub fn move_to(&self, time: Duration) {
        let mut state = self.state();
        state.now = state.now.max(time);
        let now = state.now;
        let (due, later) = std::mem::take(&mut state.alarms)
            .into_iter()
            .partition(|(time, _)| *time <= now);
        state.alarms = later;
        drop(state);
        let due: Vec<(Duration, CancelToken)> = due;
        due.iter().for_each(|(_, alarm)| alarm.cancel());
    }
}
