//! The rewards of matches.

use super::ledger::{Granted, Progress, balance, operations, played};
use super::property::owned_item;
use crate::app::Shared;
use crate::rng::Rng;
use crate::services::halo::Model;
use crate::services::path::{Own, parameter};
use crate::wire::problem::Problem;
use crate::world::rewards::XP_OF_MATCH;
use axum::extract::{FromRequestParts, State};
use axum::http::request::Parts;
use serde_json::{Value, json};

/// The `Source` of the rewards of ranks.
const RANK_UP: &str = "OperationRankUp";

/// The `{reward_id}` of the path.
pub(super) struct PathReward(String);

impl FromRequestParts<Shared> for PathReward {
    type Rejection = Problem;

    async fn from_request_parts(parts: &mut Parts, app: &Shared) -> Result<Self, Problem> {
        parameter(parts, app, "reward_id").await.map(Self)
    }
}

/// Only for the player's own token. A match pays XP to the operation of its time.
pub(super) async fn awarded_rewards(
    State(app): State<Shared>,
    Own(person): Own,
    PathReward(id): PathReward,
) -> Result<Model, Problem> {
    let played = played(&app, person);
    let mut rewards = played.iter().map(|played| played.reward.as_str());
    let index = rewards.position(|reward| reward.eq_ignore_ascii_case(&id));
    let index = index.ok_or(Problem::NotFound)?;
    let (track, reward) = (played[index].track, &played[index].reward);
    // The newest match is the first.
    let until = |index: usize| operations(person, &played[index..]);
    let on_track = |all: Vec<Progress>| {
        let mut all = all.into_iter();
        all.find(|progress| progress.track == track)
            .ok_or(Problem::NotFound)
    };
    let (before, after) = (on_track(until(index + 1))?, on_track(until(index))?);
    let mut paid = Granted::default();
    paid.add(&after, before.completed, after.completed);

    let xuid = app.world.people()[person].xuid();
    let mut rng = Rng::for_subject(xuid, reward);
    let rewards = XP_OF_MATCH.map(|xp| {
        json!({
            "Reward": {
                "EventXp": 0,
                "OperationXp": xp,
                "InventoryItems": [],
                "TrackingId": rng.uuid().to_string(),
                "Currencies": [],
                "RewardTrackProgression": [],
            },
            "Status": "Granted",
        })
    });
    let total = Granted::all(&until(index));
    let mut paths: Vec<&str> = paid.currencies.iter().map(|(path, _)| path.as_str()).collect();
    paths.sort_unstable();
    paths.dedup();
    let balances = paths
        .iter()
        .map(|path| json!({ "Amount": balance(xuid, path, &total), "CurrencyPath": path }));
    let json = json!({
        "RewardsSummary": {
            "UpdatedRewardTracks": [{
                "RewardTrackPath": track,
                "TrackType": "Operation",
                "CurrentProgress": after.json(),
                "PreviousProgress": before.json(),
                "IsOwned": after.is_owned,
                "BaseXp": XP_OF_MATCH.iter().sum::<i64>(),
                "BoostXp": 0,
            }],
            "AwardedRewards": rewards,
            "GrantedCurrencies": paid.currencies.iter().map(|(path, amount)| {
                json!({ "CurrencyPath": path, "Amount": amount, "Source": RANK_UP })
            }).collect::<Value>(),
            "GrantedItems": paid.items.iter().map(|path| {
                json!({ "ItemPath": path, "Amount": 1, "Source": RANK_UP })
            }).collect::<Value>(),
        },
        "PlayerState": {
            "RewardTracks": [super::progression::track(&after, "Operation")],
            "ItemBalances": paid.items.iter().map(|path| owned_item(xuid, path)).collect::<Value>(),
            "CurrencyBalances": balances.collect::<Value>(),
            "RefreshNeeded": false,
            "Boosts": [],
        },
    });
    Ok(Model("AwardedRewards", json))
}
