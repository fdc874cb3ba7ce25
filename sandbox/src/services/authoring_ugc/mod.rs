//! `authoring_ugc`: the assets of the token's player, their versions, favourites and ratings.

mod asset_json;
mod marks;
mod owned;
mod page;
mod path_kind;
mod version_json;

use self::owned::{Owned, PathOwned};
use self::page::PageSize;
use self::path_kind::kind_of_name;
use super::discovery_ugc::search::Order;
use super::halo::Model;
use super::path::Own;
use super::query::Query;
use crate::app::Shared;
use crate::content::Patch;
use crate::wire::problem::Problem;
use axum::Router;
use axum::body::Bytes;
use axum::extract::State;
use axum::routing::get;
use serde_json::Value;
use uuid::Uuid;

pub(super) fn routes() -> Router<Shared> {
    const MARK: &str = "{kind}/{asset_id}";
    Router::new()
        .route("/hi/{kind}/{asset_id}", get(asset))
        .route("/hi/{kind}/{asset_id}/versions", get(versions))
        .route("/hi/{kind}/{asset_id}/versions/latest", get(latest_version))
        .route("/hi/{kind}/{asset_id}/versions/published", get(published_version))
        .route(
            "/hi/{kind}/{asset_id}/versions/{version_id}",
            get(version).patch(patch_version),
        )
        .route("/hi/players/{player}/assets", get(player_assets))
        .route("/hi/players/{player}/favorites", get(marks::favorites))
        .route("/hi/players/{player}/favorites/{kind}", get(marks::favorites_of))
        .route(
            &format!("/hi/players/{{player}}/favorites/{MARK}"),
            get(marks::favorite).put(marks::add_favorite),
        )
        .route(
            "/hi/players/{player}/favorites/films/matches/{match_id}",
            axum::routing::put(marks::favorite_film),
        )
        .route(
            &format!("/hi/players/{{player}}/ratings/{MARK}"),
            get(marks::rating).put(marks::rate),
        )
}

async fn asset(State(app): State<Shared>, path: PathOwned) -> Result<Model, Problem> {
    let owned = path.find(&app)?;
    Ok(Model("AuthoringAsset", asset_json::asset(&owned.asset)))
}

async fn latest_version(State(app): State<Shared>, path: PathOwned) -> Result<Model, Problem> {
    let owned = path.find(&app)?;
    let latest = owned.asset.versions().last().map(|version| version.id);
    version_of(&app, &owned, latest.ok_or(Problem::NotFound)?)
}

async fn published_version(State(app): State<Shared>, path: PathOwned) -> Result<Model, Problem> {
    let owned = path.find(&app)?;
    version_of(&app, &owned, owned.asset.version)
}

async fn version(State(app): State<Shared>, path: PathOwned) -> Result<Model, Problem> {
    let owned = path.find(&app)?;
    version_of(&app, &owned, path.version.ok_or(Problem::NotFound)?)
}

fn version_of(app: &Shared, owned: &Owned, id: Uuid) -> Result<Model, Problem> {
    let json = version_json::version(app, owned, id).ok_or(Problem::NotFound)?;
    Ok(Model("AuthoringAssetVersion", json))
}

/// Newest first, without files.
async fn versions(State(app): State<Shared>, path: PathOwned, query: Query) -> Result<Model, Problem> {
    let size = PageSize::new(&query)?;
    let owned = path.find(&app)?;
    let all = owned.asset.versions().into_iter().rev();
    let all = all.filter_map(|version| {
        let json = version_json::version(&app, &owned, version.id)?;
        Some(version_json::without_files(json))
    });
    let mut page = size.page(all.collect());
    if let Some(fields) = page.as_object_mut() {
        fields.shift_remove("EstimatedTotal");
    }
    Ok(Model("AuthoringAssetVersionPage", page))
}

async fn player_assets(State(app): State<Shared>, Own(person): Own, query: Query) -> Result<Model, Problem> {
    let size = PageSize::new(&query)?;
    let order = Order::new(&query)?;
    let times = query.number("include-times")?.unwrap_or(true);
    let kind = query.get("kind").map(kind_of_name).transpose()?;
    let keywords: Vec<String> = query.list("keywords").map(str::to_lowercase).collect();
    let mut all = Owned::all(&app, person);
    all.retain(|owned| {
        let name = owned.asset.name.to_lowercase();
        kind.is_none_or(|kind| kind == owned.asset.kind)
            && (keywords.is_empty() || keywords.iter().any(|word| name.contains(word)))
    });
    all.sort_by(|one, other| order.compare(&one.asset, &other.asset));
    let listed = all.iter().map(|owned| asset_json::listed(&app, owned, times));
    Ok(Model("AuthoringAssetPage", size.page(listed.collect())))
}

/// Changes the fields that the body has; `null` changes nothing. Grunt sends the whole version.
async fn patch_version(State(app): State<Shared>, path: PathOwned, body: Bytes) -> Result<Model, Problem> {
    let owned = path.find(&app)?;
    let mut versions = owned.asset.versions().into_iter();
    let version = versions.find(|version| Some(version.id) == path.version);
    let version = version.ok_or(Problem::NotFound)?.id;
    if owned.plan.is_some() {
        // The names of films are not stored.
        return Err(Problem::Forbidden);
    }
    let body: Value = serde_json::from_slice(&body).map_err(|_| Problem::BadRequest)?;
    let patch = Patch {
        name: text(&body["PublicName"])?,
        description: text(&body["Description"])?,
        tags: match &body["Tags"] {
            Value::Null => None,
            Value::Array(tags) => {
                let tags: Option<Vec<String>> =
                    tags.iter().map(|tag| tag.as_str().map(str::to_owned)).collect();
                Some(tags.ok_or(Problem::BadRequest)?)
            }
            _ => return Err(Problem::BadRequest),
        },
        modified: app.clock.now_ms(),
    };
    if !body.is_object() || patch.name.as_ref().is_some_and(String::is_empty) {
        return Err(Problem::BadRequest);
    }
    app.content.patch(&app.world, owned.asset.key(), version, patch);
    version_of(&app, &owned, version)
}

fn text(value: &Value) -> Result<Option<String>, Problem> {
    match value {
        Value::Null => Ok(None),
        Value::String(text) => Ok(Some(text.clone())),
        _ => Err(Problem::BadRequest),
    }
}
