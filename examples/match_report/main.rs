//! Signs in, lists a player's last matches and shows the scoreboard of the last one.
//!
//! ```text
//! cargo run --example match_report -- [PLAYER] [--captures DIR] [--requests-per-second N]
//! ```
//!
//! Without arguments everything comes from the built-in sandbox; with `--captures DIR` the sandbox
//! answers with the payloads of that folder (see its `manifest.tsv`). With credentials in the
//! environment the real services answer: either `HALO_SPARTAN_TOKEN` and, if there is one,
//! `HALO_CLEARANCE_TOKEN` (then PLAYER is needed), or `HALO_CLIENT_ID`, `HALO_CLIENT_SECRET` and
//! `HALO_REFRESH_TOKEN`. PLAYER is a gamertag or an XUID; by default it is who signs in.

mod scoreboard;
mod table;

use std::env;
use std::error::Error;
use std::path::PathBuf;
use std::process::ExitCode;

use halo_infinite::auth::{AuthenticatedPlayer, AzureApp, SignIn};
use halo_infinite::models::stats::MatchHistory;
use halo_infinite::{Client, ClientBuilder, Environment, Player};
use halo_infinite_sandbox::Sandbox;
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

/// A variable of the environment; one that is empty counts as missing.
fn variable(name: &str) -> Option<String> {
    env::var(name).ok().filter(|value| !value.is_empty())
}

/// What to sign in with, where the environment has it all.
fn app_and_refresh_token() -> Result<Option<(AzureApp, String)>, Box<dyn Error>> {
    let (Some(id), Some(refresh_token)) = (variable("HALO_CLIENT_ID"), variable("HALO_REFRESH_TOKEN")) else {
        return Ok(None);
    };
    let app = match variable("HALO_CLIENT_SECRET") {
        Some(secret) => AzureApp::new(id, secret)?,
        None => AzureApp::public(id)?,
    };
    Ok(Some((app, refresh_token)))
}

fn sign_in(
    app: &AzureApp,
    refresh_token: String,
    environment: Environment,
) -> Result<AuthenticatedPlayer, Box<dyn Error>> {
    let player = SignIn::new(app)
        .environment(environment)
        .refresh_player_tokens(refresh_token)?;
    println!(
        "Signed in as {} ({}); the Spartan token is valid until {} UTC.",
        player
            .gamertag
            .as_deref()
            .unwrap_or("a player without a gamertag"),
        player
            .xuid
            .map_or("XUID not told".into(), |xuid| xuid.to_string()),
        player.spartan_token_expires.strftime("%Y-%m-%d %H:%M"),
    );
    Ok(player)
}

/// Who has signed in, as the player to report on.
fn myself(player: &AuthenticatedPlayer) -> Option<Player> {
    player
        .xuid
        .map(Player::from)
        .or(player.gamertag.as_ref().map(Player::from))
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

fn report(builder: ClientBuilder, options: &Options, player: Option<Player>) -> Result<(), Box<dyn Error>> {
    let builder = match options.requests_per_second {
        Some(rate) => builder.requests_per_second(rate),
        None => builder,
    };
    let client: Client = builder.build()?;
    let player = player.ok_or("whose matches? Give a gamertag or an XUID as the argument PLAYER")?;

    let played = client.stats().match_count(&player).send()?.matches_played_count;
    let history = client.stats().match_history(&player).count(10).send()?;
    print_history(&history, played);

    let Some(last) = history.results.first() else {
        println!("\n{player} has not played yet.");
        return Ok(());
    };
    let game = client.stats().match_stats(last.match_id).send()?;
    println!();
    if game.match_id != last.match_id {
        println!("(The captures do not hold the last match; this is another one.)\n");
    }
    scoreboard::print(&game, player.xuid());
    Ok(())
}

fn run() -> Result<(), Box<dyn Error>> {
    let options = options().map_err(|error| format!("{error}\n{USAGE}"))?;

    if options.captures.is_none() {
        if let Some(spartan) = variable("HALO_SPARTAN_TOKEN") {
            let clearance = variable("HALO_CLEARANCE_TOKEN").unwrap_or_default();
            let player = options.player.clone();
            return report(Client::builder().tokens(spartan, clearance), &options, player);
        }
        if let Some((app, refresh_token)) = app_and_refresh_token()? {
            let me = sign_in(&app, refresh_token, Environment::production())?;
            println!("Keep the refresh token that this sign-in gave: it replaces the one you have used.");
            let player = options.player.clone().or(myself(&me));
            return report(Client::builder().player(&me), &options, player);
        }
    }

    let sandbox = match &options.captures {
        Some(folder) => Sandbox::builder().captures(folder).start()?,
        None => Sandbox::start()?,
    };
    let me = sign_in(&sandbox.app(), sandbox.refresh_token(), sandbox.environment())?;
    let player = options.player.clone().or(myself(&me));
    report(
        Client::builder().environment(sandbox.environment()).player(&me),
        &options,
        player,
    )
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
