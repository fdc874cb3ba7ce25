//! The academy: its content, its stars, and the outfits of bots.

use super::bots;
use super::content::Content;
use super::texts::text;
use crate::rng::Rng;
use crate::world::catalog::maps::{self, Map};
use crate::world::catalog::modes;
use serde_json::{Value, json};

/// The paths of the files.
pub(super) const PATHS: [&str; 4] = [CONTENT, TEST_CONTENT, STARS, BOTS];
const CONTENT: &str = "academy/academyclientmanifest.json";
const TEST_CONTENT: &str = "academy/academyclientmanifest_test.json";
const STARS: &str = "academy/academystarguiddefinitions.json";
const BOTS: &str = "academy/botcustomizationdata.json";

/// The drills with weapons: the ID and the name of each weapon.
const WEAPONS: [(&str, &str); 5] = [
    ("assault_rifle", "MA40 AR"),
    ("battle_rifle", "BR75"),
    ("commando", "VK78 Commando"),
    ("sidekick", "MK50 Sidekick"),
    ("sniper_rifle", "S7 Sniper"),
];
const LEVELS: usize = 3;

/// A file, by its lower-case path.
pub(super) fn file(path: &str) -> Option<Content> {
    Some(match path {
        CONTENT => Content::Json("AcademyManifest", content(level)),
        TEST_CONTENT => Content::Json("AcademyManifestTest", content(test_level)),
        STARS => Content::Json("AcademyStars", stars()),
        BOTS => Content::Json("BotCustomization", bots::customization()),
        _ => return None,
    })
}

fn content(level: fn(&str, &Map) -> Value) -> Value {
    let drill = |(index, (id, weapon)): (usize, &(&str, &str))| {
        let levels = (0..LEVELS).map(|number| {
            let map = maps::ARENA[(index + number) % maps::ARENA.len()];
            level(&format!("{weapon} {}", number + 1), map)
        });
        json!({
            "TitleStringID": id,
            "Series": levels.collect::<Value>(),
            "SpriteFrameIndex": index,
            "DescriptionStringID": format!("{id}_description"),
        })
    };
    json!({
        "Tutorial": {
            "Title": "Tutorial",
            "Series": [level("Tutorial", &maps::LIVE_FIRE)],
            "SpriteFrameIndex": 0,
        },
        "Categories": [{
            "DrillType": "WeaponDrill",
            "Drills": WEAPONS.iter().enumerate().map(drill).collect::<Value>(),
        }],
    })
}

fn level(title: &str, map: &Map) -> Value {
    json!({
        "GameAssetID": modes::ARENA_SLAYER_BOTS.asset.id,
        "MapAssetID": map.asset.id,
        "Available": true,
        "Title": text(title),
        "Description": text(&format!("Practise on {}.", map.asset.name)),
    })
}

/// The level in the file for developers, which has names in place of GUIDs.
fn test_level(title: &str, map: &Map) -> Value {
    json!({
        "GameVariant": modes::ARENA_SLAYER_BOTS.asset.name,
        "MapVariant": map.asset.name,
        "GameplayGUID": Rng::for_subject(0, title).uuid().to_string(),
        "Available": true,
        "Description": text(title),
    })
}

fn stars() -> Value {
    let star = |(title, shown): (&str, &str)| {
        json!({
            "GUID": Rng::for_subject(0, title).uuid().to_string(),
            "Title": title,
            "DisplayString": text(shown),
        })
    };
    let stars = [
        ("Sandbox first star.", "First Steps"),
        ("Sandbox second star.", "Well Trained"),
        ("Sandbox third star.", "Top of the Class"),
    ];
    json!({ "Values": stars.map(star) })
}
