//! Signs in, lists a player's last matches and shows the scoreboard of the last one.
//!
//! ```text
//! cargo run --example match_report -- [PLAYER] [--captures DIR] [--requests-per-second N]
//! ```
//!
//! Without arguments everything comes from the built-in sandbox; with `--captures DIR` the sandbox
//! returns the payloads of that folder (see its `manifest.tsv`). With credentials in the
//! environment it uses the real services: either `HALO_SPARTAN_TOKEN` and, if there is one,
//! `HALO_CLEARANCE_TOKEN` (then PLAYER is needed), or `HALO_CLIENT_ID`, `HALO_CLIENT_SECRET` and
//! `HALO_REFRESH_TOKEN`, which is used once: the tokens are then saved in `halo-tokens.json`. PLAYER
//! is a gamertag or an XUID; the default is the signed-in player.

#[path = "../common/mod.rs"]
mod common;
mod scoreboard;
mod table;

use std::error::Error;
use std::path::PathBuf;
use std::process::ExitCode;

use common::Source;
use halo_infinite::models::stats::MatchHistory;
use halo_infinite::{Client, Match, Player};
use scoreboard::Names;
use table::Table;

const USAGE: &str = "usage: match_report [PLAYER] [--captures DIR] [--requests-per-second N]";

#[derive(Default)]
struct Options {
    player: Option<Player>,
    captures: Option<PathBuf>,
    requests_per_second: Option<f64>,
}

fn options() -> Result<Options, lexopt::Error> {
    use lexopt::prelude::*;

    let mut options = Options::default();
    let mut arguments = lexopt::Parser::from_env();
    while let Some(argument) = arguments.next()? {
        match argument {
            Long("captures") => options.captures = Some(arguments.value()?.into()),
            Long("requests-per-second") => options.requests_per_second = Some(arguments.value()?.parse()?),
            Value(player) if options.player.is_none() => {
                options.player = Some(player.parse_with(str::parse::<Player>)?);
            }
            other => return Err(other.unexpected()),
        }
    }
    Ok(options)
}

fn print_history(history: &MatchHistory, played: i64) {
    println!("\nThe last {} of {played} matches\n", history.results.len());
    let mut table = Table::new(&[
        "played (UTC)",
        "mode",
        "from",
        "outcome",
        ">rank",
        ">duration",
        "match",
    ]);
    for entry in &history.results {
        let info = &entry.match_info;
        table.row([
            info.start_time.strftime("%Y-%m-%d %H:%M").to_string(),
            info.game_variant_category.to_string(),
            info.lifecycle_mode.to_string(),
            entry.outcome.to_string(),
            entry.rank.to_string(),
            scoreboard::minutes(info.playable_duration),
            entry.match_id.to_string(),
        ]);
    }
    print!("{table}");
}

fn report(source: &Source, options: &Options) -> Result<(), Box<dyn Error>> {
    let builder = match options.requests_per_second {
        Some(rate) => source.client.clone().requests_per_second(rate),
        None => source.client.clone(),
    };
    let client: Client = builder.build()?;
    if let Some(me) = &source.me {
        println!(
            "Signed in as {} ({}); the Spartan token is valid until {} UTC.",
            me.gamertag.as_deref().unwrap_or("a player without a gamertag"),
            me.xuid.map_or("XUID unknown".into(), |xuid| xuid.to_string()),
            me.spartan_token_expires.strftime("%Y-%m-%d %H:%M"),
        );
    }
    let player = options.player.clone().or(source.player());
    let player = player.ok_or("whose matches? Give a gamertag or an XUID as the argument PLAYER")?;

    let played = client.stats().match_count(&player).send()?.matches_played_count;
    let history = client.stats().match_history(&player).count(10).send()?;
    print_history(&history, played);

    let Some(last) = history.results.first() else {
        println!("\n{player} has not played yet.");
        return Ok(());
    };
    let game = Match::from_history(&client, last);
    let stats = game.stats()?;
    println!();
    if stats.match_id != last.match_id {
        println!("(The captures do not hold the last match; this is another one.)\n");
    }
    // Names are optional: if their requests fail, the report goes without them.
    let names = Names {
        me: player.xuid(),
        players: or_none("gamertags", game.players().cloned()).unwrap_or_default(),
        map: or_none("the map's name", game.map().cloned()),
        mode: or_none("the mode's name", game.mode().cloned()),
        playlist: or_none(
            "the playlist's name",
            game.playlist().map(|playlist| playlist.cloned()),
        )
        .flatten(),
    };
    scoreboard::print(stats, &names);
    Ok(())
}

fn or_none<T>(what: &str, answer: Result<T, halo_infinite::Error>) -> Option<T> {
    answer
        .inspect_err(|error| eprintln!("without {what}: {error}"))
        .ok()
}

fn run() -> Result<(), Box<dyn Error>> {
    let options = options().map_err(|error| format!("{error}\n{USAGE}"))?;
    let source = match &options.captures {
        Some(folder) => common::captures(folder)?,
        None => common::source()?,
    };
    report(&source, &options)
}

fn main() -> ExitCode {
    match run() {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            eprintln!("{error}");
            ExitCode::FAILURE
        }
    }
}
