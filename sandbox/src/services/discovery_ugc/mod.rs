//! `discovery_ugc`: maps, modes, playlists and related assets, the search, and films.

pub(super) mod asset_json;
pub(super) mod film;
pub(super) mod path_asset;
pub(super) mod search;
mod search_filter;

use self::asset_json::AssetJson;
use self::path_asset::PathAsset;
use super::halo::Model;
use super::path::parameter;
use crate::app::Shared;
use crate::wire::problem::Problem;
use crate::world::catalog::AssetKind;
use crate::world::ugc::manifests::build_guid;
use crate::world::ugc::texts::Language;
use crate::world::ugc::{Details, Library, Ugc};
use axum::Router;
use axum::extract::{FromRequestParts, State};
use axum::http::header::ACCEPT_LANGUAGE;
use axum::http::request::Parts;
use axum::routing::get;
use serde_json::{Value, json};
use std::convert::Infallible;

/// The kinds of assets, with their names in paths, in lower case, and in XML.
const KINDS: [(AssetKind, &str, &str); 8] = [
    (AssetKind::Map, "maps", "Map"),
    (AssetKind::UgcGameVariant, "ugcgamevariants", "UgcGameVariant"),
    (AssetKind::MapModePair, "mapmodepairs", "MapModePair"),
    (AssetKind::Playlist, "playlists", "Playlist"),
    (
        AssetKind::EngineGameVariant,
        "enginegamevariants",
        "EngineGameVariant",
    ),
    (AssetKind::Prefab, "prefabs", "Prefab"),
    (AssetKind::Project, "projects", "Project"),
    (AssetKind::Manifest, "manifests", "Manifest"),
];

/// The predefined tags of the game.
const CANNED_TAGS: [&str; 28] = [
    "12v12",
    "1v1",
    "2v2",
    "4v4",
    "8v8",
    "Arena",
    "BTB",
    "Bots",
    "CTF",
    "Casual",
    "Classic",
    "Cooperative",
    "Core",
    "Experimental",
    "FFA",
    "Fiesta",
    "H3",
    "Machinima",
    "Map",
    "Mode",
    "Objective",
    "Oddball",
    "Original",
    "Remake",
    "Slayer",
    "Strongholds",
    "Tactical",
    "WIP",
];

pub(super) fn routes() -> Router<Shared> {
    let routes = KINDS
        .into_iter()
        .fold(Router::new(), |routes, (kind, path, model)| {
            let answer = move |state: State<Shared>, path: PathAsset, language: AcceptLanguage| {
                asset(kind, model, state, path, language)
            };
            routes
                .route(&format!("/hi/{path}/{{asset_id}}"), get(answer))
                .route(
                    &format!("/hi/{path}/{{asset_id}}/versions/{{version_id}}"),
                    get(answer),
                )
        });
    routes
        .route("/hi/manifests/builds/{build}/game", get(manifest_by_build))
        .route("/hi/manifests/branches/{branch}/game", get(manifest_by_branch))
        .route("/hi/manifests/guids/{asset_id}/game", get(manifest_by_guid))
        .route("/hi/info/tags", get(tags))
        .route("/hi/search", get(search::search))
        .route("/hi/films/matches/{match_id}/spectate", get(film::spectate))
        .route("/hi/films/{asset_id}", get(film::asset))
}

/// The language of the texts.
struct AcceptLanguage(Language);

impl<S: Sync> FromRequestParts<S> for AcceptLanguage {
    type Rejection = Infallible;

    async fn from_request_parts(parts: &mut Parts, _: &S) -> Result<Self, Infallible> {
        let header = parts.headers.get(ACCEPT_LANGUAGE);
        let header = header.and_then(|value| value.to_str().ok()).unwrap_or_default();
        Ok(Self(Language::from_header(header)))
    }
}

async fn asset(
    kind: AssetKind,
    model: &'static str,
    State(app): State<Shared>,
    path: PathAsset,
    AcceptLanguage(language): AcceptLanguage,
) -> Result<Model, Problem> {
    let ugc_assets = app.ugc_assets();
    let asset = ugc_assets.get(kind, path.id).ok_or(Problem::NotFound)?;
    if path.version.is_some_and(|version| version != asset.version) {
        return Err(Problem::NotFound);
    }
    Ok(Model(
        model,
        AssetJson::new(&ugc_assets, language).complete(asset),
    ))
}

/// The build or the branch of the path.
struct PathName(String);

impl FromRequestParts<Shared> for PathName {
    type Rejection = Problem;

    async fn from_request_parts(parts: &mut Parts, app: &Shared) -> Result<Self, Problem> {
        match parameter(parts, app, "build").await {
            Ok(build) => Ok(Self(build)),
            Err(_) => parameter(parts, app, "branch").await.map(Self),
        }
    }
}

async fn manifest_by_build(
    State(app): State<Shared>,
    PathName(name): PathName,
    AcceptLanguage(language): AcceptLanguage,
) -> Result<Model, Problem> {
    newest_manifest(&app.ugc_assets(), language, |_, build| build == name)
}

async fn manifest_by_branch(
    State(app): State<Shared>,
    PathName(name): PathName,
    AcceptLanguage(language): AcceptLanguage,
) -> Result<Model, Problem> {
    newest_manifest(&app.ugc_assets(), language, |branch, _| {
        branch.eq_ignore_ascii_case(&name)
    })
}

async fn manifest_by_guid(
    State(app): State<Shared>,
    path: PathAsset,
    AcceptLanguage(language): AcceptLanguage,
) -> Result<Model, Problem> {
    newest_manifest(&app.ugc_assets(), language, |_, build| {
        build_guid(build) == path.id
    })
}

fn newest_manifest(
    ugc_assets: &Library,
    language: Language,
    selects: impl Fn(&str, &str) -> bool,
) -> Result<Model, Problem> {
    let is_selected = |asset: &&Ugc| match &asset.details {
        Details::Manifest { branch, build, .. } => selects(branch, build),
        _ => false,
    };
    let manifest = ugc_assets
        .iter()
        .filter(is_selected)
        .max_by_key(|manifest| manifest.created);
    let manifest = manifest.ok_or(Problem::NotFound)?;
    Ok(Model(
        "Manifest",
        AssetJson::new(ugc_assets, language).complete(manifest),
    ))
}

async fn tags() -> Model {
    let tags: Value = CANNED_TAGS.iter().map(|tag| json!({ "Name": tag })).collect();
    Model("TagsInfo", json!({ "CannedTags": tags }))
}
