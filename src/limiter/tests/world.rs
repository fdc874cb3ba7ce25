//! Programs that share a limit, on one time that moves only when they wait.

use std::path::PathBuf;
use std::sync::atomic::{AtomicU32, Ordering};
use std::sync::{Arc, Mutex};
use std::time::Duration;

use jiff::{SignedDuration, Timestamp};

use crate::limiter::{Limit, Rate, SharedFolder};
use crate::sync::Clock;

pub(super) const MAX_PAUSE: Duration = Duration::from_secs(10);
/// The name of the shared limit.
pub(super) const NAME: &str = "stats";

/// A folder that exists while the test runs.
pub(super) struct Folder(pub PathBuf);

impl Folder {
    pub fn new(name: &str) -> Self {
        static COUNT: AtomicU32 = AtomicU32::new(0);
        let number = COUNT.fetch_add(1, Ordering::Relaxed);
        let name = format!("halo-infinite-rate-{name}-{}-{number}", std::process::id());
        let path = std::env::temp_dir().join(name);
        let _ = std::fs::remove_dir_all(&path);
        Self(path)
    }

    /// The file of the shared limit.
    pub fn file(&self) -> PathBuf {
        self.0.join(format!("rate-{NAME}.json"))
    }

    /// A program's side of the shared limit.
    pub fn limit(&self, rate: Rate, clock: Arc<dyn Clock>) -> Limit {
        let folder = SharedFolder {
            path: self.0.clone(),
            max_pause: MAX_PAUSE,
        };
        Limit::shared(rate, clock, &folder, NAME).unwrap()
    }
}

impl Drop for Folder {
    fn drop(&mut self) {
        let _ = std::fs::remove_dir_all(&self.0);
    }
}

/// The time that all programs share.
#[derive(Clone, Default)]
pub(super) struct World(Arc<Mutex<Times>>);

#[derive(Default)]
struct Times {
    passed: Duration,
    /// The time of day is ahead by this.
    ahead: SignedDuration,
}

impl World {
    pub fn passed(&self) -> Duration {
        self.0.lock().unwrap().passed
    }

    pub fn advance(&self, time: Duration) {
        self.0.lock().unwrap().passed += time;
    }

    /// Turns the time of day forwards or backwards.
    pub fn turn_clock(&self, by: SignedDuration) {
        self.0.lock().unwrap().ahead += by;
    }

    /// The clock of a program that starts now.
    pub fn clock(&self) -> Arc<ProgramClock> {
        Arc::new(ProgramClock {
            origin: self.passed(),
            world: self.clone(),
        })
    }
}

pub(super) struct ProgramClock {
    world: World,
    origin: Duration,
}

impl Clock for ProgramClock {
    fn now(&self) -> Duration {
        self.world.passed() - self.origin
    }

    fn sleep_until(&self, time: Duration) {
        let mut times = self.world.0.lock().unwrap();
        times.passed = times.passed.max(time + self.origin);
    }

    fn timestamp(&self) -> Timestamp {
        let times = self.world.0.lock().unwrap();
        let passed = SignedDuration::try_from(times.passed).unwrap();
        Timestamp::from_second(1_700_000_000).unwrap() + passed + times.ahead
    }
}
