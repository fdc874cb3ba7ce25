//! The server: its log, its end, canned responses, and scripted faults.

#[path = "../common/mod.rs"]
mod common;
mod connection;
mod responses;
mod rules;
mod server;

use halo_infinite_sandbox::{Fault, Sandbox};
use std::time::{Duration, Instant};

/// Starts a sandbox, and returns the path of the home player's history.
fn start() -> (Sandbox, String) {
    let sandbox = Sandbox::start().expect("a sandbox");
    let path = common::histories::path(sandbox.world().home(), "matches");
    (sandbox, path)
}

fn fail_next(sandbox: &Sandbox, fault: impl Into<Fault>) {
    sandbox.faults().on("/").once().answer(fault);
}

/// Drops a sandbox, and checks that it does not wait for connections or faults, which last for minutes.
fn assert_stops_at_once(sandbox: Sandbox) {
    let started = Instant::now();
    drop(sandbox);
    assert!(
        started.elapsed() < Duration::from_secs(30),
        "{:?}",
        started.elapsed()
    );
}
