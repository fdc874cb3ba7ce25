//! Prints the scoreboard of a match: of the signed-in player's last one, or without the feature `client` of the
//! payload in the standard input.

use std::error::Error;

use halo_infinite::models::stats::MatchStats;

fn print(stats: &MatchStats) {
    let info = &stats.match_info;
    println!(
        "{} {} {}",
        stats.match_id, info.start_time, info.game_variant_category
    );
    for player in &stats.players {
        if let Some(core) = player.core_stats() {
            println!("{} {} {} {}", player.player_id, player.rank, core.kills, core.deaths);
        }
    }
}

#[cfg(not(feature = "client"))]
fn last_match() -> Result<MatchStats, Box<dyn Error>> {
    let mut payload = Vec::new();
    std::io::Read::read_to_end(&mut std::io::stdin(), &mut payload)?;
    Ok(halo_infinite::payload::decode(&payload)?)
}

#[cfg(feature = "client")]
fn last_match() -> Result<MatchStats, Box<dyn Error>> {
    use halo_infinite::auth::{AzureApp, Session, SignIn};

    #[cfg(not(feature = "keyring"))]
    let store = || halo_infinite::auth::FileStore::new("tokens.json");
    #[cfg(feature = "keyring")]
    let store = || halo_infinite::auth::KeyringStore::new("scoreboard");

    let app = AzureApp::public("client-id")?;
    let sign_in = SignIn::new(&app);
    let session = match Session::restore(&sign_in, store(), None)? {
        Some(session) => session,
        None => Session::start(&sign_in, store(), consent(&sign_in)?)?,
    };
    let builder = halo_infinite::Client::builder().credentials(session);
    #[cfg(feature = "cache")]
    let builder = builder.cache(halo_infinite::cache::ResponseCache::open("cache")?);
    let client = builder.build()?;
    let player = std::env::args().nth(1).ok_or("the argument is a gamertag")?;
    let history = client.stats().match_history(player).count(1).send()?;
    let last = history.results.first().ok_or("no match")?;
    Ok(client.stats().match_stats(last.match_id).send()?)
}

#[cfg(feature = "client")]
fn consent(
    sign_in: &halo_infinite::auth::SignIn,
) -> Result<halo_infinite::auth::TokenSet, halo_infinite::Error> {
    #[cfg(feature = "browser")]
    return sign_in.with_browser(halo_infinite::auth::BROWSER_TIMEOUT, halo_infinite::auth::open_browser);
    #[cfg(not(feature = "browser"))]
    sign_in.with_device_code(|prompt| println!("{prompt:?}"))
}

fn main() -> Result<(), Box<dyn Error>> {
    print(&last_match()?);
    Ok(())
}
