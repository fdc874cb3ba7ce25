//! The leaderboards of the website. The pages have the data of real ones, in the same script,
//! and nothing else.

use super::super::profile::profile;
use super::super::query::Query;
use super::page::next_page;
use crate::app::{App, Shared};
use crate::wire::problem::Problem;
use crate::wire::timestamp::from_ms;
use crate::world::catalog::playlists::{self, Playlist};
use crate::world::catalog::seasons::{self, CsrSeason};
use axum::Router;
use axum::extract::{Path, State};
use axum::response::Response;
use axum::routing::get;
use serde_json::{Value, json};
use std::cmp::Reverse;

/// The number of players on a page.
const PAGE: usize = 100;

pub(super) fn routes() -> Router<Shared> {
    Router::new().route(
        "/halo-infinite/leaderboards/{season}/{playlist}",
        get(leaderboard),
    )
}

/// The playlists that have leaderboards.
fn ranked() -> impl Iterator<Item = &'static Playlist> {
    playlists::ALL.into_iter().filter(|playlist| playlist.ranked)
}

async fn leaderboard(
    State(app): State<Shared>,
    Path((season, playlist)): Path<(String, String)>,
    query: Query,
) -> Result<Response, Problem> {
    let mut known = seasons::CSR.iter();
    let season = known.find(|known| known.name.eq_ignore_ascii_case(&season));
    let playlist = ranked().find(|known| known.asset.id.eq_ignore_ascii_case(&playlist));
    let (season, playlist) = season.zip(playlist).ok_or(Problem::NotFound)?;
    let page: usize = query.number("page")?.unwrap_or(1);
    let skipped = page
        .checked_sub(1)
        .ok_or(Problem::BadRequest)?
        .saturating_mul(PAGE);
    let entries = entries(&app, season, playlist);
    let shown: Vec<Value> = entries.into_iter().skip(skipped).take(PAGE).collect();
    let props = json!({
        "page": page,
        "pageSize": PAGE,
        "leaderboard": shown,
        "seasons": seasons::CSR.iter().rev().map(season_json).collect::<Value>(),
        "playlists": ranked().map(playlist_json).collect::<Value>(),
    });
    Ok(next_page("Leaderboards - Halo Infinite", &props))
}

/// The players with a rank, the highest first. The rank of real entries is 0.
fn entries(app: &App, season: &CsrSeason, playlist: &Playlist) -> Vec<Value> {
    let people = app.world.people().iter().enumerate();
    let mut scores: Vec<(i64, Value)> = people
        .filter_map(|(index, person)| {
            let ladder = app.world.ladder(index);
            let moves = ladder.in_playlist(playlist);
            let last = moves.filter(|moved| moved.season == season.name).last()?;
            let score = last.after.points()?;
            let entry = json!({ "player": profile(person), "rank": 0, "score": score });
            Some((score, entry))
        })
        .collect();
    scores.sort_by_key(|(score, _)| Reverse(*score));
    scores.into_iter().map(|(_, entry)| entry).collect()
}

fn season_json(season: &CsrSeason) -> Value {
    json!({
        "seasonId": season.name.to_ascii_lowercase(),
        "displayName": season.name,
        "translations": {},
    })
}

fn playlist_json(playlist: &Playlist) -> Value {
    json!({
        "playlistId": playlist.asset.id,
        "displayName": playlist.asset.name,
        "timestamp": from_ms(playlist.since()),
    })
}
