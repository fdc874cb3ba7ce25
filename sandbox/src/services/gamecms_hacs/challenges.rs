//! The files of challenge decks and challenges.

use super::texts::text;
use crate::rng::{self, Rng};
use crate::world::catalog::challenges as decks;
use serde_json::{Value, json};

/// The file of a deck or a challenge, by its path in any case.
pub(in crate::services) fn challenge(path: &str) -> Option<Value> {
    let is_deck = decks::deck_paths().any(|deck| deck.eq_ignore_ascii_case(path));
    if is_deck {
        return Some(json!({ "Name": text("Challenges"), "ActiveChallengeSlots": 3 }));
    }
    let challenge = decks::challenge_paths().find(|challenge| challenge.eq_ignore_ascii_case(path))?;
    let mut rng = Rng::new(rng::hash(&challenge));
    Some(json!({
        "Title": text("Sandbox Challenge"),
        "Description": text("Do it a few times in matchmaking."),
        "Difficulty": rng.pick(&["normal", "heroic", "legendary"]),
        "Category": "Weekly",
        "Reward": { "OperationExperience": 300, "InventoryItems": [], "InventoryRewards": [] },
        "ThresholdForSuccess": rng.between(5, 15),
    }))
}
