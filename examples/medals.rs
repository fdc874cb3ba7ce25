//! The medals of a player's last match, in another language, and the sprite of the hardest one saved
//! as a picture.
//!
//! ```text
//! cargo run --example medals -- [PLAYER]
//! ```

mod common;

use halo_infinite::models::gamecms_hacs::MedalSize;

const LANGUAGE: &str = "fr-FR";

fn main() -> Result<(), Box<dyn std::error::Error>> {
    let (client, player, _source) = common::connect()?;
    let metadata = client.gamecms_hacs().medal_metadata().send()?;

    let history = client.stats().match_history(&player).count(1).send()?;
    let last = history.results.first().ok_or("no match has been played yet")?;
    let game = client.stats().match_stats(last.match_id).send()?;
    let xuid = common::xuid(&client, &player)?;
    let earned = game
        .player(xuid)
        .and_then(|player| player.core_stats())
        .map_or(&[][..], |core| &core.medals);

    let medals = earned
        .iter()
        .filter_map(|count| Some((count.count, metadata.medal(count.name_id)?)));
    let medals: Vec<_> = medals.collect();
    for (count, medal) in &medals {
        let description = medal
            .description
            .as_ref()
            .map_or("", |text| text.in_language(LANGUAGE));
        println!("{count} × {}: {description}", medal.name.in_language(LANGUAGE));
    }
    let Some((_, medal)) = medals.into_iter().max_by_key(|(_, medal)| medal.difficulty_index) else {
        return Ok(());
    };

    // All sprites of a size are on one sheet.
    let sprite = metadata
        .sprite(medal, MedalSize::Medium)
        .ok_or("the medal has no sprite")?;
    let sheet = client.gamecms_hacs().waypoint_file(sprite.sheet).send()?;
    println!(
        "The sprite of {} is at {},{} of {}",
        medal.name, sprite.x, sprite.y, sprite.sheet
    );
    let sheet = image::load_from_memory(&sheet.bytes)?;
    let file = std::env::temp_dir().join("medal.png");
    sheet
        .crop_imm(sprite.x, sprite.y, sprite.width, sprite.height)
        .save(&file)?;
    println!("Saved as {}", file.display());
    Ok(())
}
