//! `blobs`: the files of films and other assets. They are public. Tokens make no difference: SPNKr, `halo_api` and
//! guilty-spark send theirs and get the files.

use crate::app::Shared;
use crate::rng::{Rng, hash};
use crate::wire::problem::Problem;
use crate::wire::{jpeg, png};
use axum::Router;
use axum::extract::{Path, State};
use axum::http::header::CONTENT_TYPE;
use axum::response::{IntoResponse, Response};
use axum::routing::get;
use uuid::Uuid;

/// The width and height of an asset's pictures, in pixels.
const PICTURE: (u16, u16) = (640, 360);
/// The size of a map's file, in bytes.
const MAP: usize = 4096;

pub(super) fn film_routes() -> Router<Shared> {
    Router::new().route("/blobs/ugcstorage/film/{asset}/{version}/{file}", get(chunk))
}

pub(super) fn asset_routes() -> Router<Shared> {
    Router::new().route("/blobs/ugcstorage/{kind}/{asset}/{version}/{*file}", get(file))
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

/// A file of an asset that is not a film: a picture or a map.
async fn file(
    State(app): State<Shared>,
    Path((kind, id, version, file)): Path<(String, String, String, String)>,
) -> Result<Response, Problem> {
    let uuid = |text: &str| text.parse::<Uuid>().map_err(|_| Problem::NotFound);
    let (id, version) = (uuid(&id)?, uuid(&version)?);
    let folder = format!("/ugcstorage/{kind}/{id}/{version}/");
    let mut assets = app.world.ugc_assets().iter();
    let asset = assets.find(|asset| asset.id == id && asset.path_of(version).eq_ignore_ascii_case(&folder));
    let asset = asset.filter(|asset| asset.versions().iter().any(|known| known.id == version));
    let asset = asset.ok_or(Problem::NotFound)?;
    let mut files = asset.files.iter();
    let file = files.find(|known| known.eq_ignore_ascii_case(&file));
    let file = file.ok_or(Problem::NotFound)?;
    let mut rng = Rng::new(hash(&format!("{}{file}", asset.path_of(version))));
    let (width, height) = PICTURE;
    let (content_type, bytes) = match file.rsplit('.').next() {
        Some("png") => {
            let color = rng.index(usize::from(u8::MAX));
            ("image/png", png::plain(width.into(), height.into(), color))
        }
        Some("jpg") => {
            let color = rng.index(usize::from(u8::MAX));
            ("image/jpeg", jpeg::plain(width, height, color))
        }
        // The format of maps is unknown: noise stands in for them.
        _ => {
            let noise = (0..MAP / 8).flat_map(|_| rng.next().to_le_bytes());
            ("application/octet-stream", noise.collect())
        }
    };
    Ok(([(CONTENT_TYPE, content_type)], bytes).into_response())
}
