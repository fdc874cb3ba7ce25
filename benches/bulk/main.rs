//! Fetching in bulk: how closely requests follow the rate limit, and the cost of the threads without one.
//!
//! ```text
//! cargo bench --bench bulk              # all, seven minutes or so
//! cargo bench --bench bulk -- rate      # or `programs`, or `throughput`
//! ```
//!
//! `HALO_BENCH_SECONDS` (60) is the time for each rate, `HALO_BENCH_MATCHES` (10,000) the number of
//! fetched matches. Smaller numbers give a quick result.
//!
//! - **rate**: a server in another process takes 200 ms for each response. The bench counts its requests in the
//!   time, against what the limit allows: at least 0.99, and never more than allowed.
//! - **programs**: the same with eight programs that share the rate, one of which is killed: together at least
//!   0.95, and never more than allowed.
//! - **throughput**: a server in another process returns match statistics at once. `Client::fetch` without
//!   a limit, against as many threads with ureq and serde_json that decode the same model, each in a
//!   process of its own, in turns: at least 0.85 of their throughput, within 64 MiB of memory.

mod programs;
mod rate;
mod server;
mod throughput;

use std::env;
use std::error::Error;

/// A number from the environment.
fn setting(name: &str, otherwise: u64) -> u64 {
    let value = env::var(name).ok().and_then(|value| value.parse().ok());
    value.unwrap_or(otherwise)
}

fn main() -> Result<(), Box<dyn Error>> {
    let arguments: Vec<String> = env::args()
        .skip(1)
        .filter(|argument| argument != "--bench")
        .collect();
    let arguments: Vec<&str> = arguments.iter().map(String::as_str).collect();
    match arguments[..] {
        // This program starts itself again with these arguments.
        ["serve", delay] => server::serve(delay.parse()?),
        ["client", which, url, matches, threads] => {
            throughput::client(which, url, matches.parse()?, threads.parse()?)
        }
        ["program", url, folder, rate] => programs::run(url, folder, rate.parse()?),
        ["programs"] => programs::measure(),
        ["rate"] => rate::measure(),
        ["throughput"] => throughput::measure(),
        // As a test, it only has to build.
        [] if !env::args().any(|argument| argument == "--bench") => Ok(()),
        [] => {
            rate::measure()?;
            programs::measure()?;
            throughput::measure()
        }
        _ => Err("choose `rate`, `programs`, `throughput` or nothing".into()),
    }
}
