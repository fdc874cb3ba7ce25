//! A sandbox, and clients with an observer on a clock on which no wait takes time.

use std::sync::Arc;

use halo_infinite::models::stats::MatchCount;
use halo_infinite::request::{Attempt, AttemptOutcome};
use halo_infinite::{Client, ClientBuilder, Request};
use halo_infinite_sandbox::Sandbox;

use crate::support::clocks::JumpingClock;
use crate::support::reports::Reports;

pub struct Bench {
    pub sandbox: Sandbox,
    pub clock: Arc<JumpingClock>,
    pub reports: Reports,
}

impl Bench {
    pub fn new() -> Self {
        Self {
            sandbox: Sandbox::start().unwrap(),
            clock: Arc::new(JumpingClock::default()),
            reports: Reports::default(),
        }
    }

    /// A client with the default rate.
    pub fn builder(&self) -> ClientBuilder {
        Client::builder()
            .environment(self.sandbox.environment())
            .tokens(self.sandbox.spartan_token(), self.sandbox.clearance())
            .clock(self.clock.clone())
            .observer(self.reports.observer())
    }

    pub fn client(&self) -> Client {
        self.builder().build().unwrap()
    }

    pub fn request(&self, client: &Client) -> Request<MatchCount> {
        client.stats().match_count(self.sandbox.world().home().xuid())
    }
}

/// Number, outcome, and whether another report follows.
pub fn outcomes(reports: &[Attempt]) -> Vec<(u32, AttemptOutcome, bool)> {
    let outcome = |report: &Attempt| (report.number, report.outcome, report.will_retry);
    reports.iter().map(outcome).collect()
}
