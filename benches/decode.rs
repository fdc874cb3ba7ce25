//! The time to decode each model, beside skipping the same bytes and decoding them as a
//! `serde_json::Value`: `cargo bench --bench decode -- [MODEL]`.
//!
//! The payloads are the sandbox's, and the captures if there are any: the folder is
//! `$HALO_CAPTURES`, else `../shared/captures`.

use std::error::Error;
use std::hint::black_box;
use std::time::Duration;

use halo_infinite::payload::decode;
use halo_infinite::refdata::AssetKind;
use halo_infinite::{Request, for_each_model};
use halo_infinite_sandbox::Sandbox;
use serde::de::{DeserializeOwned, IgnoredAny};
use serde_json::Value;
use support::rounds::{Rival, Time, measure, thread};

#[path = "../tests/support/captures.rs"]
mod captures;
mod support {
    pub mod rounds;
}

const ROUNDS: usize = 31;
const SLICE: Duration = Duration::from_millis(1);

fn main() -> Result<(), Box<dyn Error>> {
    // Cargo adds `--bench`.
    let wanted: Vec<String> = std::env::args()
        .skip(1)
        .filter(|argument| !argument.starts_with("--"))
        .collect();
    let is_wanted = |name: &str| wanted.is_empty() || wanted.iter().any(|part| name.contains(part.as_str()));
    println!(
        "| processor time in µs | KB | `decode` | MB/s | `IgnoredAny` / `decode` | `Value` / `decode` |"
    );
    println!("|---|---:|---:|---:|---:|---:|");
    for (name, payload, bench) in made()? {
        if is_wanted(name) {
            bench(&format!("{name}, sandbox"), &payload);
        }
    }
    for payload in captures::payloads() {
        let element = payload
            .model
            .strip_prefix("Vec<")
            .and_then(|rest| rest.strip_suffix('>'));
        let known = MODELS
            .iter()
            .find(|(name, ..)| *name == element.unwrap_or(&payload.model));
        let Some((_, one, list)) = known else { continue };
        if is_wanted(&payload.file) || is_wanted(&payload.model) {
            let bench = if element.is_some() { list } else { one };
            bench(&format!("{}, {}", payload.model, payload.file), &payload.bytes);
        }
    }
    Ok(())
}

type Bench = fn(&str, &[u8]);

