//! The website Halo Waypoint: the leaderboards, and images of ranks. Needs no token. The pages have the data of real ones, in the same script,
//! and nothing else.

use super::profile::profile;
use super::query::Query;
use crate::app::{App, Shared};
use crate::wire::html::document;
use crate::wire::png;
use crate::wire::problem::Problem;
use crate::wire::timestamp::from_ms;
use crate::world::catalog::playlists::{self, Playlist};
use crate::world::catalog::seasons::{self, CsrSeason};
use axum::Router;
use axum::extract::{Path, State};
use axum::http::StatusCode;
use axum::http::header::CONTENT_TYPE;
use axum::response::{IntoResponse, Response};
use axum::routing::get;
use serde_json::{Value, json};
use std::cmp::Reverse;

/// The number of players on a page.
const PAGE: usize = 100;

/// The width and height of a rank's image, in pixels.
const SIDE: usize = 256;
/// The tiers with steps, and the colours of their images.
const TIERS: [(&str, [u8; 3]); 5] = [
    ("bronze", [150, 94, 52]),
    ("silver", [130, 140, 156]),
    ("gold", [200, 156, 44]),
    ("platinum", [52, 150, 160]),
    ("diamond", [84, 116, 220]),
];
const ONYX: [u8; 3] = [44, 40, 60];
const UNRANKED: [u8; 3] = [100, 100, 100];

pub(super) fn routes() -> Router<Shared> {
    Router::new()
        .route(
            "/halo-infinite/leaderboards/{season}/{playlist}",
            get(leaderboard),
        )
        .route("/images/halo-infinite/csr/{file}", get(csr_image))
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
    let data = json!({ "props": { "pageProps": props, "__N_SSP": true } });
    // As Next.js does, so that no text ends the script.
    let data = data.to_string().replace('<', "\\u003c").replace('&', "\\u0026");
    let script = format!("<script id=\"__NEXT_DATA__\" type=\"application/json\">{data}</script>");
    Ok(document(StatusCode::OK, "Leaderboards - Halo Infinite", &script))
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

/// The image of a rank: `diamond_4.png`. The names are those that OpenSpartan Workshop downloads.
async fn csr_image(Path(file): Path<String>) -> Result<Response, Problem> {
    let name = file.strip_suffix(".png").and_then(|name| name.split_once('_'));
    let image = name.and_then(|(tier, step)| {
        let step: usize = step.parse().ok()?;
        let color = match (tier, step) {
            ("unranked", 0..=9) => UNRANKED,
            ("onyx", 1) => ONYX,
            (tier, 1..=6) => TIERS.iter().find(|(known, _)| *known == tier)?.1,
            _ => return None,
        };
        Some(png::badge(SIDE, color, step))
    });
    let png = image.ok_or(Problem::NotFound)?;
    Ok(([(CONTENT_TYPE, "image/png")], png).into_response())
}
