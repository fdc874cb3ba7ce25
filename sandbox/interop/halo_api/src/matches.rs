//! Matches: statistics, skill and ranks.

use crate::calls::Calls;
use crate::info::{Info, Person};
use halo_api::clients::hi::models::{
    CsrRecords, MatchPlayer, MatchSkillResult, MatchStats, MatchStatsBlock, PlaylistId,
};
use halo_api::clients::hi::{HaloInfiniteClient, Player};
use serde_json::{Map, Value, json};
use std::collections::BTreeSet;
use xbox::util::unwrap_xuid;

/// The most players that the service of ranks takes in a call.
const PLAYERS: usize = 30;

pub async fn stats(calls: &Calls, halo: &HaloInfiniteClient, info: &Info) -> Vec<MatchStats> {
    let mut all = Vec::new();
    for id in &info.matches {
        if let Some(stats) = calls.halo("match_stats", id, halo.match_stats(id)).await {
            calls.fact(format!("match/{}", id.to_lowercase()), summary(&stats));
            all.push(stats);
        }
    }
    all
}

fn summary(stats: &MatchStats) -> Value {
    let players: Map<_, _> = stats
        .players
        .iter()
        .map(|one| (player_id(&one.player_id), player(one)))
        .collect();
    let teams = stats.teams.iter().map(|team| {
        let core = &team.stats.core;
        let totals = json!({
            "kills": core.kills, "deaths": core.deaths, "assists": core.assists, "score": core.score,
        });
        (team.team_id.to_string(), totals)
    });
    json!({
        "category": stats.info.game_variant_category,
        "playlist": stats.info.playlist.as_ref().map(|playlist| playlist.asset_id.to_lowercase()),
        "map": stats.info.map_variant.as_ref().map(|map| map.asset_id.to_lowercase()),
        "start": stats.info.start_time.timestamp_millis(),
        "players": players,
        "teams": teams.collect::<Map<_, _>>(),
    })
}

fn player(player: &MatchPlayer) -> Value {
    let sum = |count: fn(&MatchStatsBlock) -> i64| {
        player
            .team_stats
            .iter()
            .map(|team| count(&team.stats))
            .sum::<i64>()
    };
    json!({
        "outcome": player.outcome.code(),
        "kills": sum(|stats| stats.core.kills),
        "deaths": sum(|stats| stats.core.deaths),
        "assists": sum(|stats| stats.core.assists),
        "medals": sum(|stats| stats.core.medals.iter().map(|medal| medal.count).sum()),
        "score": sum(|stats| stats.core.personal_score),
    })
}

/// The digits of an XUID. Ids of bots stay as they are.
fn player_id(id: &str) -> String {
    if id.starts_with("xuid(") {
        unwrap_xuid(id)
    } else {
        id.to_owned()
    }
}

/// The skill of all humans of the matches.
pub async fn skill(calls: &Calls, halo: &HaloInfiniteClient, stats: &[MatchStats]) {
    for stats in stats {
        let humans = stats.players.iter().filter(|player| player.is_human());
        let players: Vec<Player> = humans
            .map(|human| Player::xuid(player_id(&human.player_id)))
            .collect();
        let call = halo.match_skill(&stats.match_id, &players);
        if let Some(skill) = calls.halo("match_skill", &stats.match_id, call).await {
            let skills = skill
                .results
                .iter()
                .map(|result| (unwrap_xuid(&result.id), skill_of(result)));
            let name = format!("skill/{}", stats.match_id.to_lowercase());
            calls.fact(name, skills.collect::<Map<_, _>>().into());
        }
    }
}

/// `null` if the skill was not computed.
fn skill_of(result: &MatchSkillResult) -> Value {
    if result.result_code != 0 {
        return Value::Null;
    }
    let recap = &result.result.rank_recap;
    json!({
        "mmr": (result.result.team_mmr * 1000.0).round() / 1000.0,
        "before": recap.pre_match_csr.value,
        "after": recap.post_match_csr.value,
    })
}

/// The ranks of all people in all playlists of the home player.
pub async fn ranks(calls: &Calls, halo: &HaloInfiniteClient, info: &Info, playlists: &BTreeSet<String>) {
    for playlist in playlists {
        let id = PlaylistId::new(playlist);
        let mut all = Map::new();
        let home = Player::gamertag(&info.home.gamertag);
        let call = halo.playlist_csr(id.clone(), &home);
        all.extend(
            calls
                .halo("playlist_csr", playlist, call)
                .await
                .map(ranks_of)
                .unwrap_or_default(),
        );
        for people in info.people.chunks(PLAYERS) {
            let players: Vec<Player> = people.iter().map(by_xuid).collect();
            let call = halo.playlist_csr_batch(id.clone(), &players);
            let arguments = format!("{playlist}, {} players", players.len());
            all.extend(
                calls
                    .halo("playlist_csr_batch", arguments, call)
                    .await
                    .map(ranks_of)
                    .unwrap_or_default(),
            );
        }
        calls.fact(format!("csr/{playlist}"), all.into());
    }
}

fn ranks_of(records: CsrRecords) -> Map<String, Value> {
    let rank = |record: halo_api::clients::hi::models::CsrRecord| {
        let rank = json!({
            "current": record.result.current.value,
            "tier": record.result.current.tier,
            "season_max": record.result.season_max.value,
            "all_time_max": record.result.peak.value,
        });
        (unwrap_xuid(&record.id), rank)
    };
    records.records.into_iter().map(rank).collect()
}

pub fn by_xuid(person: &Person) -> Player {
    Player::xuid(&*person.xuid)
}
