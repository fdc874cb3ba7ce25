//! A panel of metrics: the attempts as they end, then the sums of each endpoint.
//!
//! ```text
//! cargo run --example observer -- [PLAYER]
//! ```

mod common;

use std::collections::BTreeMap;
use std::sync::mpsc;
use std::time::Duration;

#[derive(Default)]
struct Sums {
    attempts: u32,
    failures: u32,
    waited: Duration,
    took: Duration,
    bytes: u64,
}

fn main() -> Result<(), Box<dyn std::error::Error>> {
    let (_, player, source) = common::connect()?;
    let (sender, attempts) = mpsc::channel();
    // The threads that send the requests call this, so it only passes the report on.
    let client = source.client.clone().observer(move |attempt| {
        let _ = sender.send(attempt.clone());
    });
    let client = client.build()?;

    let history = client.stats().match_history(&player).iter().take(10);
    let games = history.map(|entry| entry.map(|entry| client.stats().match_stats(entry.match_id)));
    let mut sums = BTreeMap::<String, Sums>::new();
    for fetched in client.fetch(games) {
        fetched.result?;
        // A program with a window does this once in each frame.
        for attempt in attempts.try_iter() {
            println!("{attempt}");
            let sums = sums.entry(attempt.endpoint.to_string()).or_default();
            // 0: the cache has responded, or nothing was sent.
            sums.attempts += u32::from(attempt.number > 0);
            sums.failures += u32::from(!attempt.outcome.is_success());
            sums.waited += attempt.waited;
            sums.took += attempt.took;
            sums.bytes += attempt.bytes;
        }
    }

    println!("\nendpoint              attempts  failures  waited/ms  taken/ms    KB");
    for (endpoint, sums) in sums {
        let [waited, took] = [sums.waited, sums.took].map(|time| time.as_millis());
        let (attempts, failures, kilobytes) = (sums.attempts, sums.failures, sums.bytes / 1000);
        println!("{endpoint:20} {attempts:9} {failures:9} {waited:10} {took:9} {kilobytes:5}");
    }
    Ok(())
}
