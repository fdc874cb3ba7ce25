//! A player's challenges by name, with progress and rewards. The service shows only your own.
//!
//! ```text
//! cargo run --example challenges -- [PLAYER] [LANGUAGE]
//! ```

mod common;

use std::collections::HashMap;
use std::env;

use halo_infinite::models::gamecms_hacs::ChallengeDefinition;
use halo_infinite::models::stats::{Challenge, ChallengeDeck};
use halo_infinite::{Client, Names};

/// The files of the challenges, by their paths. A file that cannot be fetched is left out.
fn definitions(client: &Client, decks: &[ChallengeDeck]) -> HashMap<String, ChallengeDefinition> {
    let challenges = |deck: &ChallengeDeck| {
        let lists = [
            &deck.active_challenges,
            &deck.completed_challenges,
            &deck.upcoming_challenges,
        ];
        lists.map(|list| {
            list.iter()
                .map(|challenge| challenge.path.clone())
                .collect::<Vec<_>>()
        })
    };
    let mut paths: Vec<String> = decks.iter().flat_map(challenges).flatten().collect();
    paths.sort();
    paths.dedup();
    let requests = paths.iter().map(|path| client.gamecms_hacs().challenge(path));
    let mut definitions = HashMap::new();
    for (path, fetched) in paths.iter().zip(client.fetch(requests).in_order()) {
        match fetched.result {
            Ok(definition) => {
                definitions.insert(path.clone(), definition);
            }
            Err(error) => eprintln!("without the file of a challenge: {error}"),
        }
    }
    definitions
}

/// The XP and the items of a challenge.
fn reward(definition: &ChallengeDefinition, names: &Names) -> String {
    let Some(reward) = &definition.reward else {
        return String::new();
    };
    let xp = reward.operation_experience.filter(|xp| *xp > 0);
    let items = reward.inventory_rewards.iter().flatten();
    let items = items.map(|item| names.item(&item.inventory_item_path).to_string());
    let rewards = xp.map(|xp| format!("{xp} XP")).into_iter().chain(items);
    rewards.collect::<Vec<_>>().join(", ")
}

fn print(
    mark: &str,
    challenge: &Challenge,
    definition: Option<&ChallengeDefinition>,
    names: &Names,
    tag: &str,
) {
    let Some(definition) = definition else {
        println!("  {mark} {}", names.challenge(&challenge.path));
        return;
    };
    let threshold = definition.threshold_for_success;
    println!(
        "  {mark} {:36} {:>3} of {:<3} {}",
        definition.title(tag).unwrap_or("?"),
        challenge.progress,
        threshold.map_or("?".into(), |threshold| threshold.to_string()),
        reward(definition, names),
    );
    if let Some(task) = definition.description(tag) {
        println!("      {task}");
    }
}

fn main() -> Result<(), Box<dyn std::error::Error>> {
    let (client, player, _source) = common::connect()?;
    let tag = env::args().nth(2).unwrap_or_else(|| "en-US".into());
    let names = Names::new(&client).language(&tag)?;

    let decks = client.stats().challenge_decks(&player).send()?;
    if let Some(track) = &decks.active_reward_track {
        println!("XP goes to {}", names.operation(&track.reward_track_path));
    }
    let definitions = definitions(&client, &decks.assigned_decks);
    for deck in &decks.assigned_decks {
        let file = client.gamecms_hacs().challenge_deck(&deck.path).send()?;
        let until = deck
            .expiration
            .as_ref()
            .map(|end| end.iso8601_date.strftime("%Y-%m-%d"));
        let until = until.map_or_else(String::new, |until| format!(", until {until}"));
        println!("\n{}{until}", file.deck_type.as_deref().unwrap_or("Deck"));
        for (mark, list) in [
            (">", &deck.active_challenges),
            ("+", &deck.completed_challenges),
            (" ", &deck.upcoming_challenges),
        ] {
            for challenge in list {
                print(mark, challenge, definitions.get(&challenge.path), &names, &tag);
            }
        }
        if let Some(last) = file
            .capstone_challenge_path
            .as_deref()
            .filter(|path| !path.is_empty())
        {
            println!("  Last: {}", names.challenge(last));
        }
    }
    for missing in names.missing() {
        eprintln!("without a name: {:?}", missing.subject);
    }
    Ok(())
}
