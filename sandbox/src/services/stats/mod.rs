//! `stats`: matches, histories and service records.

mod challenges;
mod service_record;

use super::halo::Model;
use super::path::{PathMatch, PathPlayer, Viewer, appeared, only_own};
use super::query::Query;
use crate::app::Shared;
use crate::clock::TICKS_PER_SECOND;
use crate::live::Part;
use crate::privacy::Settings;
use crate::wire::problem::Problem;
use crate::world::record::RecordKind;
use axum::Router;
use axum::body::Bytes;
use axum::extract::State;
use axum::routing::get;
use serde_json::{Value, json};

/// The maximum size of a page.
const MAX_PAGE: usize = 25;
/// The experience for a custom game.
const CUSTOM_EXPERIENCE: usize = 200;
const DAY: i64 = 86_400_000;

pub(super) fn routes() -> Router<Shared> {
    Router::new()
        .route("/hi/players/{player}/matches/count", get(match_count))
        .route(
            "/hi/players/{player}/{kind}/servicerecord",
            get(service_record::service_record),
        )
        .route("/hi/players/{player}/matches", get(match_history))
        .route(
            "/hi/players/{player}/customexperience",
            get(daily_custom_experience),
        )
        .route("/hi/players/{player}/decks", get(challenges::decks))
        .route(
            "/hi/players/{player}/matches-privacy",
            get(matches_privacy).put(update_matches_privacy),
        )
        .route(
            "/hi/players/{player}/matches/{match_id}/progression",
            get(challenges::progression),
        )
        .route("/hi/matches/{match_id}/stats", get(match_stats))
}

async fn match_count(State(app): State<Shared>, PathPlayer(person): PathPlayer) -> Model {
    let sittings = app.history_of(person).iter();
    let kinds = sittings.map(|sitting| RecordKind::from(app.world.setting_of(*sitting)));
    let count = |of| kinds.clone().filter(|kind| *kind == of).count();
    let [custom, matchmade, local] =
        [RecordKind::Custom, RecordKind::Matchmade, RecordKind::Local].map(count);
    Model(
        "MatchCount",
        json!({
            "CustomMatchesPlayedCount": custom,
            "MatchesPlayedCount": custom + matchmade + local,
            "MatchmadeMatchesPlayedCount": matchmade,
            "LocalMatchesPlayedCount": local,
        }),
    )
}

async fn match_history(
    State(app): State<Shared>,
    PathPlayer(person): PathPlayer,
    query: Query,
) -> Result<Model, Problem> {
    let start: usize = query.number("start")?.unwrap_or(0);
    let count = query.number("count")?.unwrap_or(MAX_PAGE).min(MAX_PAGE);
    // `halo-infinite-api` sends the numbers.
    let kind = match query.get("type").map(str::to_ascii_lowercase).as_deref() {
        None | Some("all" | "0") => None,
        Some("matchmaking" | "1") => Some(RecordKind::Matchmade),
        Some("custom" | "2") => Some(RecordKind::Custom),
        Some("local" | "3") => Some(RecordKind::Local),
        Some(_) => return Err(Problem::BadRequest),
    };
    let page: Vec<Value> = app
        .history_of(person)
        .iter()
        .filter(|sitting| kind.is_none_or(|kind| RecordKind::from(app.world.setting_of(**sitting)) == kind))
        .skip(start)
        .take(count)
        .map(|sitting| match start {
            0 => app.world.recent_entry(*sitting),
            _ => app.world.history_entry(*sitting),
        })
        .collect();
    let history =
        json!({ "Start": start, "Count": count, "ResultCount": page.len(), "Results": page, "Links": {} });
    Ok(Model("MatchHistory", history))
}

/// The experience of today's custom games. Other clients' examples show a placeholder, so the world decides.
async fn daily_custom_experience(State(app): State<Shared>, PathPlayer(person): PathPlayer) -> Model {
    let now = app.clock.now() / (TICKS_PER_SECOND / 1000);
    let midnight = now - now.rem_euclid(DAY);
    let today = app
        .world
        .matches_of(person)
        .skip_while(|(plan, _)| plan.start > now);
    let games = today.take_while(|(plan, _)| plan.start >= midnight);
    let custom = games.filter(|(plan, _)| RecordKind::from(plan.setting) == RecordKind::Custom);
    Model(
        "PlayerDailyCustomExperience",
        json!({ "DailyExperience": custom.count() * CUSTOM_EXPERIENCE }),
    )
}

async fn match_stats(State(app): State<Shared>, PathMatch(id): PathMatch) -> Result<Model, Problem> {
    app.world
        .match_stats(appeared(&app, Part::Stats, id)?.id)
        .map(|stats| Model("MatchStats", stats))
        .ok_or(Problem::NotFound)
}

/// Only for the player's own token: `halo_api` documents the refusal, and HaloFunTime, a bot, could not read the
/// settings of its users.
async fn matches_privacy(
    State(app): State<Shared>,
    PathPlayer(person): PathPlayer,
    viewer: Viewer,
) -> Result<Model, Problem> {
    only_own(person, viewer)?;
    Ok(privacy(app.privacy.of(person)))
}

async fn update_matches_privacy(
    State(app): State<Shared>,
    PathPlayer(person): PathPlayer,
    viewer: Viewer,
    body: Bytes,
) -> Result<Model, Problem> {
    only_own(person, viewer)?;
    let body: Value = serde_json::from_slice(&body).map_err(|_| Problem::BadRequest)?;
    let setting = |name| {
        let setting = body["matchesPrivacy"][name].as_i64();
        setting
            .filter(|setting| (1..=2).contains(setting))
            .ok_or(Problem::BadRequest)
    };
    let settings = [setting("MatchmadeGames")?, setting("OtherGames")?];
    app.privacy.change(person, settings);
    Ok(privacy(settings))
}

fn privacy([matchmade_games, other_games]: Settings) -> Model {
    let json = json!({ "MatchmadeGames": matchmade_games, "OtherGames": other_games });
    Model("MatchesPrivacy", json)
}
