//! The files of challenge decks and challenges.

use super::texts::text;
use crate::rng::{self, Rng};
use crate::world::catalog::challenges as decks;
use crate::world::wardrobe;
use serde_json::{Value, json};

/// The file of a deck, by its path in any case.
pub(super) fn deck(path: &str) -> Option<Value> {
    let is_named = |name: &&str| decks::deck_path(name).eq_ignore_ascii_case(path);
    let name = [decks::WEEKLY_DECK, decks::DAILY_DECK]
        .into_iter()
        .find(is_named)?;
    Some(if name == decks::WEEKLY_DECK {
        json!({ "CapstoneChallengePath": decks::capstone_path(), "DeckType": "Weekly", "Type": "weekly" })
    } else {
        json!({ "CapstoneChallengePath": "", "DeckType": "Daily", "Type": "daily" })
    })
}

/// The file of a challenge, by its path in any case.
pub(in crate::services) fn challenge(path: &str) -> Option<Value> {
    let challenge = decks::challenge_paths().find(|challenge| challenge.eq_ignore_ascii_case(path))?;
    let mut rng = Rng::new(rng::hash(&challenge));
    let file = challenge.rsplit('/').next().unwrap_or_default();
    let (difficulty, category) = if challenge == decks::capstone_path() {
        ("mythic", "Capstone")
    } else if challenge.contains("/DailyChallenges/") {
        ("normal", "Daily")
    } else {
        (difficulty(file), "Weekly")
    };
    // Only the last challenge of a week gives an item.
    let items = if category == "Capstone" {
        json!([{ "InventoryItemPath": wardrobe::VISORS[0], "Amount": 1, "Type": "ArmorVisor" }])
    } else {
        json!([])
    };
    Some(json!({
        "Description": text("Do it a few times in matchmaking."),
        "Difficulty": difficulty,
        "Category": category,
        "Reward": { "OperationExperience": 300, "InventoryItems": [], "InventoryRewards": items },
        "ThresholdForSuccess": rng.between(5, 15),
        "Title": text(&format!("Sandbox Challenge {}", file.trim_end_matches(".json"))),
    }))
}

/// The first letter of a file is that of its difficulty.
fn difficulty(file: &str) -> &'static str {
    match file.chars().next() {
        Some('H') => "heroic",
        Some('L') => "legendary",
        _ => "normal",
    }
}
