//! `gamecms_hacs`: the game's content files: medals, calendars, reward tracks, items, playlists, news, images, and
//! their guides.

mod academy;
mod banning;
mod bots;
mod calendars;
mod catalog;
mod challenges;
mod content;
mod currencies;
mod emblems;
mod guides;
mod images;
mod items;
mod manifests;
mod medals;
mod messages;
mod metadata;
mod multiplayer;
mod offerings;
mod playlists;
mod seasons;
mod specs;
mod texts;
mod tracks;

pub(super) use challenges::challenge;
pub(super) use items::{id as item_id, kind as item_kind};
pub(super) use offerings::path as offering_path;
pub(super) use tracks::operation as reward_track;

use super::halo::Model;
use super::path::parameter;
use crate::app::Shared;
use crate::wire::problem::Problem;
use axum::Router;
use axum::extract::{FromRequestParts, State};
use axum::http::HeaderMap;
use axum::http::request::Parts;
use axum::response::Response;
use axum::routing::get;
use content::Content;

pub(super) fn routes() -> Router<Shared> {
    Router::new()
        .route("/hi/{root}/file/{*path}", get(file))
        .route("/hi/{root}/guide/xo", get(guide))
}

/// The root and the path of a file, in lower case: paths are case-insensitive.
struct PathFile {
    root: String,
    path: String,
}

impl FromRequestParts<Shared> for PathFile {
    type Rejection = Problem;

    async fn from_request_parts(parts: &mut Parts, app: &Shared) -> Result<Self, Problem> {
        let PathRoot(root) = PathRoot::from_request_parts(parts, app).await?;
        let path = parameter(parts, app, "path").await?.to_lowercase();
        Ok(Self { root, path })
    }
}

/// The root of files, in lower case.
struct PathRoot(String);

impl FromRequestParts<Shared> for PathRoot {
    type Rejection = Problem;

    async fn from_request_parts(parts: &mut Parts, app: &Shared) -> Result<Self, Problem> {
        Ok(Self(parameter(parts, app, "root").await?.to_lowercase()))
    }
}

async fn file(
    State(app): State<Shared>,
    PathFile { root, path }: PathFile,
    headers: HeaderMap,
) -> Result<Response, Problem> {
    let content = content(&root, &path).ok_or(Problem::NotFound)?;
    Ok(content.of_year(app.world.shapes()).respond(&path, &headers))
}

async fn guide(State(app): State<Shared>, PathRoot(root): PathRoot) -> Result<Model, Problem> {
    let shapes = app.world.shapes();
    let find = |path: &str| content(&root, path).map(|content| content.of_year(shapes));
    let guide = guides::guide(&root, find).ok_or(Problem::NotFound)?;
    Ok(Model("Guide", guide))
}

/// A file, by its root and path in lower case.
fn content(root: &str, path: &str) -> Option<Content> {
    match root {
        "waypoint" => waypoint(path),
        "progression" => progression(path).map(|Model(name, json)| Content::Json(name, json)),
        "multiplayer" => playlists::configuration(path)
            .map(|file| Content::Json("PlaylistConfiguration", file))
            .or_else(|| multiplayer::file(path))
            .or_else(|| academy::file(path)),
        "news" => messages::news(path).map(|file| Content::Json("News", file)),
        "specs" => specs::file(path),
        "banning" => banning::message(path).map(|file| Content::Json("BanMessage", file)),
        "images" => images::image(path)
            .map(Content::png)
            .or_else(|| messages::picture(path).map(|jpeg| Content::Picture("image/jpeg", jpeg))),
        _ => None,
    }
}

fn waypoint(path: &str) -> Option<Content> {
    match path {
        "medals/metadata.json" => Some(Content::Json("MedalMetadata", medals::metadata())),
        "images/emblems/mapping.json" => Some(Content::Json("EmblemMapping", emblems::mapping())),
        path => medals::sheet(path)
            .or_else(|| emblems::picture(path))
            .map(Content::png),
    }
}

fn progression(path: &str) -> Option<Model> {
    match path {
        "csr/calendars/csrseasoncalendar.json" => Some(Model("CsrSeasonCalendar", calendars::csr())),
        "calendars/seasons/seasoncalendar.json" => Some(Model("SeasonCalendar", calendars::seasons())),
        "rewardtracks/careerranks/careerrank1.json" => Some(Model("CareerRewardTrack", tracks::career())),
        "metadata/metadata.json" => Some(Model("GameMetadata", metadata::metadata())),
        "inventory/manifest/armorcores.json" => Some(Model("ArmorCoreManifest", manifests::armor_cores())),
        "rewardtracks/manifest/eventmanifest.json" => Some(Model("EventManifest", manifests::events())),
        "rewardtracks/manifest/seasonmanifest.json" => Some(Model("SeasonManifest", manifests::seasons())),
        "inventory/catalog/inventory_catalog.json" => Some(Model("InventoryCatalog", catalog::inventory())),
        "store/storefronts.json" => Some(Model("Storefronts", offerings::storefronts())),
        // The seasons of matches are CSR seasons since 2023.
        path => seasons::csr_season(path)
            .map(|file| Model("CsrSeason", file))
            .or_else(|| seasons::season(path).map(|file| Model("SeasonMetadata", file)))
            .or_else(|| tracks::operation(path).map(|file| Model("OperationRewardTrack", file)))
            .or_else(|| challenges::deck(path).map(|file| Model("ChallengeDeckDefinition", file)))
            .or_else(|| challenge(path).map(|file| Model("ChallengeDefinition", file)))
            .or_else(|| currencies::currency(path).map(|file| Model("CurrencyDefinition", file)))
            .or_else(|| offerings::offering(path).map(|file| Model("StoreOffering", file)))
            .or_else(|| items::item(path).map(|file| Model("InGameItem", file))),
    }
}
