//! `xbox_profile`: profiles by XUIDs and by gamertag.

use super::access::{ServiceError, contract};
use super::person::Profile;
use crate::app::{App, Shared};
use crate::services::path::{Viewer, normalized, parameter, xuid};
use crate::services::query::Query;
use axum::body::Bytes;
use axum::extract::{FromRequestParts, State};
use axum::http::HeaderMap;
use axum::http::request::Parts;
use axum::routing::{get, post};
use axum::{Json, Router};
use serde_json::{Value, json};
use std::ops::RangeInclusive;

const CONTRACTS: RangeInclusive<u16> = 2..=3;

pub(super) fn routes() -> Router<Shared> {
    Router::new()
        .route("/users/batch/profile/settings", post(batch))
        .route("/users/me/profile/settings", get(me))
        .route("/users/{user}/profile/settings", get(user))
}

/// The `{user}` of the path, as `xuid(…)` or `gt(…)`.
struct PathUser(usize);

impl FromRequestParts<Shared> for PathUser {
    type Rejection = ServiceError;

    async fn from_request_parts(parts: &mut Parts, app: &Shared) -> Result<Self, ServiceError> {
        let user = parameter(parts, app, "user")
            .await
            .map_err(|_| ServiceError::InvalidRequest)?;
        let found = match xuid(&user) {
            Some(xuid) => app.world.with_xuid(xuid),
            None => {
                let gamertag = user.strip_prefix("gt(").and_then(|rest| rest.strip_suffix(')'));
                let name = normalized(gamertag.ok_or(ServiceError::InvalidRequest)?);
                let mut people = app.world.people().iter();
                people.position(|person| normalized(person.gamertag()) == name)
            }
        };
        let found = found.filter(|person| has_profile(app, *person));
        found.map(Self).ok_or(ServiceError::UnknownUser)
    }
}

fn has_profile(app: &App, person: usize) -> bool {
    let people = app.world.people();
    people
        .get(person)
        .is_some_and(|person| !app.closed_accounts.contains(person.xuid()))
}

async fn me(
    State(app): State<Shared>,
    Viewer(person): Viewer,
    headers: HeaderMap,
    query: Query,
) -> Result<Json<Value>, ServiceError> {
    contract(&headers, CONTRACTS)?;
    Ok(profiles(&app, &[person], query.list("settings")))
}

async fn user(
    State(app): State<Shared>,
    PathUser(person): PathUser,
    headers: HeaderMap,
    query: Query,
) -> Result<Json<Value>, ServiceError> {
    contract(&headers, CONTRACTS)?;
    Ok(profiles(&app, &[person], query.list("settings")))
}

/// An unknown XUID makes the whole request a 404. The profiles come in the order of their XUIDs.
async fn batch(
    State(app): State<Shared>,
    headers: HeaderMap,
    body: Bytes,
) -> Result<Json<Value>, ServiceError> {
    contract(&headers, CONTRACTS)?;
    let question: Value = serde_json::from_slice(&body).map_err(|_| ServiceError::InvalidRequest)?;
    let texts = |name: &str| {
        let list = question[name].as_array().filter(|list| !list.is_empty());
        let texts = list.ok_or(ServiceError::InvalidRequest)?.iter();
        let texts = texts.map(|text| text.as_str().ok_or(ServiceError::InvalidRequest));
        texts.collect::<Result<Vec<&str>, _>>()
    };
    let settings = texts("settings")?;
    let mut people = Vec::new();
    for id in texts("userIds")? {
        let xuid = id.parse().map_err(|_| ServiceError::InvalidRequest)?;
        let person = app
            .world
            .with_xuid(xuid)
            .filter(|person| has_profile(&app, *person));
        people.push(person.ok_or(ServiceError::UnknownUser)?);
    }
    people.sort_by_key(|person| app.world.people()[*person].xuid());
    people.dedup();
    Ok(profiles(&app, &people, settings))
}

fn profiles<'q>(app: &App, people: &[usize], settings: impl IntoIterator<Item = &'q str>) -> Json<Value> {
    let settings: Vec<&str> = settings.into_iter().collect();
    let users = people.iter().map(|index| {
        let person = &app.world.people()[*index];
        let profile = Profile::of(person);
        let values = settings.iter().filter_map(|setting| {
            let value = value(&profile, setting)?;
            Some(json!({ "id": setting, "value": value }))
        });
        let id = person.xuid().to_string();
        json!({
            "id": id,
            "hostId": id,
            "settings": values.collect::<Value>(),
            "isSponsoredUser": false,
        })
    });
    Json(json!({ "profileUsers": users.collect::<Value>() }))
}

/// The value of a setting; `None` for one that the service does not know.
fn value(profile: &Profile, setting: &str) -> Option<String> {
    Some(match setting {
        "Gamertag" | "GameDisplayName" | "AppDisplayName" => profile.gamertag.to_owned(),
        "ModernGamertag" => profile.modern.to_owned(),
        "ModernGamertagSuffix" => profile.suffix.to_owned(),
        "UniqueModernGamertag" => profile.unique(),
        "GameDisplayPicRaw" | "AppDisplayPicRaw" | "PublicGamerpic" => profile.picture.clone(),
        "Gamerscore" => profile.gamerscore.to_string(),
        "AccountTier" => profile.tier.to_owned(),
        "TenureLevel" => profile.tenure.to_string(),
        "XboxOneRep" => profile.reputation.to_owned(),
        "Bio" => profile.bio.to_owned(),
        "Location" => profile.location.to_owned(),
        "PreferredColor" => {
            "https://dlassets-ssl.xboxlive.com/public/content/ppl/colors/00000.json".to_owned()
        }
        "Watermarks" | "RealName" | "RealNameOverride" => String::new(),
        "ShowUserAsAvatar" | "IsQuarantined" => "0".to_owned(),
        _ => return None,
    })
}
