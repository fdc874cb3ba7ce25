//! How closely programs that share a rate follow it together.

use std::env;
use std::error::Error;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Child, Command};
use std::thread;
use std::time::{Duration, Instant};

use halo_infinite::uuid::Uuid;
use halo_infinite::{Client, Environment};

use crate::server::Server;
use crate::setting;

const LATENCY: Duration = Duration::from_millis(200);
const RATES: [u32; 3] = [5, 20, 100];
const PROGRAMS: usize = 8;
/// The allowed difference in the arrival times of requests.
const JITTER: Duration = Duration::from_millis(50);

/// A program that sends requests until it is killed, which happens when this is dropped.
struct Program(Child);

impl Program {
    fn start(url: &str, folder: &Path, rate: u32) -> Result<Self, Box<dyn Error>> {
        let mut command = Command::new(env::current_exe()?);
        command.args(["program", url]).arg(folder).arg(rate.to_string());
        Ok(Self(command.spawn()?))
    }
}

impl Drop for Program {
    fn drop(&mut self) {
        let _ = self.0.kill();
        let _ = self.0.wait();
    }
}

/// Sends requests as one of the programs.
pub fn run(url: &str, folder: &str, rate: u32) -> Result<(), Box<dyn Error>> {
    let client = Client::builder()
        .environment(Environment::at(url)?)
        .tokens("spartan", "clearance")
        .requests_per_second(rate)
        .shared_rate(folder)
        .build()?;
    let requests = std::iter::repeat_with(|| client.stats().match_stats(Uuid::nil()));
    for fetched in client.fetch(requests) {
        fetched.result?;
    }
    Ok(())
}

pub fn measure() -> Result<(), Box<dyn Error>> {
    let seconds = setting("HALO_BENCH_SECONDS", 60);
    let time = Duration::from_secs(seconds);
    println!("\nprograms: {PROGRAMS} share a rate, one is killed after a half of {seconds} s each");
    println!("  limit    calls  of ideal  most in 1 s");
    let mut is_good = true;
    for rate in RATES {
        let arrivals = arrivals(rate, time)?;
        let within = |start: Duration, length: Duration| {
            let is_within = |time: &&Duration| (start..start + length).contains(*time);
            arrivals.iter().filter(is_within).count()
        };
        // All programs are at work then.
        let start = Duration::from_secs(2);
        let calls = within(start, time);
        let share = calls as f64 / f64::from(rate) / seconds as f64;
        let second = Duration::from_secs(1);
        let most = arrivals
            .iter()
            .map(|start| within(*start, second))
            .max()
            .unwrap_or(0);
        println!("  {rate:>3}/s  {calls:>7}  {share:>8.4}  {most:>11}");
        let allowed = |time: Duration| f64::from(rate) * time.as_secs_f64() + 1.0;
        let is_over = calls as f64 > allowed(time + JITTER) || most as f64 > allowed(second + JITTER);
        is_good &= share >= 0.95 && !is_over;
    }
    println!("  at least 0.95 and never over: {is_good}");
    Ok(())
}

/// The arrival times of requests, until shortly after the end.
fn arrivals(rate: u32, time: Duration) -> Result<Vec<Duration>, Box<dyn Error>> {
    let server = Server::start(LATENCY)?;
    let folder: PathBuf = env::temp_dir().join(format!("halo-infinite-programs-{}", std::process::id()));
    let start = Instant::now();
    let programs = (0..PROGRAMS).map(|_| Program::start(&server.url, &folder, rate));
    let mut programs = programs.collect::<Result<Vec<_>, _>>()?;
    thread::sleep(time / 2);
    programs.pop();
    let end = Duration::from_secs(3) + time;
    thread::sleep(end.saturating_sub(start.elapsed()));
    let arrivals = server.arrivals();
    drop(programs);
    fs::remove_dir_all(folder)?;
    arrivals
}
