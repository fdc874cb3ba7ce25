//! A tour, line by line: sign in, build a client, request a match history, look at the last match.
//!
//! ```text
//! cargo run --example basic_usage
//! ```

use halo_infinite::auth::SignIn;
use halo_infinite::{Client, Match, Names};
use halo_infinite_sandbox::Sandbox;

fn main() -> Result<(), Box<dyn std::error::Error>> {
    // The sandbox is a fake of all services, inside this process. Without it, and without the two
    // lines that say `environment`, everything below goes to the real ones.
    let sandbox = Sandbox::start()?;

    // Sign in: through an app that is registered in Azure, with the refresh token of a player who has
    // consented once. `docs/getting-started.md` says how to get both.
    let player = SignIn::new(&sandbox.app())
        .environment(sandbox.environment())
        .refresh_player_tokens(sandbox.refresh_token())?;
    let gamertag = player.gamertag.clone().unwrap_or_default();
    println!(
        "Signed in as {gamertag}; the Spartan token is good until {}",
        player.spartan_token_expires
    );

    // A client has the player's tokens and a rate limit. Clones and threads share both.
    let client = Client::builder()
        .environment(sandbox.environment())
        .player(&player)
        .build()?;

    // Each method returns a request: setters narrow it, `send` sends it and returns the model.
    let history = client.stats().match_history(&gamertag).count(10).send()?;
    let last = &history.results[0];
    println!(
        "Last match played on {}",
        last.match_info.start_time.strftime("%Y-%m-%d")
    );
    println!("{}, {}", last.match_info.game_variant_category, last.outcome);

    // A match refers to other resources by ID: here its map, by asset and version.
    let map = client.discovery_ugc().map(&last.match_info.map_variant).send()?;
    println!("Map: {}", map.public_name);

    // `response` returns the whole response: status, headers, bytes, JSON, and the fields that the model
    // does not know.
    let response = client.stats().match_stats(last.match_id).response()?;
    println!(
        "{} bytes, unknown fields: {:?}",
        response.bytes().len(),
        response.drift()?
    );

    // The same with `Match`, which fetches each piece once, when it is first used.
    let game = Match::from_history(&client, last);
    println!(
        "Last match: {}",
        game.map_mode_pair()?.map_or("custom", |pair| &pair.public_name)
    );

    // Names in place of IDs: `prepare` fetches those of all players at once. A missing one becomes a placeholder.
    let names = Names::new(&client);
    let stats = game.stats()?;
    names.prepare(stats);
    for player in &stats.players {
        let name = names.player(&player.player_id);
        let Some(core) = player.core_stats() else { continue };
        println!(
            "  {name}: {} kills, {} deaths, {} assists",
            core.kills, core.deaths, core.assists
        );
    }
    Ok(())
}
