//! How closely requests follow the rate limit.

use std::error::Error;
use std::time::{Duration, Instant};

use halo_infinite::uuid::Uuid;
use halo_infinite::{Client, Environment};

use crate::server::Server;
use crate::setting;

const LATENCY: Duration = Duration::from_millis(200);
const RATES: [u32; 3] = [5, 20, 100];
/// The allowed difference in the arrival times of requests, which may put more of them into one second.
const JITTER: Duration = Duration::from_millis(50);

pub fn measure() -> Result<(), Box<dyn Error>> {
    let seconds = setting("HALO_BENCH_SECONDS", 60);
    println!("\nrate: answers take {LATENCY:?}, default threads, {seconds} s each");
    println!("  limit    calls  of ideal  most in 1 s");
    let mut is_good = true;
    for rate in RATES {
        let arrivals = arrivals(rate, Duration::from_secs(seconds))?;
        let within = |start: Duration, length: Duration| {
            arrivals
                .iter()
                .filter(|time| (start..start + length).contains(*time))
                .count()
        };
        let first = arrivals.first().copied().unwrap_or_default();
        let calls = within(first, Duration::from_secs(seconds));
        let share = calls as f64 / f64::from(rate) / seconds as f64;
        let second = Duration::from_secs(1);
        let most = arrivals
            .iter()
            .map(|start| within(*start, second))
            .max()
            .unwrap_or(0);
        println!("  {rate:>3}/s  {calls:>7}  {share:>8.4}  {most:>11}");
        // The limit allows one request at once, and the rate from then on.
        let allowed = |time: Duration| f64::from(rate) * time.as_secs_f64() + 1.0;
        let is_over = calls as f64 > allowed(Duration::from_secs(seconds) + JITTER)
            || most as f64 > allowed(second + JITTER);
        is_good &= share >= 0.99 && !is_over;
    }
    println!("  at least 0.99 and never over: {is_good}");
    Ok(())
}

/// The arrival times of requests, until shortly after the end.
fn arrivals(rate: u32, time: Duration) -> Result<Vec<Duration>, Box<dyn Error>> {
    let server = Server::start(LATENCY)?;
    let client = Client::builder()
        .environment(Environment::at(&server.url)?)
        .tokens("spartan", "clearance")
        .requests_per_second(rate)
        .build()?;
    let requests = std::iter::repeat_with(|| client.stats().match_stats(Uuid::nil()));
    let start = Instant::now();
    for fetched in client.fetch(requests) {
        fetched.result?;
        if start.elapsed() > time + 2 * LATENCY {
            break;
        }
    }
    server.arrivals()
}
