//! Challenges: a player's decks, and their progress in a match.

use crate::app::Shared;
use crate::live::Part;
use crate::rng::Rng;
use crate::services::gamecms_hacs::challenge as definition;
use crate::services::halo::Model;
use crate::services::path::{PathMatch, PathPlayer, Viewer, appeared, only_own};
use crate::wire::problem::Problem;
use crate::wire::timestamp::{envelope, midnight};
use crate::world::catalog::challenges::{
    DAILY, DAILY_DECK, WEEKLY, WEEKLY_DECK, daily_path, deck_path, weekly_path,
};
use crate::world::catalog::seasons;
use crate::world::{Shapes, rewards};
use axum::extract::State;
use serde_json::{Value, json};

const RESET: i64 = 17 * 3_600_000;

/// Only for the player's own token.
pub(super) async fn decks(
    State(app): State<Shared>,
    PathPlayer(person): PathPlayer,
    viewer: Viewer,
) -> Result<Model, Problem> {
    only_own(person, viewer)?;
    let mut rng = challenge_dice(&app, person);
    let weekly = WEEKLY.map(|name| challenge(&mut rng, &weekly_path(name)));
    let daily = DAILY.map(|name| challenge(&mut rng, &daily_path(name)));
    let shapes = app.world.shapes();
    let weekly = deck(&mut rng, WEEKLY_DECK, midnight(2026, 11, 3), &weekly, 3, shapes);
    let daily = deck(&mut rng, DAILY_DECK, midnight(2026, 11, 1), &daily, 1, shapes);
    let decks = json!({
        "AssignedDecks": [weekly, daily],
        "ClearanceId": app.clearance(),
        "ActiveRewardTrack": {
            "RewardTrackPath": seasons::current().track,
            "IsOwned": person % 2 == 0,
        },
        "ScheduledRewardTrack": scheduled(person),
    });
    Ok(Model("ChallengeDecks", decks))
}

/// Only some players have chosen the track that comes next.
fn scheduled(person: usize) -> Value {
    let track = seasons::ALL.first().filter(|_| person.is_multiple_of(2));
    track.map_or(
        Value::Null,
        |season| json!({ "RewardTrackPath": season.track, "IsOwned": true }),
    )
}

/// A deck: two completed challenges, `active` active ones, and the rest upcoming.
fn deck(
    rng: &mut Rng,
    name: &str,
    expires: i64,
    challenges: &[Value],
    active: usize,
    shapes: Shapes,
) -> Value {
    let upcoming_challenge = |challenge| upcoming_challenge(challenge, shapes);
    let (done, rest) = challenges.split_at(2);
    let (active, upcoming) = rest.split_at(active.min(rest.len()));
    let number = rng.between(8_585_000_000_000_000_000, 8_586_000_000_000_000_000);
    json!({
        "Id": format!("Player_Deck_{number}_{}", rng.uuid()),
        "Path": deck_path(name),
        "ActiveChallenges": active,
        "UpcomingChallenges": upcoming.iter().map(upcoming_challenge).collect::<Value>(),
        "Expiration": envelope(expires + RESET),
        "CompletedChallenges": done.iter().map(completed).collect::<Value>(),
    })
}

fn challenge(rng: &mut Rng, path: &str) -> Value {
    json!({
        "Path": path,
        "Progress": rng.between(0, 4),
        "Id": rng.uuid().to_string(),
        "CanReroll": true,
    })
}

/// A completed challenge has the progress that its file asks for.
fn completed(challenge: &Value) -> Value {
    let mut completed = challenge.clone();
    completed["Progress"] = definition_of(challenge)["ThresholdForSuccess"].clone();
    completed
}

/// The file of a challenge.
fn definition_of(challenge: &Value) -> Value {
    let file = challenge["Path"].as_str().and_then(definition);
    file.unwrap_or_default()
}

/// An upcoming challenge has no progress but, since 2025, the fields of its file. Some are `null`.
fn upcoming_challenge(challenge: &Value, shapes: Shapes) -> Value {
    if shapes <= Shapes::Year2024 {
        return json!({
            "Difficulty": null,
            "TypeIconPath": null,
            "IsUserEvent": null,
            "Path": challenge["Path"],
            "Progress": 0,
            "Id": challenge["Id"],
            "CanReroll": challenge["CanReroll"],
        });
    }
    let definition = definition_of(challenge);
    json!({
        "Title": definition["Title"],
        "Description": definition["Description"],
        "Difficulty": null,
        "Category": definition["Category"],
        "ThresholdForSuccess": definition["ThresholdForSuccess"],
        "Reward": definition["Reward"],
        "SecondaryReward": null,
        "TypeIconPath": null,
        "IsUserEvent": null,
        "Path": challenge["Path"],
        "Progress": 0,
        "Id": challenge["Id"],
        "CanReroll": challenge["CanReroll"],
    })
}

pub(super) async fn progression(
    State(app): State<Shared>,
    PathPlayer(person): PathPlayer,
    PathMatch(id): PathMatch,
) -> Result<Model, Problem> {
    let plan = appeared(&app, Part::Stats, id)?;
    if plan.seat_of(person).is_none() {
        return Err(Problem::NotFound);
    }
    let mut rng = challenge_dice(&app, person);
    let weekly = WEEKLY.map(|name| challenge(&mut rng, &weekly_path(name)));
    let mut rng = Rng::for_subject(plan.seed, "progression");
    let moved = weekly[2..5].iter().map(|challenge| {
        let before = rng.between(0, 3);
        json!({
            "Path": challenge["Path"],
            "Id": challenge["Id"],
            "PreviousProgress": before,
            "Progress": before + rng.between(0, 2),
        })
    });
    let moved: Vec<Value> = moved.collect();
    let reward = rewards::id(plan.seed);
    let progression = json!({
        "ClearanceId": app.clearance(),
        "RewardId": reward,
        "ChallengeProgressState": moved,
        "RewardIds": [reward],
    });
    Ok(Model("MatchProgression", progression))
}

/// A person's challenges are the same in every response.
fn challenge_dice(app: &Shared, person: usize) -> Rng {
    Rng::for_subject(app.world.seed().wrapping_add(person as u64), "challenges")
}
