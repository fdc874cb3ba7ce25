//! Favourites and ratings.

use super::owned::{exists, film};
use super::page::PageSize;
use super::path_kind::PathKind;
use crate::app::{App, Shared};
use crate::content::{Favorite, Rating};
use crate::services::discovery_ugc::path_asset::PathAsset;
use crate::services::halo::Model;
use crate::services::path::{Own, PathMatch};
use crate::services::query::Query;
use crate::wire::problem::Problem;
use crate::wire::timestamp::envelope;
use crate::world::catalog::AssetKind;
use crate::world::film::Film;
use crate::world::ugc::{Author, Key, Ugc};
use axum::body::Bytes;
use axum::extract::State;
use serde_json::{Value, json};
use uuid::Uuid;

pub(super) async fn favorites(
    State(app): State<Shared>,
    Own(person): Own,
    query: Query,
) -> Result<Model, Problem> {
    favorite_page(&app, person, &query, |_| true)
}

pub(super) async fn favorites_of(
    State(app): State<Shared>,
    Own(person): Own,
    PathKind(kind): PathKind,
    query: Query,
) -> Result<Model, Problem> {
    favorite_page(&app, person, &query, |known| known == kind)
}

fn favorite_page(
    app: &App,
    person: usize,
    query: &Query,
    selects: impl Fn(AssetKind) -> bool,
) -> Result<Model, Problem> {
    let size = PageSize::new(query)?;
    let favorites = app.content.favorites(&app.world, person).into_iter();
    let favorites = favorites.filter(|favorite| selects(favorite.key.0));
    let found = favorites.filter_map(|favorite| Some(favorite_json(&marked(app, favorite.key)?, favorite)));
    Ok(Model("FavoritePage", size.page(found.collect())))
}

pub(super) async fn favorite(
    State(app): State<Shared>,
    Own(person): Own,
    PathKind(kind): PathKind,
    path: PathAsset,
) -> Result<Model, Problem> {
    let mut favorites = app.content.favorites(&app.world, person).into_iter();
    let favorite = favorites.find(|favorite| favorite.key == (kind, path.id));
    let favorite = favorite.ok_or(Problem::NotFound)?;
    let asset = marked(&app, favorite.key).ok_or(Problem::NotFound)?;
    Ok(Model("Favorite", favorite_json(&asset, favorite)))
}

pub(super) async fn add_favorite(
    State(app): State<Shared>,
    Own(person): Own,
    PathKind(kind): PathKind,
    path: PathAsset,
    body: Bytes,
) -> Result<Model, Problem> {
    let body: Value = serde_json::from_slice(&body).map_err(|_| Problem::BadRequest)?;
    let version = match &body["AssetVersionId"] {
        Value::Null => None,
        id => {
            let id = id.as_str().and_then(|id| Uuid::try_parse(id).ok());
            Some(id.ok_or(Problem::BadRequest)?)
        }
    };
    added(&app, person, (kind, path.id), version)
}

pub(super) async fn favorite_film(
    State(app): State<Shared>,
    Own(person): Own,
    PathMatch(id): PathMatch,
) -> Result<Model, Problem> {
    let plan = app.world.plan(id).filter(|plan| Film::exists(plan));
    let (asset, version) = Film::ids(plan.ok_or(Problem::NotFound)?.seed);
    added(&app, person, (AssetKind::Film, asset), Some(version))
}

/// Adds a favourite. The response has no name and no description.
fn added(app: &App, person: usize, key: Key, version: Option<Uuid>) -> Result<Model, Problem> {
    let asset = marked(app, key).ok_or(Problem::NotFound)?;
    let is_known = |version: Uuid| asset.versions().iter().any(|known| known.id == version);
    if version.is_some_and(|version| !is_known(version)) {
        return Err(Problem::NotFound);
    }
    app.content
        .add_favorite(&app.world, person, Favorite { key, version });
    let asset = marked(app, key).ok_or(Problem::NotFound)?;
    let mut json = mark(&asset, json!({}), Value::Null, version);
    json["Name"] = json!("");
    json["Description"] = json!("");
    Ok(Model("Favorite", json))
}

pub(super) async fn rating(
    State(app): State<Shared>,
    Own(person): Own,
    PathKind(kind): PathKind,
    path: PathAsset,
) -> Result<Model, Problem> {
    let key = (kind, path.id);
    let rating = app.content.rating(&app.world, person, key);
    let asset = marked(&app, key).ok_or(Problem::NotFound)?;
    Ok(Model(
        "Rating",
        rating_json(&asset, rating.ok_or(Problem::NotFound)?),
    ))
}

pub(super) async fn rate(
    State(app): State<Shared>,
    Own(person): Own,
    PathKind(kind): PathKind,
    path: PathAsset,
    body: Bytes,
) -> Result<Model, Problem> {
    let body: Value = serde_json::from_slice(&body).map_err(|_| Problem::BadRequest)?;
    let stars = body["CustomData"]["Score"].as_i64();
    let stars = stars
        .filter(|stars| (1..=5).contains(stars))
        .ok_or(Problem::BadRequest)?;
    let key = (kind, path.id);
    if !exists(&app, key) {
        return Err(Problem::NotFound);
    }
    let rating = Rating {
        stars,
        modified: Some(app.clock.now_ms()),
    };
    app.content.rate(&app.world, person, key, rating);
    let asset = marked(&app, key).ok_or(Problem::NotFound)?;
    let mut json = rating_json(&asset, rating);
    json["Name"] = json!("");
    json["Description"] = json!("");
    Ok(Model("Rating", json))
}

/// Any asset that players can mark.
fn marked(app: &App, (kind, id): Key) -> Option<Ugc> {
    match kind {
        AssetKind::Film => {
            let plan = app.world.plan_of_film(id).filter(|plan| Film::exists(plan));
            plan.map(|plan| film(plan, Author::Studio))
        }
        _ => app.ugc_assets().get(kind, id).cloned(),
    }
}

fn favorite_json(asset: &Ugc, favorite: Favorite) -> Value {
    let version = favorite.version.unwrap_or(asset.version);
    mark(asset, json!({}), Value::Null, Some(version))
}

fn rating_json(asset: &Ugc, rating: Rating) -> Value {
    let versions = json!([{
        "AssetVersionId": asset.version.to_string(),
        "Score": rating.stars,
        "LastModified": envelope(rating.modified.unwrap_or(asset.modified)),
    }]);
    mark(
        asset,
        json!({ "Score": rating.stars }),
        versions,
        Some(asset.version),
    )
}

fn mark(asset: &Ugc, custom_data: Value, versions: Value, version: Option<Uuid>) -> Value {
    json!({
        "Links": {},
        "Name": asset.name,
        "Description": asset.description,
        "AssetId": asset.id.to_string(),
        "AssetVersionId": version.map(|version| version.to_string()),
        "CustomData": custom_data,
        "VersionRatings": versions,
        "AssetKind": asset.kind as i64,
        "SearchableData": {
            "PublicName": asset.name,
            "Description": asset.description,
            "Tags": asset.tags,
            "HasNodeGraph": asset.scripted,
            "CloneBehavior": 0,
            "PublishedVersion": asset.version.to_string(),
            "IsBanned": false,
            "FavoritesCount": asset.usage.favorites,
            "RatingScore": asset.usage.stars(),
            "RatingCount": asset.usage.ratings,
            "AssetState": 1,
            "AssetCreatedDate": envelope(asset.created),
            "AssetLastModified": envelope(asset.modified),
        },
    })
}
