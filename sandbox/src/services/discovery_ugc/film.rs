//! Theater films: the list of a film's chunks, by its match or as an asset. `blobs` serves the chunks.

use super::path_asset::PathAsset;
use crate::app::Shared;
use crate::live::Part;
use crate::services::asset_files::stored;
use crate::services::halo::Model;
use crate::services::path::{PathMatch, appeared};
use crate::wire::problem::Problem;
use crate::world::film::{Chunk, Film};
use crate::world::plan::MatchPlan;
use crate::world::ugc::BLOBS;
use axum::extract::State;
use serde_json::{Value, json};

pub(super) async fn spectate(State(app): State<Shared>, PathMatch(id): PathMatch) -> Result<Model, Problem> {
    let plan = appeared(&app, Part::Film, id)?;
    let film = app.world.film(plan).ok_or(Problem::NotFound)?;
    Ok(Model("Film", manifest(plan, &film)))
}

/// The film as an asset.
pub(super) async fn asset(State(app): State<Shared>, path: PathAsset) -> Result<Model, Problem> {
    let plan = app.world.plan_of_film(path.id).ok_or(Problem::NotFound)?;
    let plan = appeared(&app, Part::Film, plan.id)?;
    let film = app.world.film(plan).ok_or(Problem::NotFound)?;
    let json = json!({
        "CustomData": custom_data(plan, &film),
        "Tags": [],
        "MapLink": null,
        "UgcGameVariantLink": null,
        "AssetId": film.asset.to_string(),
        "VersionId": film.version.to_string(),
        "PublicName": "New Film",
        "Description": "",
        "Files": files(&film),
        "Contributors": [],
        "AssetHome": 2,
        "AssetStats": {
            "PlaysRecent": 0,
            "PlaysAllTime": 0,
            "Favorites": 0,
            "Likes": 0,
            "Bookmarks": 0,
            "ParentAssetCount": 0,
            "AverageRating": 0.0,
            "NumberOfRatings": 0,
        },
        "InspectionResult": 0,
        "CloneBehavior": 0,
        "Order": 0,
        "PublishedDate": null,
        "DisplayOwnerOverride": "",
    });
    Ok(Model("Film", json))
}

fn manifest(plan: &MatchPlan, film: &Film) -> Value {
    json!({
        "FilmStatusBond": 1,
        "CustomData": custom_data(plan, film),
        "BlobStoragePathPrefix": format!("{BLOBS}{}", folder(film)),
        "AssetId": film.asset.to_string(),
    })
}

/// The files of a film.
pub(in crate::services) fn files(film: &Film) -> Value {
    let mut files: Vec<String> = film.chunks.iter().map(file_name).collect();
    files.sort_unstable();
    stored(&folder(film), json!(files))
}

fn folder(film: &Film) -> String {
    format!("/ugcstorage/film/{}/{}/", film.asset, film.version)
}

pub(in crate::services) fn custom_data(plan: &MatchPlan, film: &Film) -> Value {
    json!({
        "FilmLength": film.length,
        "Chunks": film.chunks.iter().map(chunk).collect::<Vec<_>>(),
        "HasGameEnded": true,
        "ManifestRefreshSeconds": 30,
        "MatchId": plan.id.to_string(),
        "FilmMajorVersion": film.major_version,
    })
}

fn file_name(chunk: &Chunk) -> String {
    format!("filmChunk{}", chunk.index)
}

fn chunk(chunk: &Chunk) -> Value {
    json!({
        "Index": chunk.index,
        "ChunkStartTimeOffsetMilliseconds": chunk.start,
        "DurationMilliseconds": chunk.duration,
        "ChunkSize": chunk.size,
        "FileRelativePath": format!("/{}", file_name(chunk)),
        "ChunkType": chunk.kind,
    })
}
