//! A clock that tests move, for the SDK and the sandbox at once.

use std::sync::{Arc, Mutex};
use std::time::{Duration, SystemTime};

use halo_infinite::auth::{CallContext, SignInStep};
use halo_infinite::{CancelToken, Clock};
use halo_infinite_sandbox::{Sandbox, SandboxBuilder};
use jiff::Timestamp;

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

/// A sandbox that lives by the clock.
pub fn sandbox(clock: &Arc<TestClock>) -> SandboxBuilder {
    let clock = Arc::clone(clock);
    Sandbox::builder().clock(move || clock.system_time())
}

pub const fn hours(hours: u64) -> Duration {
    Duration::from_secs(hours * 3600)
}

/// A call that can wait for its tokens as long as it takes.
pub fn call() -> CallContext {
    CallContext::new(
        SignInStep::SpartanToken.endpoint(),
        Duration::MAX,
        &CancelToken::new(),
    )
}
