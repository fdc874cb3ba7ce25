//! The sandbox, in another process, so that its memory is not counted as the SDK's.
//!
//! The backend sends its address and credentials; a line from the other side starts the faults; at the end of its
//! input it sends a report.

use std::collections::BTreeMap;
use std::error::Error;
use std::io;
use std::sync::mpsc::{self, RecvTimeoutError};
use std::thread;
use std::time::{Duration, SystemTime};

use halo_infinite::auth::AzureApp;
use halo_infinite_sandbox::{Answer, Consent, Fault, LoggedRequest, Sandbox};
use serde::{Deserialize, Serialize};

use crate::clock;
use crate::memory::Memory;
use crate::process::say;

/// The argument that makes this program the backend, before the share of faults and the rate.
pub const ARGUMENT: &str = "backend";

/// The sandbox's address and credentials.
#[derive(Clone, Serialize, Deserialize)]
pub struct Address {
    pub url: String,
    client_id: String,
    client_secret: String,
    public_client_id: String,
    pub refresh_token: String,
    /// The time at which the sandbox's clock agreed with this machine's.
    pub epoch: SystemTime,
}

impl Address {
    pub fn app(&self) -> Result<AzureApp, Box<dyn Error>> {
        Ok(AzureApp::new(&self.client_id, self.client_secret.as_str())?)
    }

    /// The app whose redirect URI is on this machine.
    pub fn public_app(&self) -> Result<AzureApp, Box<dyn Error>> {
        Ok(AzureApp::public(&self.public_client_id)?)
    }
}

/// The requests that the sandbox received.
#[derive(Serialize, Deserialize)]
pub struct Report {
    pub requests: usize,
    pub faults: usize,
    pub services: BTreeMap<String, Arrivals>,
    pub memory: Memory,
}

/// The requests of a service.
#[derive(Serialize, Deserialize)]
pub struct Arrivals {
    pub all: usize,
    /// The most requests within a second.
    pub in_one_second: usize,
    /// The most time by which a request came before the rate allows it.
    pub lead: Duration,
}

/// The main function of the other process.
pub fn run(share: f64, rate: f64) -> Result<(), Box<dyn Error>> {
    let epoch = SystemTime::now();
    let sandbox = Sandbox::builder()
        .matches(500)
        .consent(Consent::Accept)
        .clock(move || clock::fast(epoch))
        // A minute of this machine's.
        .spartan_lifetime(Duration::from_secs(3600))
        .start()?;
    say(&Address {
        url: sandbox.url().to_owned(),
        client_id: sandbox.client_id(),
        client_secret: sandbox.client_secret(),
        public_client_id: sandbox.public_client_id(),
        refresh_token: sandbox.refresh_token(),
        epoch,
    })?;
    io::stdin().read_line(&mut String::new())?;
    sandbox.clear_requests();
    // A lost response would cost the refresh token, which works once.
    let gentle = [Fault::status(500), Fault::status(503), Fault::status(429)];
    let login = || sandbox.faults().on("/login/");
    login().share(share).answer_any_of(gentle);
    login().always().answer(Fault::delay(Duration::ZERO));
    let rule = sandbox.faults().on("/").share(share).answer_any_of(faults());

    let (end, is_over) = mpsc::channel();
    thread::spawn(move || {
        let read = io::copy(&mut io::stdin(), &mut io::sink());
        // Sending fails only if this process is already ending.
        let _ = end.send(read);
    });
    let mut times: BTreeMap<String, Vec<Duration>> = BTreeMap::new();
    let mut memory = Memory::default();
    while let Err(RecvTimeoutError::Timeout) = is_over.recv_timeout(Duration::from_secs(1)) {
        take_times(&sandbox, &mut times);
        memory.take();
    }
    take_times(&sandbox, &mut times);
    let services = times.into_iter().map(|(service, times)| {
        let arrivals = Arrivals {
            all: times.len(),
            in_one_second: busiest(&times, Duration::from_secs(1)),
            lead: lead(&times, Duration::from_secs_f64(1.0 / rate)),
        };
        (service, arrivals)
    });
    say(&Report {
        requests: rule.seen(),
        faults: rule.used(),
        services: services.collect(),
        memory,
    })
}

/// The faults: some of each kind, in sizes that a busy program survives.
fn faults() -> Vec<Fault> {
    let slow = Duration::from_millis(20);
    let mut faults = Fault::server_errors().to_vec();
    faults.extend([
        Answer::new(429).retry_after(1).into(),
        Fault::status(429),
        Fault::status(404),
        Fault::redirect(302, "http://elsewhere.invalid/"),
        Fault::html_page(),
        Fault::deep_nesting(10_000),
        Fault::delay(Duration::from_millis(300)),
        Fault::delay(Duration::from_secs(3)),
        Fault::spartan_tokens_revoked(),
        Fault::reset(),
        Fault::close(),
        Fault::reset_after(100),
        Fault::truncated_after(100),
        Fault::drip(1000, slow),
        Fault::drip_forever(100, slow),
        Fault::garbage(1000),
        Fault::garbage_inside(),
        Fault::content_type("text/plain"),
        Fault::broken_gzip(),
        Fault::gzip_bomb(16 << 20),
        Fault::huge_headers(1 << 20),
        Fault::duplicate_keys(),
        Fault::huge_numbers(),
        Fault::invalid_utf8(),
    ]);
    faults
}

/// Adds the arrival times of each service's requests.
fn take_times(sandbox: &Sandbox, times: &mut BTreeMap<String, Vec<Duration>>) {
    for LoggedRequest { path, at, .. } in sandbox.take_requests() {
        let service = path.split('/').nth(1).unwrap_or_default().to_owned();
        // The rate limit is for services; the sign-in has none.
        if !matches!(service.as_str(), "login" | "user.auth" | "xsts.auth" | "settings") {
            times.entry(service).or_default().push(at);
        }
    }
}

/// The most requests within any window of this length.
fn busiest(times: &[Duration], window: Duration) -> usize {
    let mut first = 0;
    let mut most = 0;
    for (last, time) in times.iter().enumerate() {
        while times.get(first).is_some_and(|start| *time - *start >= window) {
            first += 1;
        }
        most = most.max(last + 1 - first);
    }
    most
}

/// The most time by which a request came too early. Each may come one interval after the one before:
/// after its arrival if that was late, after its allowed time if that was early. Small excesses
/// add up here over time, unlike in a window.
fn lead(times: &[Duration], interval: Duration) -> Duration {
    let mut allowed = Duration::ZERO;
    let mut most = Duration::ZERO;
    for time in times {
        most = most.max(allowed.saturating_sub(*time));
        allowed = allowed.max(*time) + interval;
    }
    most
}
