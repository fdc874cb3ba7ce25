//! The maps and modes of a playlist, with their chances; by default those of Ranked Arena.
//!
//! ```text
//! cargo run --example ranked_rotation -- [PLAYLIST-GUID] [LANGUAGE]
//! ```

mod common;

use std::env;

use halo_infinite::models::discovery_ugc::AssetLink;
use halo_infinite::rotation::Rotation;
use halo_infinite::types::{Guid, playlists};

fn print(title: &str, assets: &[(&AssetLink, f64)]) {
    println!("\n{title}");
    for (asset, chance) in assets {
        println!("{:5.1} %  {}", chance * 100.0, asset.public_name);
    }
}

fn main() -> Result<(), Box<dyn std::error::Error>> {
    let source = common::source()?;
    let client = source.client.clone().build()?;
    let playlist: Guid = match env::args().nth(1) {
        Some(guid) => guid.parse()?,
        None => playlists::RANKED_ARENA,
    };
    let language = env::args().nth(2).unwrap_or_else(|| "en-US".into());
    let rotation = Rotation::fetch_in_language(&client, playlist, &language)?;

    let is_ranked = rotation.configuration.has_csr == Some(true);
    let kind = if is_ranked { "ranked" } else { "not ranked" };
    println!(
        "{} ({kind}), {} pairs",
        rotation.playlist.public_name,
        rotation.pairs.len()
    );
    print("Maps", &rotation.maps());
    print("Modes", &rotation.modes());

    println!("\nThe likeliest pairs");
    let mut pairs: Vec<_> = rotation.pairs.iter().collect();
    pairs.sort_by(|left, right| right.chance.total_cmp(&left.chance));
    for pair in pairs.iter().take(5) {
        println!("{:5.1} %  {}", pair.chance * 100.0, pair.name);
    }
    for error in rotation.pairs.iter().filter_map(|pair| pair.error.as_ref()) {
        eprintln!("without the map and mode of a pair: {error}");
    }
    Ok(())
}
