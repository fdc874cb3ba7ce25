//! A player's service record, in all and by mode.
//!
//! ```text
//! cargo run --example service_record -- [PLAYER]
//! ```

mod common;

fn main() -> Result<(), Box<dyn std::error::Error>> {
    let (client, player, _source) = common::connect()?;

    let record = client.stats().service_record(&player).send()?;
    let core = &record.core_stats;
    println!(
        "{player} has completed {} matches in {:.0} hours",
        record.matches_completed,
        record.time_played.as_secs_f64() / 3600.0
    );
    println!(
        "{} won, {} lost, {} tied",
        record.wins, record.losses, record.ties
    );
    println!(
        "{} kills, {} deaths, {} assists; accuracy {:.1} %\n",
        core.kills, core.deaths, core.assists, core.accuracy
    );

    // The record lists the modes that it can be filtered by.
    for category in record.subqueries.game_variant_categories.into_iter().flatten() {
        let part = client.stats().service_record(&player).category(category).send()?;
        let kills_per_death = part.core_stats.kills as f64 / part.core_stats.deaths.max(1) as f64;
        println!(
            "{category:20} {:4} matches, {:4} won, K/D {kills_per_death:.2}",
            part.matches_completed, part.wins
        );
    }
    Ok(())
}
