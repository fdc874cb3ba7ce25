//! `gamecms_hacs`: the game's content files: medals, calendars, reward tracks, items, playlists, images.

mod banning;
mod calendars;
mod challenges;
mod currencies;
mod emblems;
mod images;
mod items;
mod manifests;
mod medals;
mod metadata;
mod playlists;
mod seasons;
mod texts;
mod tracks;

pub(super) use challenges::challenge;

use super::halo::Model;
use super::path::parameter;
use crate::app::Shared;
use crate::wire::problem::Problem;
use axum::Router;
use axum::extract::FromRequestParts;
use axum::http::header::CONTENT_TYPE;
use axum::http::request::Parts;
use axum::response::{IntoResponse, Response};
use axum::routing::get;

pub(super) fn routes() -> Router<Shared> {
    Router::new().route("/hi/{root}/file/{*path}", get(file))
}

/// The root and the path of a file, in lower case: paths are case-insensitive.
struct PathFile {
    root: String,
    path: String,
}

impl FromRequestParts<Shared> for PathFile {
    type Rejection = Problem;

    async fn from_request_parts(parts: &mut Parts, app: &Shared) -> Result<Self, Problem> {
        let lower = async |parts: &mut Parts, name| -> Result<String, Problem> {
            Ok(parameter(parts, app, name).await?.to_lowercase())
        };
        Ok(Self {
            root: lower(parts, "root").await?,
            path: lower(parts, "path").await?,
        })
    }
}

async fn file(requested: PathFile) -> Result<Response, Problem> {
    let path = requested.path.as_str();
    let found = match requested.root.as_str() {
        "waypoint" => waypoint(path),
        "progression" => progression(path).map(IntoResponse::into_response),
        "multiplayer" => {
            playlists::configuration(path).map(|file| Model("PlaylistConfiguration", file).into_response())
        }
        "banning" => banning::message(path).map(|file| Model("BanMessage", file).into_response()),
        "images" => images::image(path).map(picture),
        _ => None,
    };
    found.ok_or(Problem::NotFound)
}

fn waypoint(path: &str) -> Option<Response> {
    match path {
        "medals/metadata.json" => Some(Model("MedalMetadata", medals::metadata()).into_response()),
        "images/emblems/mapping.json" => Some(Model("EmblemMapping", emblems::mapping()).into_response()),
        path => medals::sheet(path)
            .or_else(|| emblems::picture(path))
            .map(picture),
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
        // The seasons of matches are CSR seasons since 2023.
        path => seasons::csr_season(path)
            .map(|file| Model("CsrSeason", file))
            .or_else(|| seasons::season(path).map(|file| Model("SeasonMetadata", file)))
            .or_else(|| tracks::operation(path).map(|file| Model("OperationRewardTrack", file)))
            .or_else(|| challenges::deck(path).map(|file| Model("ChallengeDeckDefinition", file)))
            .or_else(|| challenge(path).map(|file| Model("ChallengeDefinition", file)))
            .or_else(|| currencies::currency(path).map(|file| Model("CurrencyDefinition", file)))
            .or_else(|| items::item(path).map(|file| Model("InGameItem", file))),
    }
}

fn picture(png: Vec<u8>) -> Response {
    ([(CONTENT_TYPE, "image/png")], png).into_response()
}
