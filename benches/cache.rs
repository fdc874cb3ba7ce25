//! The cost of a cached response beside the same request on loopback, and of a cache miss:
//! `cargo bench --features cache --bench cache`.

use std::error::Error;
use std::time::Duration;

use halo_infinite::cache::ResponseCache;
use halo_infinite::{Client, Request};
use halo_infinite_sandbox::Sandbox;
use serde::de::DeserializeOwned;
use support::rounds::{Rival, measure, wall};

mod support {
    pub mod rounds;
}

const ROUNDS: usize = 61;
const SLICE: Duration = Duration::from_millis(20);

fn main() -> Result<(), Box<dyn Error>> {
    let folder = std::env::temp_dir().join(format!("halo-infinite-bench-{}", std::process::id()));
    let result = compare(&folder);
    std::fs::remove_dir_all(&folder)?;
    result
}

fn compare(folder: &std::path::Path) -> Result<(), Box<dyn Error>> {
    let sandbox = Sandbox::start()?;
    let client = Client::builder()
        .environment(sandbox.environment())
        .tokens(sandbox.spartan_token(), sandbox.clearance())
        .unlimited();
    let cached = client.clone().cache(ResponseCache::open(folder)?).build()?;
    let plain = client.build()?;
    let id = sandbox
        .world()
        .match_ids(sandbox.world().home())
        .first()
        .copied()
        .ok_or("the home player has not played")?;
    println!("| in µs of wall time | KB | hit | call on loopback | miss, cached | hit is faster |");
    println!("|---|---:|---:|---:|---:|---:|");
    row(
        &sandbox,
        "match_stats",
        |client| client.stats().match_stats(id),
        &cached,
        &plain,
    )?;
    row(
        &sandbox,
        "medal_metadata",
        |client| client.gamecms_hacs().medal_metadata(),
        &cached,
        &plain,
    )?;
    row(
        &sandbox,
        "career_reward_track",
        |client| client.gamecms_hacs().career_reward_track(),
        &cached,
        &plain,
    )
}

/// Measures the bodies alone: decoding costs the same for all.
fn row<T: DeserializeOwned>(
    sandbox: &Sandbox,
    name: &str,
    request: impl Fn(&Client) -> Request<T>,
    cached: &Client,
    plain: &Client,
) -> Result<(), Box<dyn Error>> {
    let (hit, call, miss) = (request(cached), request(plain), request(cached).fresh());
    let length = call.response()?.bytes().len();
    hit.response()?;
    if !hit.response()?.from_cache() {
        return Err(format!("{name} is not cached").into());
    }
    let mut rivals = [
        Rival::new("hit", || hit.response().is_ok()),
        Rival::new("call", || call.response().is_ok()),
        Rival::new("miss", || miss.response().is_ok()),
    ];
    let times = measure(&mut rivals, ROUNDS, SLICE, wall);
    sandbox.clear_requests();
    let [hit, call, miss] = times.as_slice() else {
        return Err("expected three times".into());
    };
    println!(
        "| {name} | {:.0} | {:.1} | {:.1} | {:.1} | {:.1} |",
        length as f64 / 1000.0,
        hit.median / 1000.0,
        call.median / 1000.0,
        miss.median / 1000.0,
        call.median / hit.median
    );
    Ok(())
}
