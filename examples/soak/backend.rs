//! The sandbox, in another process, so that its memory is not counted as the SDK's.
//!
//! The two exchange lines: the backend sends its address and credentials; a line from the other
//! side starts the faults; at the end of its input it sends a report.

use std::collections::BTreeMap;
use std::env;
use std::error::Error;
use std::io::{self, BufRead, BufReader, Write};
use std::process::{Child, ChildStdin, Command, Stdio};
use std::sync::mpsc::{self, Receiver, RecvTimeoutError};
use std::thread;
use std::time::Duration;

use halo_infinite::auth::AzureApp;
use halo_infinite_sandbox::{Answer, Fault, LoggedRequest, Sandbox};
use serde::de::DeserializeOwned;
use serde::{Deserialize, Serialize};

use crate::memory::Memory;

/// The argument that makes this program the backend, before the share of faults and the rate.
pub const ARGUMENT: &str = "backend";

/// The sandbox's address and credentials.
#[derive(Serialize, Deserialize)]
pub struct Address {
    pub url: String,
    client_id: String,
    client_secret: String,
    pub refresh_token: String,
}

impl Address {
    pub fn app(&self) -> Result<AzureApp, Box<dyn Error>> {
        Ok(AzureApp::new(&self.client_id, self.client_secret.as_str())?)
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

/// The other process, as seen from this one.
pub struct Backend {
    pub address: Address,
    process: Child,
    input: ChildStdin,
    /// The lines of its output.
    output: Receiver<io::Result<String>>,
}

impl Backend {
    /// Starts a backend with this share of faulty responses, for requests at this rate.
    pub fn start(faults: f64, rate: f64) -> Result<Self, Box<dyn Error>> {
        let mut process = Command::new(env::current_exe()?)
            .args([ARGUMENT, &faults.to_string(), &rate.to_string()])
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .spawn()?;
        let input = process.stdin.take().ok_or("the backend has no input")?;
        let output = process.stdout.take().ok_or("the backend has no output")?;
        let (sender, lines) = mpsc::channel();
        thread::spawn(move || {
            let mut lines = BufReader::new(output).lines();
            while lines.next().is_some_and(|line| sender.send(line).is_ok()) {}
        });
        Ok(Self {
            address: receive(&lines)?,
            process,
            input,
            output: lines,
        })
    }

    /// Starts the faults, and the counting of requests.
    pub fn begin(&mut self) -> io::Result<()> {
        writeln!(self.input, "begin")
    }

    /// Ends the other process. Returns its report.
    pub fn end(mut self) -> Result<Report, Box<dyn Error>> {
        drop(self.input);
        let report = receive(&self.output);
        // The report is the last thing that it sends.
        self.process.kill()?;
        self.process.wait()?;
        report
    }
}

fn receive<T: DeserializeOwned>(lines: &Receiver<io::Result<String>>) -> Result<T, Box<dyn Error>> {
    let line = lines.recv_timeout(Duration::from_secs(60))??;
    Ok(serde_json::from_str(&line)?)
}

fn say(what: &impl Serialize) -> Result<(), Box<dyn Error>> {
    println!("{}", serde_json::to_string(what)?);
    Ok(())
}

/// The main function of the other process.
pub fn run(share: f64, rate: f64) -> Result<(), Box<dyn Error>> {
    let sandbox = Sandbox::builder().matches(500).start()?;
    say(&Address {
        url: sandbox.url().to_owned(),
        client_id: sandbox.client_id(),
        client_secret: sandbox.client_secret(),
        refresh_token: sandbox.refresh_token(),
    })?;
    io::stdin().read_line(&mut String::new())?;
    sandbox.clear_requests();
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
