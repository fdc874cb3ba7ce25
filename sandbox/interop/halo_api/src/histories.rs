//! Match counts, histories and service records.

use crate::calls::Calls;
use crate::info::Info;
use crate::matches::by_xuid;
use halo_api::clients::hi::models::{MatchHistoryType, MatchType, ServiceRecord, ServiceRecordFilter};
use halo_api::clients::hi::{HaloInfiniteClient, Player};
use serde_json::{Value, json};

/// The number of people, the home player first.
const SOME: usize = 8;
const HISTORIES: [MatchHistoryType; 4] = [
    MatchHistoryType::All,
    MatchHistoryType::Matchmaking,
    MatchHistoryType::Custom,
    MatchHistoryType::Local,
];
const RECORDS: [MatchType; 3] = [MatchType::Matchmade, MatchType::Custom, MatchType::Local];

pub async fn all(calls: &Calls, halo: &HaloInfiniteClient, info: &Info) {
    let others = info.people.iter().filter(|person| person.xuid != info.home.xuid);
    for person in [&info.home].into_iter().chain(others).take(SOME) {
        let player = by_xuid(person);
        counts(calls, halo, &player).await;
        for kind in HISTORIES {
            history(calls, halo, &player, kind).await;
        }
        for kind in RECORDS {
            let name = kind.as_str().to_lowercase();
            record(calls, halo, &player, kind, &ServiceRecordFilter::default(), &name).await;
        }
        if let Some(record) = calls
            .halo("service_record", &player, halo.service_record(&player))
            .await
        {
            calls.fact(format!("record/{player}/matchmade"), totals(&record));
            filtered(calls, halo, &player, &record).await;
        }
    }
}

async fn counts(calls: &Calls, halo: &HaloInfiniteClient, player: &Player) {
    if let Some(count) = calls
        .halo("player_match_count", player, halo.player_match_count(player))
        .await
    {
        let counts = json!({
            "all": count.total, "matchmade": count.matchmade, "custom": count.custom, "local": count.local,
        });
        calls.fact(format!("count/{player}"), counts);
    }
}

/// All pages of a history, by the pager, and the first pages by themselves.
async fn history(calls: &Calls, halo: &HaloInfiniteClient, player: &Player, kind: MatchHistoryType) {
    let arguments = format!("{player} {}", kind.as_str());
    let pager = halo.player_matches_pager(player.clone(), kind);
    let mut pager = calls.made("HaloInfiniteClient::player_matches_pager", pager);
    let mut matches = Vec::new();
    while !calls.made("MatchHistoryPager::is_done", pager.is_done()) {
        let page = pager.next_page().await;
        let Some(page) = calls.result("MatchHistoryPager::next_page", &arguments, page) else {
            return;
        };
        matches.extend(page.into_iter().map(|entry| entry.match_id.to_lowercase()));
    }
    calls.fact(format!("history/{player}/{}", kind.as_str()), json!(matches));
    let call = halo.player_matches_of_type(player, 1, 3, kind);
    let page = calls
        .halo("player_matches_of_type", format!("{arguments} 1 3"), call)
        .await;
    let few: Vec<String> = page
        .map(|page| page.results.into_iter().map(|entry| entry.match_id).collect())
        .unwrap_or_default();
    let expected = matches.iter().skip(1).take(3);
    let right = few.iter().map(|id| id.to_lowercase()).eq(expected.cloned());
    calls.check(
        "HaloInfiniteClient::player_matches_of_type",
        &arguments,
        right,
        "the pager has other matches",
    );
    if kind == MatchHistoryType::All {
        calls.fact(format!("history/{player}"), json!(matches));
        calls
            .halo("player_matches", player, halo.player_matches(player, 0, 10))
            .await;
    }
}

