//! Service records.

use crate::calls::Calls;
use crate::histories;
use crate::info::Info;
use crate::matches::by_xuid;
use halo_api::clients::hi::models::{MatchType, ServiceRecord, ServiceRecordFilter};
use halo_api::clients::hi::{HaloInfiniteClient, Player};
use serde_json::{Value, json};

const TYPES: [MatchType; 3] = [MatchType::Matchmade, MatchType::Custom, MatchType::Local];

pub async fn all(calls: &Calls, halo: &HaloInfiniteClient, info: &Info) {
    for player in histories::some(info).map(by_xuid) {
        for kind in TYPES {
            let name = kind.as_str().to_lowercase();
            record(calls, halo, &player, kind, &ServiceRecordFilter::default(), &name).await;
        }
        let call = halo.service_record(&player);
        if let Some(record) = calls.halo("service_record", &player, call).await {
            calls.fact(format!("record/{player}/matchmade"), totals(&record));
            filtered(calls, halo, &player, &record).await;
        }
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
        playlists(calls, halo, player, &record, (&filter, &name)).await;
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
            playlists(calls, halo, player, &record, (&filter, &name)).await;
        }
    }
}

/// The records of a filter, narrowed to each playlist.
async fn playlists(
    calls: &Calls,
    halo: &HaloInfiniteClient,
    player: &Player,
    record: &ServiceRecord,
    (filter, name): (&ServiceRecordFilter, &str),
) {
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
