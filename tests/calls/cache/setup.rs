//! A sandbox, a cache in its own folder, and a clock that only the test moves.

use std::path::PathBuf;
use std::sync::Arc;

use halo_infinite::cache::ResponseCache;
use halo_infinite::{Client, ClientBuilder};
use halo_infinite_sandbox::Sandbox;

use crate::support::clocks::DayClock;
use crate::support::folder::Folder;

pub struct Setup {
    pub sandbox: Sandbox,
    pub clock: Arc<DayClock>,
    folder: Folder,
}

impl Setup {
    pub fn new() -> Self {
        Self {
            sandbox: Sandbox::start().unwrap(),
            clock: DayClock::new("2026-01-01T00:00:00Z".parse().unwrap()),
            folder: Folder::new("responses"),
        }
    }

    /// The cache creates this folder.
    pub fn folder(&self) -> PathBuf {
        self.folder.0.join("new")
    }

    pub fn cache(&self) -> ResponseCache {
        ResponseCache::open(self.folder()).unwrap()
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

    /// The number of requests to paths that contain this text.
    pub fn requests(&self, path: &str) -> usize {
        let requests = self.sandbox.requests();
        requests
            .iter()
            .filter(|request| request.path.contains(path))
            .count()
    }
}
