//! Profiles, privacy, bans and challenges.

use crate::calls::Calls;
use crate::info::Info;
use crate::matches::by_xuid;
use halo_api::clients::hi::models::BanSummary;
use halo_api::clients::hi::{HaloInfiniteClient, Player};
use serde_json::{Map, json};
use std::collections::BTreeSet;
use xbox::util::unwrap_xuid;

/// The number of people who are looked up one by one.
const SOME: usize = 12;
/// The number of people in a call for many.
const BATCH: usize = 50;

pub async fn all(calls: &Calls, halo: &HaloInfiniteClient, info: &Info) {
    profiles(calls, halo, info).await;
    own(calls, halo, info).await;
    bans(calls, halo, info).await;
}

async fn profiles(calls: &Calls, halo: &HaloInfiniteClient, info: &Info) {
    for person in info.people.iter().take(SOME) {
        let by_gamertag = calls.made("Player::gamertag", Player::gamertag(&person.gamertag));
        let by_xuid = calls.made("Player::xuid", Player::xuid(&*person.xuid));
        for player in [by_gamertag, by_xuid] {
            if let Some(user) = calls.halo("user", &player, halo.user(&player)).await {
                calls.fact(format!("user/{}", user.xuid), user.gamertag.into());
            }
        }
    }
    for people in info.people.chunks(BATCH) {
        let players: Vec<Player> = people.iter().map(by_xuid).collect();
        let arguments = format!("{} XUIDs from {}", players.len(), players[0]);
        for user in calls
            .halo("users", arguments, halo.users(&players))
            .await
            .unwrap_or_default()
        {
            calls.fact(format!("user/{}", user.xuid), user.gamertag.into());
        }
    }
}

/// What the services only show to the player who is signed in.
async fn own(calls: &Calls, halo: &HaloInfiniteClient, info: &Info) {
    let home = by_xuid(&info.home);
    if let Some(privacy) = calls
        .halo("matches_privacy", &home, halo.matches_privacy(&home))
        .await
    {
        let settings = json!([privacy.matchmade_games, privacy.other_games]);
        calls.fact(format!("privacy/{home}"), settings);
    }
    if let Some(decks) = calls
        .halo("challenge_decks", &home, halo.challenge_decks(&home))
        .await
    {
        let decks = decks.assigned_decks.iter().map(|deck| {
            let challenges = [
                &deck.active_challenges,
                &deck.upcoming_challenges,
                &deck.completed_challenges,
            ];
            json!([deck.path, challenges.map(Vec::len)])
        });
        calls.fact(format!("decks/{home}"), decks.collect());
    }
    if let Some(user) = calls.halo("current_user", "", halo.current_user()).await {
        calls.fact("current_user".to_owned(), user.xuid.into());
    }
}

async fn bans(calls: &Calls, halo: &HaloInfiniteClient, info: &Info) {
    let mut bans = Map::new();
    let mut messages = BTreeSet::new();
    for people in info.people.chunks(BATCH) {
        let players: Vec<Player> = people.iter().map(by_xuid).collect();
        let arguments = format!("{} XUIDs from {}", players.len(), players[0]);
        let summary = calls
            .halo("ban_summary", arguments, halo.ban_summary(&players))
            .await;
        for result in summary.unwrap_or(BanSummary { results: Vec::new() }).results {
            bans.insert(unwrap_xuid(&result.id), result.result.bans_in_effect.len().into());
            messages.extend(
                result
                    .result
                    .bans_in_effect
                    .into_iter()
                    .map(|ban| ban.message_path),
            );
        }
    }
    calls.fact("bans".to_owned(), bans.into());
    for path in messages {
        if let Some(message) = calls.halo("ban_message", &path, halo.ban_message(&path)).await {
            calls.fact(format!("ban_message/{path}"), message.title.into());
        }
    }
}
