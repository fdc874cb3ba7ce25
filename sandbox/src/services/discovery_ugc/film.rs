//! Theater films: the list of a film's chunks. `blobs` serves the chunks.

use crate::app::Shared;
use crate::services::halo::Model;
use crate::services::path::PathMatch;
use crate::wire::problem::Problem;
use crate::world::film::{Chunk, Film};
use crate::world::plan::MatchPlan;
use crate::world::ugc::BLOBS;
use axum::extract::State;
use serde_json::{Value, json};

pub(super) async fn spectate(State(app): State<Shared>, PathMatch(id): PathMatch) -> Result<Model, Problem> {
    let plan = app.world.plan(id).ok_or(Problem::NotFound)?;
    let film = app.world.film(plan).ok_or(Problem::NotFound)?;
    Ok(Model("Film", manifest(plan, &film)))
}

fn manifest(plan: &MatchPlan, film: &Film) -> Value {
    json!({
        "FilmStatusBond": 1,
        "CustomData": {
            "FilmLength": film.length,
            "Chunks": film.chunks.iter().map(chunk).collect::<Vec<_>>(),
            "HasGameEnded": true,
            "ManifestRefreshSeconds": 30,
            "MatchId": plan.id.to_string(),
            "FilmMajorVersion": film.major_version,
        },
        "BlobStoragePathPrefix": format!("{BLOBS}/ugcstorage/film/{}/{}/", film.asset, film.version),
        "AssetId": film.asset.to_string(),
    })
}

fn chunk(chunk: &Chunk) -> Value {
    json!({
        "Index": chunk.index,
        "ChunkStartTimeOffsetMilliseconds": chunk.start,
        "DurationMilliseconds": chunk.duration,
        "ChunkSize": chunk.size,
        "FileRelativePath": format!("/filmChunk{}", chunk.index),
        "ChunkType": chunk.kind,
    })
}
