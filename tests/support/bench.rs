//! A sandbox, and a clock whose waits take no time.

use std::sync::Arc;

use halo_infinite::{Client, ClientBuilder};
use halo_infinite_sandbox::Sandbox;

use super::clocks::JumpingClock;

pub struct Bench {
    pub sandbox: Sandbox,
    pub clock: Arc<JumpingClock>,
}

impl Bench {
    pub fn new() -> Self {
        Self {
            sandbox: Sandbox::start().unwrap(),
            clock: Arc::new(JumpingClock::default()),
        }
    }

    pub fn builder(&self) -> ClientBuilder {
        Client::builder()
            .environment(self.sandbox.environment())
            .tokens(self.sandbox.spartan_token(), self.sandbox.clearance())
            .clock(self.clock.clone())
            .unlimited()
    }
}
