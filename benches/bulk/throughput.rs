//! The cost of the threads without a rate limit.

use std::env;
use std::error::Error;
use std::fs;
use std::io::Read;
use std::process::{Command, Stdio};
use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::mpsc;
use std::thread;
use std::time::{Duration, Instant};

use halo_infinite::models::stats::MatchStats;
use halo_infinite::uuid::Uuid;
use halo_infinite::{Client, Environment};

use crate::server::Server;
use crate::setting;

/// The default of an unlimited client.
const THREADS: usize = 16;
const ROUNDS: usize = 5;
/// The longest run of one client.
const LONGEST_RUN: Duration = Duration::from_secs(10 * 60);

pub fn measure() -> Result<(), Box<dyn Error>> {
    let matches = setting("HALO_BENCH_MATCHES", 10_000);
    println!("\nthroughput: {matches} matches, {THREADS} threads, medians of {ROUNDS} rounds");
    let server = Server::start(Duration::ZERO)?;
    let mut runs: [Vec<(f64, u64)>; 3] = Default::default();
    for round in 0..ROUNDS {
        for turn in 0..3 {
            let which = (round + turn) % 3;
            runs[which].push(run(["fetch", "raw", "timed"][which], &server.url, matches)?);
        }
    }
    let [fetch, raw, timed] = runs.map(|mut runs| {
        runs.sort_by(|one, other| one.0.total_cmp(&other.0));
        let memory = runs.iter().map(|(_, memory)| *memory).max().unwrap_or(0);
        (matches as f64 / runs[ROUNDS / 2].0, memory as f64 / 1024.0)
    });
    println!("                          a second  memory at most");
    println!("  Client::fetch         {:>10.0}  {:>10.1} MiB", fetch.0, fetch.1);
    println!("  ureq and serde_json   {:>10.0}  {:>10.1} MiB", raw.0, raw.1);
    println!("  the same with timeout {:>10.0}  {:>10.1} MiB", timed.0, timed.1);
    let share = fetch.0 / raw.0;
    let is_good = share >= 0.85 && fetch.1 < 64.0;
    println!("  {share:.3} of the throughput; at least 0.85 within 64 MiB: {is_good}");
    Ok(())
}

/// Runs a client in another process. Returns its seconds and its memory in KiB.
fn run(which: &str, url: &str, matches: u64) -> Result<(f64, u64), Box<dyn Error>> {
    let mut process = Command::new(env::current_exe()?)
        .args(["client", which, url, &matches.to_string(), &THREADS.to_string()])
        .stdout(Stdio::piped())
        .spawn()?;
    let mut output = process.stdout.take().ok_or("the client has no output")?;
    let (sender, receiver) = mpsc::channel();
    thread::spawn(move || {
        let mut text = String::new();
        let read = output.read_to_string(&mut text).map(|_| text);
        // Nobody receives what comes too late.
        let _ = sender.send(read);
    });
    let text = receiver.recv_timeout(LONGEST_RUN);
    if text.is_err() {
        process.kill()?;
    }
    let status = process.wait()?;
    let text = text??;
    if !status.success() {
        return Err("the client failed: see above".into());
    }
    let (seconds, memory) = text.trim().split_once(' ').ok_or("the client wrote nothing")?;
    Ok((seconds.parse()?, memory.parse()?))
}

/// The client's process.
pub fn client(which: &str, url: &str, matches: u64, threads: usize) -> Result<(), Box<dyn Error>> {
    let start = Instant::now();
    let deaths = match which {
        "fetch" => fetch(url, matches, threads)?,
        "timed" => raw(url, matches, threads, Some(Duration::from_secs(60))),
        _ => raw(url, matches, threads, None),
    };
    let seconds = start.elapsed().as_secs_f64();
    if deaths == 0 {
        return Err("no player died: nothing was decoded".into());
    }
    println!("{seconds} {}", peak_memory()?);
    Ok(())
}

/// The peak of resident memory, in KiB.
fn peak_memory() -> Result<u64, Box<dyn Error>> {
    let status = fs::read_to_string("/proc/self/status")?;
    let line = status
        .lines()
        .find_map(|line| line.strip_prefix("VmHWM:"))
        .ok_or("no VmHWM")?;
    Ok(line.trim().trim_end_matches("kB").trim().parse()?)
}

fn deaths(game: &MatchStats) -> u64 {
    let players = game.players.iter().filter_map(|player| player.core_stats());
    players.map(|core| core.deaths.unsigned_abs()).sum()
}

fn fetch(url: &str, matches: u64, threads: usize) -> Result<u64, Box<dyn Error>> {
    let client = Client::builder()
        .environment(Environment::at(url)?)
        .tokens("spartan", "clearance")
        .unlimited()
        .build()?;
    let requests = (0..matches).map(|number| client.stats().match_stats(Uuid::from_u128(number.into())));
    let mut total = 0;
    for fetched in client.fetch(requests).threads(threads) {
        total += deaths(&fetched.result?);
    }
    Ok(total)
}

fn raw(url: &str, matches: u64, threads: usize, timeout: Option<Duration>) -> u64 {
    let agent = ureq::Agent::config_builder()
        .max_idle_connections_per_host(threads)
        .max_idle_connections(threads)
        .timeout_global(timeout)
        .build()
        .new_agent();
    let (next, total) = (AtomicU64::new(0), AtomicU64::new(0));
    thread::scope(|scope| {
        for _ in 0..threads {
            scope.spawn(|| {
                loop {
                    let number = next.fetch_add(1, Ordering::Relaxed);
                    if number >= matches {
                        return;
                    }
                    let id = Uuid::from_u128(number.into());
                    let body = agent
                        .get(format!("{url}/stats/hi/matches/{id}/stats"))
                        .header("accept", "application/json")
                        .header("x-343-authorization-spartan", "spartan")
                        .call()
                        .and_then(|mut answer| answer.body_mut().read_to_vec());
                    let body = body.expect("the server responds");
                    let game: MatchStats = serde_json::from_slice(&body).expect("match statistics");
                    total.fetch_add(deaths(&game), Ordering::Relaxed);
                }
            });
        }
    });
    total.into_inner()
}
