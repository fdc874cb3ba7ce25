//! `profile`: the players' Xbox Live profiles, and the service awards of the token's player.

use super::halo::Model;
use super::path::{Viewer, normalized, parameter, xuid};
use super::query::Query;
use crate::app::Shared;
use crate::rng::Rng;
use crate::wire::problem::Problem;
use crate::world::{Person, service_awards};
use axum::Router;
use axum::extract::{FromRequestParts, State};
use axum::http::request::Parts;
use axum::routing::get;
use serde_json::{Value, json};

/// The most XUIDs in one request.
const MAX_USERS: usize = 100;

pub(super) fn routes() -> Router<Shared> {
    Router::new()
        .route("/users", get(users))
        .route("/users/me", get(me))
        .route("/users/me/service-awards", get(awards))
        .route("/users/{user}", get(user))
}

/// The `{user}` of the path, as `xuid(…)` or `gt(…)`. Anything else is a 400, an unknown player a 404.
struct PathUser(usize);

impl FromRequestParts<Shared> for PathUser {
    type Rejection = Problem;

    async fn from_request_parts(parts: &mut Parts, app: &Shared) -> Result<Self, Problem> {
        let user = parameter(parts, app, "user").await?;
        let people = app.world.people();
        let found = if let Some(xuid) = xuid(&user) {
            app.world.with_xuid(xuid)
        } else {
            let gamertag = user
                .strip_prefix("gt(")
                .and_then(|rest| rest.strip_suffix(')'))
                .ok_or(Problem::BadRequest)?;
            let name = normalized(gamertag);
            people
                .iter()
                .position(|person| normalized(person.gamertag()) == name)
        };
        let has_profile = |person: &usize| !app.closed_accounts.contains(people[*person].xuid());
        found.filter(has_profile).map(Self).ok_or(Problem::NotFound)
    }
}

async fn me(State(app): State<Shared>, Viewer(person): Viewer) -> Model {
    Model("User", profile(&app.world.people()[person]))
}

async fn awards(State(app): State<Shared>, Viewer(person): Viewer) -> Model {
    let person = &app.world.people()[person];
    let held = service_awards::of(person);
    let json = json!({
        "xuid": person.xuid().to_string(),
        "haloGamerscore": held.gamerscore,
        "featuredAwards": held.featured,
        "awards": held.all,
    });
    Model("ServiceAwardSnapshot", json)
}

async fn user(State(app): State<Shared>, PathUser(person): PathUser) -> Model {
    Model("User", profile(&app.world.people()[person]))
}

/// One unknown XUID makes the whole request a 400. The order of the real service is undefined; this one sorts by
/// XUID, so that clients cannot rely on the order of their request.
async fn users(State(app): State<Shared>, query: Query) -> Result<Model, Problem> {
    let mut requested = Vec::new();
    for xuid in query.list("xuids") {
        requested.push(xuid.parse::<u64>().map_err(|_| Problem::BadRequest)?);
    }
    if requested.is_empty() || requested.len() > MAX_USERS {
        return Err(Problem::BadRequest);
    }
    requested.sort_unstable();
    requested.dedup();
    let mut users = Vec::new();
    for xuid in requested {
        let person = app.world.with_xuid(xuid);
        let person = person.filter(|_| !app.closed_accounts.contains(xuid));
        users.push(profile(&app.world.people()[person.ok_or(Problem::BadRequest)?]));
    }
    Ok(Model("ArrayOfUser", Value::Array(users)))
}

pub(super) fn profile(person: &Person) -> Value {
    json!({
        "xuid": person.xuid().to_string(),
        "gamertag": person.gamertag(),
        "gamerpic": gamerpic(person),
    })
}

/// The address of a person's picture, like those of the image service, with a random key.
pub(super) fn picture(person: &Person) -> String {
    let mut rng = Rng::for_subject(person.xuid(), "gamerpic");
    let key: String = (0..9).map(|_| format!("{:016x}", rng.next())).collect();
    format!("https://images-eds-ssl.xboxlive.com/image?url={key}--&format=png")
}

fn gamerpic(person: &Person) -> Value {
    let address = picture(person);
    let sized = |size: u32| format!("{address}&w={size}&h={size}");
    json!({ "small": sized(64), "medium": sized(208), "large": sized(424), "xlarge": address })
}
