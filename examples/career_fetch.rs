//! A whole career: every match of a player with its statistics, on several threads, as fast as the rate limit
//! allows. Progress goes to stderr, the summary to stdout.
//!
//! ```text
//! cargo run --example career_fetch -- [PLAYER [SINCE]]
//! ```
//!
//! `SINCE` is a point in time, such as 2026-01-01T00:00:00Z, or the GUID of the newest known
//! match. The limit of 5 requests a second is for the real services; the sandbox has none.

mod common;

use std::collections::BTreeMap;
use std::env;
use std::io::Write;

use halo_infinite::Player;
use halo_infinite::refdata::Outcome;

#[derive(Default)]
struct Summary {
    matches: u32,
    wins: u32,
    kills: i64,
    deaths: i64,
}

fn main() -> Result<(), Box<dyn std::error::Error>> {
    let (_, player, source) = common::connect()?;
    let mut builder = source.client.clone();
    if source.sandbox.is_some() {
        builder = builder.unlimited();
    }
    let client = builder.build()?;
    let xuid = common::xuid(&client, &player)?;

    // Pages of the history are fetched when their matches are needed. Their errors arrive
    // below as a result, and after a few errors in a row the history ends.
    let mut history = client.stats().match_history(Player::from(xuid)).iter();
    if let Some(since) = env::args().nth(2) {
        history = history.since(since);
    }
    let requests = history.map(|entry| entry.map(|entry| client.stats().match_stats(entry.match_id)));

    let games = client.fetch(requests).progress(|progress| {
        eprint!(
            "\r{} matches, {} failed, {} under way, {:.1} a second  ",
            progress.done,
            progress.failed,
            progress.waiting,
            progress.rate()
        );
        // A closed terminal does not stop the fetch.
        let _ = std::io::stderr().flush();
    });

    let mut by_mode: BTreeMap<String, Summary> = BTreeMap::new();
    let mut failures = Vec::new();
    for fetched in games {
        let game = match fetched.result {
            Ok(game) => game,
            Err(error) => {
                failures.push(error);
                continue;
            }
        };
        let Some(me) = game.player(xuid) else { continue };
        let summary = by_mode
            .entry(game.match_info.game_variant_category.to_string())
            .or_default();
        summary.matches += 1;
        summary.wins += u32::from(me.outcome == Outcome::Win);
        if let Some(core) = me.core_stats() {
            summary.kills += core.kills;
            summary.deaths += core.deaths;
        }
    }
    eprintln!();

    println!(
        "{:<32} {:>7} {:>6} {:>7} {:>7} {:>5}",
        "mode", "matches", "won", "kills", "deaths", "K/D"
    );
    for (mode, summary) in &by_mode {
        println!(
            "{mode:<32} {:>7} {:>5.0}% {:>7} {:>7} {:>5.2}",
            summary.matches,
            100.0 * f64::from(summary.wins) / f64::from(summary.matches),
            summary.kills,
            summary.deaths,
            summary.kills as f64 / summary.deaths.max(1) as f64
        );
    }
    for error in &failures {
        println!("missing: {error}");
    }
    Ok(())
}
