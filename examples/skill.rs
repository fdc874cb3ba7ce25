//! How a player's last ranked matches changed their rank, and how many kills were expected.
//!
//! ```text
//! cargo run --example skill -- [PLAYER]
//! ```

mod common;

use halo_infinite::Match;
use halo_infinite::services::stats::MatchType;

fn main() -> Result<(), Box<dyn std::error::Error>> {
    let (client, player, _source) = common::connect()?;
    let xuid = common::xuid(&client, &player)?;

    let history = client
        .stats()
        .match_history(xuid)
        .match_type(MatchType::Matchmade)
        .send()?;
    for entry in &history.results {
        let game = Match::from_history(&client, entry);
        let Some(skill) = game.skill()?.and_then(|skill| skill.result(xuid)) else {
            continue;
        };
        let (Some(before), Some(after)) = (skill.rank_before(), skill.rank_after()) else {
            continue;
        };
        if !after.is_ranked() {
            continue;
        }
        let playlist = game.playlist()?.map_or("", |playlist| &playlist.public_name);
        print!(
            "{} {:5} {playlist}: {before} → {after}",
            entry.match_info.start_time.strftime("%Y-%m-%d"),
            entry.outcome
        );
        if let Some(change) = skill.csr_change() {
            print!(" ({change:+})");
        }
        if let Some(kills) = skill.kills() {
            print!(
                ", {} kills where {:.1} were expected",
                kills.count,
                kills.expected.get()
            );
        }
        println!();
    }
    Ok(())
}
