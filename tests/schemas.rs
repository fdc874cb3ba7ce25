//! What the sandbox answers with is what the schemas describe, and what the models know.

use std::collections::BTreeSet;
use std::path::Path;

use halo_infinite::refdata::GameVariantCategory;
use halo_infinite::services::stats::MatchType;
use halo_infinite::{Client, Request};
use halo_infinite_sandbox::Sandbox;
use jsonschema::{Retrieve, Uri, Validator};
use serde::Serialize;
use serde::de::DeserializeOwned;
use serde_json::{Value, json};

#[path = "captures/compare.rs"]
mod compare;

/// Reads the schemas that others refer to.
struct Folder;

impl Retrieve for Folder {
    fn retrieve(&self, uri: &Uri<String>) -> Result<Value, Box<dyn std::error::Error + Send + Sync>> {
        let name = uri.path().as_str().trim_start_matches('/');
        let text = std::fs::read_to_string(Path::new(env!("CARGO_MANIFEST_DIR")).join("schemas").join(name))?;
        Ok(serde_json::from_str(&text)?)
    }
}

fn validator(file: &str, model: &str) -> Validator {
    jsonschema::draft7::options()
        .with_retriever(Folder)
        .should_validate_formats(true)
        .build(&json!({ "$ref": format!("schema:///{file}.json#/definitions/{model}") }))
        .unwrap()
}

/// Sends a request; the answer must follow its schema, hold nothing that the model does not know, and
/// come back from the model as it was.
fn check<T: DeserializeOwned + Serialize>(validator: &Validator, request: &Request<T>) -> T {
    let response = request
        .response()
        .unwrap_or_else(|error| panic!("{request:?}: {error}"));
    let json = response.json().unwrap();
    let problems: Vec<_> = validator
        .iter_errors(&json)
        .map(|error| format!("{}: {error}", error.instance_path()))
        .collect();
    assert!(problems.is_empty(), "{request:?}: {problems:#?}");
    assert!(
        response.drift().unwrap().is_empty(),
        "{request:?}: {:?}",
        response.drift()
    );
    let model = response.model().unwrap();
    assert_eq!(
        compare::difference(&json, &serde_json::to_value(&model).unwrap()),
        None,
        "{request:?}"
    );
    model
}

fn client(sandbox: &Sandbox) -> Client {
    Client::builder()
        .environment(sandbox.environment())
        .tokens(sandbox.spartan_token(), sandbox.clearance())
        .unlimited()
        .build()
        .unwrap()
}

#[test]
fn stats_follow_their_schemas_in_every_mode_and_year() {
    let sandbox = Sandbox::builder().matches(400).start().unwrap();
    let client = client(&sandbox);
    let stats = client.stats();
    let me = sandbox.world().home().xuid();

    let schema = validator("stats", "MatchHistory");
    let mut entries = Vec::new();
    for start in (0..400).step_by(25) {
        entries.extend(check(&schema, &stats.match_history(me).start(start)).results);
    }
    assert_eq!(entries.len(), 400);

    let schema = validator("stats", "MatchStats");
    let mut modes = BTreeSet::new();
    let mut years = BTreeSet::new();
    for entry in &entries {
        let game = check(&schema, &stats.match_stats(entry.match_id));
        assert_eq!(game.match_info, entry.match_info);
        modes.insert(game.match_info.game_variant_category);
        years.insert(game.match_info.start_time.strftime("%Y").to_string());
    }
    for mode in GameVariantCategory::KNOWN {
        let name = mode.display_name();
        let is_played = [
            "Slayer",
            "Attrition",
            "Elimination",
            "Fiesta",
            "Strongholds",
            "King of the Hill",
            "Total Control",
            "Capture the Flag",
            "Extraction",
            "Oddball",
            "Stockpile",
            "Infection",
            "Grifball",
            "Land Grab",
            "Minigame",
            "Firefight",
        ]
        .contains(&name);
        // King of the Hill is played as category 12; nobody has seen 13.
        let is_played = is_played && *mode != GameVariantCategory::MultiplayerKingOfTheHill;
        assert!(!is_played || modes.contains(mode), "{name} is missing");
    }
    assert!(years.len() >= 5, "{years:?}");

    let schema = validator("stats", "ServiceRecord");
    let record = check(&schema, &stats.service_record(me));
    check(&schema, &stats.service_record(me).match_type(MatchType::Custom));
    check(&schema, &stats.service_record(me).match_type(MatchType::Local));
    for season in record.subqueries.season_ids.as_deref().unwrap_or_default() {
        check(&schema, &stats.service_record(me).season(season));
    }
    for category in record
        .subqueries
        .game_variant_categories
        .as_deref()
        .unwrap_or_default()
    {
        check(&schema, &stats.service_record(me).category(*category));
    }

    check(&validator("stats", "MatchCount"), &stats.match_count(me));
    check(&validator("stats", "ChallengeDecks"), &stats.challenge_decks(me));
    check(&validator("stats", "MatchesPrivacy"), &stats.matches_privacy(me));
    check(
        &validator("stats", "MatchProgression"),
        &stats.match_progression(me, entries[0].match_id),
    );
}