/// The name of a model, its payload and the function that measures it.
type Answer = (&'static str, Vec<u8>, Bench);

macro_rules! table {
    ($($name:ident: $path:path,)+) => {
        const MODELS: &[(&str, Bench, Bench)] =
            &[$((stringify!($name), bench::<$path>, bench::<Vec<$path>>)),+];
    };
}
for_each_model!(table);

fn bench<T: DeserializeOwned>(name: &str, json: &[u8]) {
    if let Err(error) = decode::<T>(json) {
        println!("| {name} | | {error} | | | |");
        return;
    }
    let mut rivals = [
        Rival::new("decode", || decode::<T>(black_box(json))),
        Rival::new("skip", || serde_json::from_slice::<IgnoredAny>(black_box(json))),
        Rival::new("value", || serde_json::from_slice::<Value>(black_box(json))),
    ];
    let times = measure(&mut rivals, ROUNDS, SLICE, thread);
    let [ours, skip, value] = times.as_slice() else {
        return;
    };
    println!(
        "| {name} | {:.1} | {:.1} | {:.0} | {:.2} | {:.2} |",
        json.len() as f64 / 1000.0,
        ours.median / 1000.0,
        json.len() as f64 * 1000.0 / ours.median,
        ratio(skip, ours),
        ratio(value, ours),
    );
}

fn ratio(left: &Time, right: &Time) -> f64 {
    left.median / right.median
}

/// A response of the sandbox for each model.
fn made() -> Result<Vec<Answer>, Box<dyn Error>> {
    fn answer<T: DeserializeOwned>(
        name: &'static str,
        request: &Request<T>,
    ) -> Result<Answer, Box<dyn Error>> {
        Ok((name, request.response()?.into_bytes(), bench::<T>))
    }
    fn first<T>(requests: &[Request<T>]) -> Result<&Request<T>, Box<dyn Error>> {
        Ok(requests.first().ok_or("the batch is empty")?)
    }
    let sandbox = Sandbox::start()?;
    let client = sandbox.client()?;
    let home = sandbox.world().home().xuid();
    let (stats, ugc, cms) = (client.stats(), client.discovery_ugc(), client.gamecms_hacs());
    let history = stats.match_history(home).count(25).send()?;
    let last = history
        .results
        .iter()
        .find(|result| result.match_info.is_matchmade())
        .ok_or("the home player of the sandbox has not been in matchmaking")?;
    let info = &last.match_info;
    let playlist = info.playlist.as_ref().ok_or("matchmaking without a playlist")?;
    let pair = info
        .playlist_map_mode_pair
        .as_ref()
        .ok_or("matchmaking without a pair of map and mode")?;
    let mode = ugc.ugc_game_variant(&info.ugc_game_variant).send()?;
    let engine = mode
        .engine_game_variant_link
        .ok_or("a mode without an engine's")?;
    let prefabs = ugc.search_assets().kind(AssetKind::Prefab).send()?;
    let prefab = prefabs.results.first().ok_or("the sandbox has no prefab")?;
    let seasons = cms.season_calendar().send()?.seasons;
    let operation = seasons
        .iter()
        .find_map(|season| season.operation_track_path.as_deref());
    let operation = operation.ok_or("the sandbox has no operation")?;
    let players: Vec<_> = stats.match_stats(last.match_id).send()?.xuids().collect();
    let skill = client.skill().match_skill(last.match_id, players.iter().copied());
    let csr = client
        .skill()
        .playlist_csr(playlist.asset_id, players.iter().copied());
    Ok(vec![
        answer("MatchStats", &stats.match_stats(last.match_id))?,
        answer("MatchHistory", &stats.match_history(home).count(25))?,
        answer("ServiceRecord", &stats.service_record(home))?,
        answer("MatchProgression", &stats.match_progression(home, last.match_id))?,
        answer("MatchSkill", first(skill.requests()?)?)?,
        answer("PlaylistCsr", first(csr.requests()?)?)?,
        answer("MatchCount", &stats.match_count(home))?,
        answer("MatchesPrivacy", &stats.matches_privacy(home))?,
        answer("ChallengeDecks", &stats.challenge_decks(home))?,
        answer("Map", &ugc.map(&info.map_variant))?,
        answer("UgcGameVariant", &ugc.ugc_game_variant(&info.ugc_game_variant))?,
        answer("MapModePair", &ugc.map_mode_pair(pair))?,
        answer("Playlist", &ugc.playlist(playlist))?,
        answer("EngineGameVariant", &ugc.engine_game_variant(engine.asset_id))?,
        answer("Prefab", &ugc.prefab((prefab.asset_id, prefab.asset_version_id)))?,
        answer("Project", &ugc.custom_game_manifest())?,
        answer("Manifest", &ugc.manifest_by_build("6.10025.12948.0"))?,
        answer("TagsInfo", &ugc.tags_info())?,
        answer("AssetSearchPage", &ugc.search_assets())?,
        answer("Film", &ugc.film_by_match_id(last.match_id))?,
        answer("MedalMetadata", &cms.medal_metadata())?,
        answer("CareerRewardTrack", &cms.career_reward_track())?,
        answer("CsrSeasonCalendar", &cms.csr_season_calendar())?,
        answer("SeasonCalendar", &cms.season_calendar())?,
        answer("OperationRewardTrack", &cms.operation_reward_track(operation))?,
        answer(
            "PlayerCustomization",
            &client.economy().player_customization(home),
        )?,
        answer("PlayerOperationPasses", &client.economy().player_operations(home))?,
        answer("PlayerCareerRank", &client.economy().player_career_rank(home))?,
        answer("User", &client.profile().current_user())?,
    ])
}
