//! `blobs`: the files of films. They are public. Tokens make no difference: SPNKr, `halo_api` and guilty-spark send
//! theirs and get the files.

use crate::app::Shared;
use crate::wire::problem::Problem;
use axum::Router;
use axum::extract::{Path, State};
use axum::http::header::CONTENT_TYPE;
use axum::response::{IntoResponse, Response};
use axum::routing::get;
use uuid::Uuid;

pub(super) fn routes() -> Router<Shared> {
    Router::new().route("/blobs/ugcstorage/film/{asset}/{version}/{file}", get(chunk))
}

async fn chunk(
    State(app): State<Shared>,
    Path((asset, version, file)): Path<(String, String, String)>,
) -> Result<Response, Problem> {
    let asset = asset.parse::<Uuid>().map_err(|_| Problem::NotFound)?;
    let plan = app.world.plan_of_film(asset).ok_or(Problem::NotFound)?;
    let film = app.world.film(plan).ok_or(Problem::NotFound)?;
    let index = file
        .strip_prefix("filmchunk")
        .and_then(|index| index.parse().ok());
    let chunk = index.and_then(|index: usize| film.chunks.get(index));
    let chunk = chunk.filter(|_| version == film.version.to_string());
    let bytes = film.file(chunk.ok_or(Problem::NotFound)?);
    Ok(([(CONTENT_TYPE, "application/octet-stream")], bytes).into_response())
}
