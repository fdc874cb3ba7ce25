//! A player's progress in the career. The service shows only your own.
//!
//! ```text
//! cargo run --example career -- [PLAYER]
//! ```

mod common;

fn main() -> Result<(), Box<dyn std::error::Error>> {
    let (client, player, _source) = common::connect()?;
    let xuid = common::xuid(&client, &player)?;

    let track = client.gamecms_hacs().career_reward_track().send()?;
    let career = client.economy().player_career_rank(xuid).send()?;
    if let Some(rank) = career.rank(&track) {
        println!(
            "{}, rank {} of {}",
            rank.name("en-US"),
            career.number(),
            track.ranks.len()
        );
    }
    match career.xp_to_next(&track) {
        Some(missing) => println!("{missing} XP to the next rank"),
        None => println!("There is no higher rank"),
    }
    if let Some(total) = career.total_xp(&track) {
        println!("{total} XP in all");
    }
    Ok(())
}
