//! The game's content files: medals, seasons, career ranks, and the catalogue of the API.

use crate::calls::Calls;
use crate::info::Info;
use halo_api::clients::hi::models::{ApiDate, LocalizedText};
use halo_api::clients::hi::{HaloInfiniteClient, InfiniteClientError};
use serde_json::{Map, Value, json};

/// One rank in this many has its pictures downloaded.
const RANKS: usize = 40;

pub async fn all(calls: &Calls, halo: &HaloInfiniteClient, info: &Info) {
    medals(calls, halo).await;
    seasons(calls, halo).await;
    csr_seasons(calls, halo).await;
    career(calls, halo).await;
    settings(calls, halo, info).await;
}

/// Downloads a picture, and checks that it is one.
pub async fn picture(
    calls: &Calls,
    method: &str,
    path: &str,
    call: impl Future<Output = Result<Vec<u8>, InfiniteClientError>>,
) {
    if let Some(bytes) = calls.halo(method, path, call).await {
        let png = bytes.starts_with(b"\x89PNG\r\n\x1a\n");
        calls.check(&format!("HaloInfiniteClient::{method}"), path, png, "not a PNG");
    }
}

async fn medals(calls: &Calls, halo: &HaloInfiniteClient) {
    let Some(metadata) = calls.halo("medals", "", halo.medals()).await else {
        return;
    };
    let medals = metadata.medals.iter().map(|medal| {
        let fact = json!({
            "name": medal.name.value,
            "difficulty": medal.difficulty_index,
            "type": medal.type_index,
            "score": medal.personal_score,
            "weight": medal.sorting_weight,
        });
        (medal.name_id.to_string(), fact)
    });
    calls.fact("medals".to_owned(), medals.collect::<Map<_, _>>().into());
}

async fn seasons(calls: &Calls, halo: &HaloInfiniteClient) {
    let Some(calendar) = calls.halo("season_calendar", "", halo.season_calendar()).await else {
        return;
    };
    let seasons = calendar
        .seasons
        .iter()
        .map(|season| dated(&season.season_metadata, &season.start_date, &season.end_date));
    calls.fact("seasons".to_owned(), seasons.collect());
    for season in &calendar.seasons {
        let path = &season.operation_track_path;
        if let Some(track) = calls
            .halo("operation_reward_track", path, halo.operation_reward_track(path))
            .await
        {
            let name = track.name.map(|name: LocalizedText| name.value);
            calls.fact(
                format!("operation_track/{path}"),
                json!([name, track.xp_per_rank, track.ranks.len()]),
            );
        }
    }
}

async fn csr_seasons(calls: &Calls, halo: &HaloInfiniteClient) {
    let Some(calendar) = calls
        .halo("csr_season_calendar", "", halo.csr_season_calendar())
        .await
    else {
        return;
    };
    let seasons = calendar.seasons.iter();
    let seasons =
        seasons.map(|season| dated(&season.csr_season_file_path, &season.start_date, &season.end_date));
    calls.fact("csr_seasons".to_owned(), seasons.collect());
    for season in &calendar.seasons {
        let path = &season.csr_season_file_path;
        calls
            .halo("csr_season_file", path, halo.csr_season_file(path))
            .await;
    }
    if let Some(current) = calls
        .halo("current_csr_season", "", halo.current_csr_season())
        .await
    {
        calls.check(
            "HaloInfiniteClient::current_csr_season",
            "",
            current.is_some(),
            "no season is running",
        );
        calls.fact(
            "current_csr_season".to_owned(),
            json!(current.map(|season| season.csr_season_file_path)),
        );
    }
}

fn dated(path: &str, start: &ApiDate, end: &ApiDate) -> Value {
    json!([
        path,
        start.iso8601_date.timestamp_millis(),
        end.iso8601_date.timestamp_millis()
    ])
}

async fn career(calls: &Calls, halo: &HaloInfiniteClient) {
    let Some(track) = calls
        .halo("career_reward_track", "", halo.career_reward_track())
        .await
    else {
        return;
    };
    let ranks = track
        .ranks
        .iter()
        .map(|rank| json!([rank.rank, rank.display_title(), rank.xp_required_for_rank]));
    calls.fact("career_track".to_owned(), ranks.collect());
    for rank in track.ranks.iter().step_by(RANKS) {
        let paths = [&rank.rank_icon, &rank.rank_large_icon, &rank.rank_adornment_icon];
        // The first rank has no adornment.
        for path in paths.into_iter().flatten().filter(|path| !path.is_empty()) {
            picture(calls, "rank_icon_image", path, halo.rank_icon_image(path)).await;
        }
    }
}

/// The catalogue's hosts must be hosts of the sandbox, as far as it has them.
async fn settings(calls: &Calls, halo: &HaloInfiniteClient, info: &Info) {
    let Some(settings) = calls.halo("settings", "", halo.settings()).await else {
        return;
    };
    let hosts = settings
        .authorities
        .values()
        .map(|authority| authority.hostname.as_str());
    let known = hosts.filter(|host| info.hosts.contains_key(*host)).count();
    calls.check(
        "HaloInfiniteClient::settings",
        "",
        known > 5,
        "its hosts are others than the sandbox's",
    );
    calls.fact(
        "settings".to_owned(),
        json!([settings.authorities.len(), settings.endpoints.len()]),
    );
}
