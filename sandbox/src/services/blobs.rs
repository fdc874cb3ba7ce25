//! `blobs`: the files of films. They are public: requests must not carry tokens.

use crate::app::Shared;
use crate::wire::problem::Problem;
use axum::Router;
use axum::extract::{Path, State};
use axum::http::HeaderMap;
use axum::http::header::{AUTHORIZATION, CONTENT_TYPE};
use axum::response::{IntoResponse, Response};
use axum::routing::get;
use uuid::Uuid;

pub(super) fn routes() -> Router<Shared> {
    Router::new().route("/blobs/ugcstorage/film/{asset}/{version}/{file}", get(chunk))
}

async fn chunk(
    State(app): State<Shared>,
    Path((asset, version, file)): Path<(String, String, String)>,
    headers: HeaderMap,
) -> Result<Response, Problem> {
    // A client that sends its tokens here leaks them to another host.
    let tokens = [
        "x-343-authorization-spartan",
        "343-clearance",
        AUTHORIZATION.as_str(),
    ];
    if tokens.iter().any(|name| headers.contains_key(*name)) {
        return Err(Problem::BadRequest);
    }
    let asset = asset.parse::<Uuid>().map_err(|_| Problem::NotFound)?;
    let plan = app.world.plan_of_film(asset).ok_or(Problem::NotFound)?;
    let film = app.world.film(plan).ok_or(Problem::NotFound)?;
    let index = file
        .strip_prefix("filmChunk")
        .and_then(|index| index.parse().ok());
    let chunk = index.and_then(|index: usize| film.chunks.get(index));
    let chunk = chunk.filter(|_| version == film.version.to_string());
    let bytes = film.file(chunk.ok_or(Problem::NotFound)?);
    Ok(([(CONTENT_TYPE, "application/octet-stream")], bytes).into_response())
}
