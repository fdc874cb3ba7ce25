//! A sandbox, a cache in a folder of its own, and a clock that only the test moves.

use std::path::PathBuf;
use std::sync::atomic::{AtomicU32, Ordering};
use std::sync::{Arc, Mutex};
use std::time::Duration;

use halo_infinite::cache::ResponseCache;
use halo_infinite::jiff::{SignedDuration, Timestamp};
use halo_infinite::{Client, ClientBuilder, Clock};
use halo_infinite_sandbox::Sandbox;

/// The time of day moves when the test says so; what is waited for is noted and not waited for.
pub struct DayClock {
    day: Mutex<Timestamp>,
    now: Mutex<Duration>,
}

impl DayClock {
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

pub struct Setup {
    pub sandbox: Sandbox,
    pub clock: Arc<DayClock>,
    pub folder: PathBuf,
}

impl Setup {
    pub fn new() -> Self {
        static COUNT: AtomicU32 = AtomicU32::new(0);
        let number = COUNT.fetch_add(1, Ordering::Relaxed);
        let name = format!("halo-infinite-answers-{}-{number}", std::process::id());
        Self {
            sandbox: Sandbox::start().unwrap(),
            clock: Arc::new(DayClock {
                day: Mutex::new("2026-01-01T00:00:00Z".parse().unwrap()),
                now: Mutex::default(),
            }),
            folder: std::env::temp_dir().join(name),
        }
    }

    pub fn cache(&self) -> ResponseCache {
        ResponseCache::open(&self.folder).unwrap()
    }

    pub fn builder(&self) -> ClientBuilder {
        Client::builder()
            .environment(self.sandbox.environment())
            .tokens(self.sandbox.spartan_token(), self.sandbox.clearance())
            .clock(self.clock.clone())
            .cache(self.cache())
    }

    pub fn client(&self) -> Client {
        self.builder().build().unwrap()
    }

    /// How many requests the sandbox has had to a path with this in it.
    pub fn requests(&self, path: &str) -> usize {
        let requests = self.sandbox.requests();
        requests
            .iter()
            .filter(|request| request.path.contains(path))
            .count()
    }
}

impl Drop for Setup {
    fn drop(&mut self) {
        let _ = std::fs::remove_dir_all(&self.folder);
    }
}
