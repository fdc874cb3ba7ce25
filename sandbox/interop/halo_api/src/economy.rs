//! Career ranks, customization and operations.

use crate::calls::Calls;
use crate::info::Info;
use crate::looks;
use crate::matches::by_xuid;
use halo_api::clients::hi::models::{CareerRanks, PlayerAppearance, PlayerCareerRank};
use halo_api::clients::hi::{HaloInfiniteClient, Player};
use serde_json::json;
use std::collections::BTreeSet;
use xbox::util::unwrap_xuid;

const SOME: usize = 8;
/// The number of people in a call for many.
const BATCH: usize = 24;

pub async fn all(calls: &Calls, halo: &HaloInfiniteClient, info: &Info) {
    let home = by_xuid(&info.home);
    let mapping = calls.halo("emblem_mapping", "", halo.emblem_mapping()).await;
    let mut items = BTreeSet::new();
    for people in info.people.chunks(BATCH) {
        let players: Vec<Player> = people.iter().map(by_xuid).collect();
        let arguments = format!("{} XUIDs from {}", players.len(), players[0]);
        let ranks = calls
            .halo("career_ranks", &arguments, halo.career_ranks(&players))
            .await;
        for record in ranks.unwrap_or(CareerRanks { records: Vec::new() }).records {
            career(calls, &unwrap_xuid(&record.id), &record.result);
        }
        let looks = calls
            .halo(
                "player_customizations",
                &arguments,
                halo.player_customizations(&players),
            )
            .await;
        for look in looks.into_iter().flat_map(|looks| looks.player_customizations) {
            appearance(calls, &unwrap_xuid(&look.id), &look.result.appearance);
            items.extend(looks::worn(&look.result));
        }
    }
    for person in info.people.iter().take(SOME) {
        let player = by_xuid(person);
        if let Some(rank) = calls
            .halo("career_rank_of", &player, halo.career_rank_of(&player))
            .await
        {
            career(calls, &person.xuid, &rank);
        }
        let Some(look) = calls.halo("appearance", &player, halo.appearance(&player)).await else {
            continue;
        };
        appearance(calls, &person.xuid, &look.appearance);
        looks::emblem(calls, halo, mapping.as_ref(), &look.appearance).await;
    }
    looks::pictures(calls, halo, &items).await;
    if let Some(rank) = calls.halo("career_rank", &home, halo.career_rank(&home)).await {
        career(calls, &info.home.xuid, &rank);
    }
    let track = "careerrank1";
    calls
        .halo(
            "career_rank_with_track",
            &home,
            halo.career_rank_with_track(&home, track),
        )
        .await;
    operations(calls, halo, &home).await;
}

fn career(calls: &Calls, xuid: &str, rank: &PlayerCareerRank) {
    let progress = &rank.current_progress;
    let fact = json!({ "rank": progress.rank, "progress": progress.partial_progress });
    calls.fact(format!("career/{xuid}"), fact);
}

fn appearance(calls: &Calls, xuid: &str, look: &PlayerAppearance) {
    let emblem = look.emblem.as_ref().map(|emblem| &emblem.emblem_path);
    calls.fact(
        format!("appearance/{xuid}"),
        json!({ "tag": look.service_tag, "emblem": emblem }),
    );
}

async fn operations(calls: &Calls, halo: &HaloInfiniteClient, home: &Player) {
    let call = halo.reward_track_operations(home);
    let Some(passes) = calls.halo("reward_track_operations", home, call).await else {
        return;
    };
    let tracks = passes
        .operation_reward_tracks
        .iter()
        .map(|pass| json!([pass.reward_track_path, pass.is_owned]));
    calls.fact(format!("operation_tracks/{home}"), tracks.collect());
    for pass in &passes.operation_reward_tracks {
        let path = &pass.reward_track_path;
        let track = calls
            .halo("operation_reward_track", path, halo.operation_reward_track(path))
            .await;
        let ranks = track.map(|track| track.ranks.len()).unwrap_or_default();
        calls.check(
            "HaloInfiniteClient::operation_reward_track",
            path,
            ranks > 0,
            "no ranks",
        );
    }
}