/// Service records with every set of filters that works.
async fn filtered(calls: &Calls, halo: &HaloInfiniteClient, player: &Player, all: &ServiceRecord) {
    let filter = ServiceRecordFilter::default();
    for category in &all.subqueries.game_variant_categories {
        let (name, filter) = (
            format!("category/{category}"),
            filter.clone().game_variant_category(*category),
        );
        matchmade(calls, halo, player, &filter, &name).await;
        ranked(calls, halo, player, &filter, &name).await;
    }
    for season in &all.subqueries.season_ids {
        let (name, filter) = (
            format!("season/{season}"),
            ServiceRecordFilter::for_season(season),
        );
        let Some(record) = matchmade(calls, halo, player, &filter, &name).await else {
            continue;
        };
        for playlist in &record.subqueries.playlist_asset_ids {
            let filter = filter.clone().playlist_asset_id(playlist);
            matchmade(
                calls,
                halo,
                player,
                &filter,
                &format!("{name}/playlist/{playlist}"),
            )
            .await;
        }
        for code in record
            .subqueries
            .gameplay_interactions
            .as_array()
            .into_iter()
            .flatten()
        {
            let interaction = if *code == 1 { "PvP" } else { "PvE" };
            let filter = filter.clone().gameplay_interaction(interaction);
            matchmade(
                calls,
                halo,
                player,
                &filter,
                &format!("{name}/interaction/{code}"),
            )
            .await;
        }
        // One category of each season.
        for category in record.subqueries.game_variant_categories.iter().take(1) {
            let name = format!("{name}/category/{category}");
            let filter = filter.clone().game_variant_category(*category);
            let Some(record) = matchmade(calls, halo, player, &filter, &name).await else {
                continue;
            };
            ranked(calls, halo, player, &filter, &name).await;
            for playlist in &record.subqueries.playlist_asset_ids {
                let filter = filter.clone().playlist_asset_id(playlist);
                matchmade(
                    calls,
                    halo,
                    player,
                    &filter,
                    &format!("{name}/playlist/{playlist}"),
                )
                .await;
            }
        }
    }
}

async fn ranked(
    calls: &Calls,
    halo: &HaloInfiniteClient,
    player: &Player,
    filter: &ServiceRecordFilter,
    name: &str,
) {
    for ranked in [true, false] {
        let filter = filter.clone().ranked(ranked);
        matchmade(calls, halo, player, &filter, &format!("{name}/ranked/{ranked}")).await;
    }
}

async fn matchmade(
    calls: &Calls,
    halo: &HaloInfiniteClient,
    player: &Player,
    filter: &ServiceRecordFilter,
    name: &str,
) -> Option<ServiceRecord> {
    record(calls, halo, player, MatchType::Matchmade, filter, name).await
}

/// A service record. Without a filter, its name is the type of the matches.
async fn record(
    calls: &Calls,
    halo: &HaloInfiniteClient,
    player: &Player,
    kind: MatchType,
    filter: &ServiceRecordFilter,
    name: &str,
) -> Option<ServiceRecord> {
    let call = halo.service_record_with(player, kind, filter);
    let record = calls
        .halo("service_record_with", format!("{player} {name}"), call)
        .await?;
    calls.fact(format!("record/{player}/{name}"), totals(&record));
    Some(record)
}

fn totals(record: &ServiceRecord) -> Value {
    json!({
        "matches": record.matches_completed,
        "wins": record.wins,
        "losses": record.losses,
        "ties": record.ties,
        "kills": record.core_stats.kills,
        "deaths": record.core_stats.deaths,
        "assists": record.core_stats.assists,
        "seconds": seconds(&record.time_played),
    })
}

/// The seconds of an ISO 8601 duration, such as `P63DT13H2.1S`, rounded to milliseconds.
fn seconds(duration: &str) -> Option<f64> {
    let mut seconds = 0.0;
    let mut number = String::new();
    for letter in duration.strip_prefix('P')?.chars() {
        let unit = match letter {
            '0'..='9' | '.' => {
                number.push(letter);
                continue;
            }
            'T' => continue,
            'D' => 86_400.0,
            'H' => 3_600.0,
            'M' => 60.0,
            'S' => 1.0,
            _ => return None,
        };
        seconds += number.parse::<f64>().ok()? * unit;
        number.clear();
    }
    Some((seconds * 1000.0).round() / 1000.0)
}
