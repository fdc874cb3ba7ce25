//! The cost of a request beside the same request made with `ureq` and `serde_json` alone, and of the
//! rate limiter: `cargo bench --bench call`.
//!
//! The sandbox has its own threads, whose processor time is not counted.

use std::error::Error;
use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::{Arc, Mutex};
use std::time::{Duration, Instant};

use halo_infinite::limiter::{Rate, TokenBucket};
use halo_infinite::models::stats::{MatchCount, MatchHistory, MatchStats};
use halo_infinite::time::Clock;
use halo_infinite::{Client, Request};
use halo_infinite_sandbox::Sandbox;
use serde::de::DeserializeOwned;
use support::rounds::{Rival, measure, thread, wall};

mod support {
    pub mod rounds;
}

const ROUNDS: usize = 61;
const SLICE: Duration = Duration::from_millis(20);

fn main() -> Result<(), Box<dyn Error>> {
    let sandbox = Sandbox::start()?;
    let client = sandbox.client()?;
    let home = sandbox.world().home().xuid();
    let history = client.stats().match_history(home).send()?;
    let last = history.results.first().ok_or("the home player has not played")?;
    println!(
        "| a call, in µs | SDK, processor | `ureq` and `serde_json` | ratio | SDK, wall | alone | ratio |"
    );
    println!("|---|---:|---:|---:|---:|---:|---:|");
    call::<MatchCount>("match_count", &sandbox, &client.stats().match_count(home))?;
    call::<MatchStats>(
        "match_stats",
        &sandbox,
        &client.stats().match_stats(last.match_id),
    )?;
    call::<MatchHistory>(
        "match_history",
        &sandbox,
        &client.stats().match_history(home).count(25),
    )?;
    prepare(&client);
    limiter()
}

fn call<T: DeserializeOwned>(
    name: &str,
    sandbox: &Sandbox,
    request: &Request<T>,
) -> Result<(), Box<dyn Error>> {
    let url = request.http()?.uri().to_string();
    let (spartan, clearance) = (sandbox.spartan_token(), sandbox.clearance());
    let agent = ureq::Agent::new_with_defaults();
    let alone = || -> Result<T, Box<dyn Error>> {
        let mut answer = agent
            .get(&url)
            .header("accept", "application/json")
            .header("x-343-authorization-spartan", &spartan)
            .header("343-clearance", &clearance)
            .call()?;
        let body = answer.body_mut().with_config().limit(64 << 20).read_to_vec()?;
        Ok(serde_json::from_slice(&body)?)
    };
    request.send()?;
    alone()?;
    let mut cells = String::new();
    for clock in [thread, wall] {
        let mut rivals = [
            Rival::new("SDK", || request.send().is_ok()),
            Rival::new("alone", || alone().is_ok()),
        ];
        let times = measure(&mut rivals, ROUNDS, SLICE, clock);
        let [ours, theirs] = times.as_slice() else {
            return Err("expected two times".into());
        };
        cells += &format!(
            " {:.1} | {:.1} | {:.2} |",
            ours.median / 1000.0,
            theirs.median / 1000.0,
            ours.median / theirs.median
        );
        sandbox.clear_requests();
    }
    println!("| {name} |{cells}");
    Ok(())
}

/// The cost of preparing a request without sending it.
fn prepare(client: &Client) {
    let mut rivals = [Rival::new("prepare", || {
        client
            .stats()
            .match_history("Some Gamertag")
            .start(25)
            .count(25)
            .http()
    })];
    for time in measure(&mut rivals, ROUNDS, Duration::from_millis(1), thread) {
        println!("\nto prepare a request: {:.0} ns", time.median);
    }
}

/// A clock on which enough time for the next permit has always passed.
#[derive(Default)]
struct Racing(AtomicU64);

impl Clock for Racing {
    fn now(&self) -> Duration {
        Duration::from_secs(self.0.fetch_add(1, Ordering::Relaxed))
    }

    fn sleep_until(&self, _: Duration) {}
}

fn limiter() -> Result<(), Box<dyn Error>> {
    const TURNS: u32 = 200_000;
    let bucket = TokenBucket::with_clock(Rate::new(5.0, 1)?, Arc::new(Racing::default()));
    let lock = Mutex::new(0_u64);
    let acquire = || {
        let _turn = bucket.acquire(None);
    };
    let locked = || *lock.lock().unwrap_or_else(std::sync::PoisonError::into_inner) += 1;
    println!("\n| a turn, in ns of wall time | limiter | a `Mutex` alone | ratio |");
    println!("|---|---:|---:|---:|");
    for threads in [1, 2, 8] {
        let mut ratios: Vec<(f64, f64)> = (0..11)
            .map(|_| (race(threads, TURNS, &acquire), race(threads, TURNS, &locked)))
            .collect();
        ratios.sort_by(|left, right| left.0.total_cmp(&right.0));
        let Some((turn, lock)) = ratios.get(ratios.len() / 2) else {
            continue;
        };
        println!(
            "| {threads} threads | {turn:.0} | {lock:.0} | {:.1} |",
            turn / lock
        );
    }
    Ok(())
}

/// The wall time per permit, for threads that compete for permits.
fn race(threads: u32, turns: u32, turn: &(impl Fn() + Sync)) -> f64 {
    let start = Instant::now();
    std::thread::scope(|scope| {
        for _ in 0..threads {
            scope.spawn(|| (0..turns / threads).for_each(|_| turn()));
        }
    });
    start.elapsed().as_nanos() as f64 / f64::from(turns)
}
