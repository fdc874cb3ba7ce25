//! `skill`: ratings and ranks, by match and by playlist.

use super::halo::Model;
use super::path::{PathMatch, appeared, parameter};
use super::players::{MAX_PLAYERS, players};
use super::query::Query;
use crate::app::{App, Shared};
use crate::live::Part;
use crate::wire::problem::Problem;
use crate::world::Shapes;
use crate::world::catalog::playlists::{self, Playlist};
use crate::world::catalog::seasons;
use crate::world::plan::MatchPlan;
use crate::world::ranks::{self, Ladder, RankChange};
use crate::world::ratings::{self, Ratings};
use axum::Router;
use axum::extract::{FromRequestParts, State};
use axum::http::request::Parts;
use axum::routing::get;
use serde_json::{Value, json};

/// The service's `ResultCode`.
const SUCCESS: i64 = 0;
const NOT_FOUND: i64 = 1;

pub(super) fn routes() -> Router<Shared> {
    Router::new()
        .route("/hi/matches/{match_id}/skill", get(match_skill))
        .route("/hi/playlist/{playlist_id}/csrs", get(playlist_csr))
}

/// The `{playlist_id}` of the path.
struct PathPlaylist(&'static Playlist);

impl FromRequestParts<Shared> for PathPlaylist {
    type Rejection = Problem;

    async fn from_request_parts(parts: &mut Parts, app: &Shared) -> Result<Self, Problem> {
        let id = parameter(parts, app, "playlist_id").await?;
        let found = playlists::ALL
            .into_iter()
            .find(|playlist| playlist.asset.id.eq_ignore_ascii_case(&id));
        found.map(Self).ok_or(Problem::NotFound)
    }
}

fn entry(xuid: u64, result: Option<Value>, not_found: fn() -> Value) -> Value {
    let code = if result.is_some() { SUCCESS } else { NOT_FOUND };
    let result = result.unwrap_or_else(not_found);
    json!({ "Id": format!("xuid({xuid})"), "ResultCode": code, "Result": result })
}

async fn match_skill(
    State(app): State<Shared>,
    PathMatch(id): PathMatch,
    query: Query,
) -> Result<Model, Problem> {
    let plan = appeared(&app, Part::Stats, id)?;
    // No limit is known.
    let players = players(&query, "players", usize::MAX)?;
    // Custom games have no skill.
    let is_matchmade = plan.setting.playlist().is_some();
    let ratings = Ratings::new(plan, app.world.people());
    let played = app.world.play(plan);
    let result = |xuid: u64| {
        let person = app.world.with_xuid(xuid).filter(|_| is_matchmade)?;
        let seat = plan.seat_of(person)?;
        let core = played.players[seat].teams.iter().map(|(_, stats)| &stats.core);
        let (kills, deaths) = core.fold((0, 0), |(kills, deaths), core| {
            (kills + core.kills, deaths + core.deaths)
        });
        let performance = ratings::Performance { kills, deaths };
        Some(skill_json(&app, plan, &ratings, person, seat, performance))
    };
    let value: Value = players
        .into_iter()
        .map(|xuid| entry(xuid, result(xuid), not_computed))
        .collect();
    Ok(Model("MatchSkill", json!({ "Value": value })))
}

/// The result of a player whose skill was not computed: zeros. The models of SPNKr, `halo-infinite-api` and `halo_api`
/// have the ranks in this result too, and require them.
fn not_computed() -> Value {
    json!({
        "TeamMmr": 0.0,
        "RankRecap": { "PreMatchCsr": ranks::unranked_json(), "PostMatchCsr": ranks::unranked_json() },
        "StatPerformances": {},
        "TeamId": 0,
        "TeamMmrs": {},
        "RankedRewards": null,
        "Counterfactuals": null,
    })
}

fn skill_json(
    app: &App,
    plan: &MatchPlan,
    ratings: &Ratings,
    person: usize,
    seat: usize,
    performance: ratings::Performance,
) -> Value {
    let ladder = app.world.ladder(person);
    let moved = ladder.change_in(plan.id);
    let (before, after) = match moved {
        Some(moved) => (moved.before.to_json(), moved.after.to_json()),
        None => (ranks::unranked_json(), ranks::unranked_json()),
    };
    let shapes = app.world.shapes();
    let team = plan.seats[seat].team;
    let expectation = ratings.expectation(seat);
    json!({
        "TeamMmr": ratings.of_team(team),
        "RankRecap": { "PreMatchCsr": before, "PostMatchCsr": after },
        "StatPerformances": expectation.performances_json(plan, performance, shapes),
        "TeamId": team,
        "TeamMmrs": ratings.to_json(),
        "RankedRewards": moved.and_then(|moved| reward(plan, moved, shapes)),
        "Counterfactuals": expectation.counterfactuals_json(plan, shapes),
    })
}

/// Reaching a higher tier earns a reward for it. A payload that guilty-spark keeps has both fields; older ones have
/// only the first.
fn reward(plan: &MatchPlan, moved: &RankChange, shapes: Shapes) -> Option<Value> {
    let (before, after) = (moved.before.points()?, moved.after.points()?);
    let risen = after > before && moved.before.tier() != moved.after.tier();
    let tier = moved.after.tier().filter(|_| risen)?;
    let mut rng = ratings::dice(plan, "reward");
    let reward = rng.uuid().to_string();
    let id = rng.uuid().to_string();
    Some(match shapes {
        Shapes::Year2022 | Shapes::Year2024 => json!({ "RewardId": id }),
        Shapes::Current => json!({ "RewardId": id, "AwardedRewards": { tier: reward } }),
    })
}

async fn playlist_csr(
    State(app): State<Shared>,
    PathPlaylist(playlist): PathPlaylist,
    query: Query,
) -> Result<Model, Problem> {
    let players = players(&query, "players", MAX_PLAYERS)?;
    let name = query.get("season").unwrap_or(seasons::current().csr);
    let season = seasons::CSR
        .iter()
        .find(|csr| csr.name.eq_ignore_ascii_case(name))
        .ok_or(Problem::NotFound)?
        .name;
    let result = |xuid: u64| {
        let person = app.world.with_xuid(xuid)?;
        let ladder = app.world.ladder(person);
        Some(csr_json(&ladder, playlist, season))
    };
    let value: Value = players
        .into_iter()
        .map(|xuid| entry(xuid, result(xuid), no_ranks))
        .collect();
    Ok(Model("PlaylistCsr", json!({ "Value": value })))
}

/// The result of a player without ranks: zeros, which the models of the public clients require.
fn no_ranks() -> Value {
    let none = ranks::unranked_json();
    json!({ "Current": none, "SeasonMax": none, "AllTimeMax": none })
}

fn csr_json(ladder: &Ladder, playlist: &Playlist, season: &str) -> Value {
    if !playlist.ranked {
        return no_ranks();
    }
    let of_season = || {
        ladder
            .in_playlist(playlist)
            .filter(|moved| moved.season == season)
    };
    let current = of_season().last().map(|moved| moved.after);
    let highest = |moves: &mut dyn Iterator<Item = &RankChange>| {
        let standings = moves.flat_map(|moved| [moved.before, moved.after]);
        let best = standings
            .filter(|standing| standing.points().is_some())
            .max_by_key(|standing| standing.points());
        let best = best.or(current);
        best.map_or_else(ranks::not_placed_json, |standing| standing.highest_json(current))
    };
    json!({
        "Current": current.map_or_else(ranks::not_placed_json, |standing| standing.to_json()),
        "SeasonMax": highest(&mut of_season()),
        "AllTimeMax": highest(&mut ladder.in_playlist(playlist)),
    })
}
