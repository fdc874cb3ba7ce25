//! `profile`: who players are on Xbox Live.

use super::halo::Model;
use super::query::Query;
use super::subject::{Viewer, parameter, xuid};
use crate::app::Shared;
use crate::rng::Rng;
use crate::wire::problem::Problem;
use crate::world::Person;
use axum::Router;
use axum::extract::{FromRequestParts, State};
use axum::http::request::Parts;
use axum::routing::get;
use serde_json::{Value, json};

/// The service refuses longer lists.
const MOST_USERS: usize = 100;

pub(super) fn routes() -> Router<Shared> {
    Router::new()
        .route("/users", get(users))
        .route("/users/me", get(me))
        .route("/users/{user}", get(user))
}

/// The `{user}` of the path, as `xuid(…)` or `gt(…)`. Anything else is a 400, nobody there a 404.
struct User(usize);

impl FromRequestParts<Shared> for User {
    type Rejection = Problem;

    async fn from_request_parts(parts: &mut Parts, app: &Shared) -> Result<Self, Problem> {
        let user = parameter(parts, app, "user").await?;
        let people = app.world.people();
        let found = if let Some(xuid) = xuid(&user) {
            people.iter().position(|person| person.xuid() == xuid)
        } else {
            let gamertag = user
                .strip_prefix("gt(")
                .and_then(|rest| rest.strip_suffix(')'))
                .ok_or(Problem::BadRequest)?;
            let wanted = folded(gamertag);
            people
                .iter()
                .position(|person| folded(person.gamertag()) == wanted)
        };
        found.map(Self).ok_or(Problem::NotFound)
    }
}

/// A gamertag without what makes no difference: case and blanks.
fn folded(gamertag: &str) -> String {
    let letters = gamertag.chars().filter(|letter| !letter.is_whitespace());
    letters.flat_map(char::to_lowercase).collect()
}

async fn me(State(app): State<Shared>, Viewer(person): Viewer) -> Model {
    Model("User", profile(&app.world.people()[person]))
}

async fn user(State(app): State<Shared>, User(person): User) -> Model {
    Model("User", profile(&app.world.people()[person]))
}

/// One XUID that nobody has makes the whole call a 400. The answers are sorted by XUID, whatever the order of the
/// request was: the service promises none.
async fn users(State(app): State<Shared>, query: Query) -> Result<Model, Problem> {
    let mut wanted = Vec::new();
    for xuid in query.all("xuids").flat_map(|xuids| xuids.split(',')) {
        wanted.push(xuid.trim().parse::<u64>().map_err(|_| Problem::BadRequest)?);
    }
    if wanted.is_empty() || wanted.len() > MOST_USERS {
        return Err(Problem::BadRequest);
    }
    wanted.sort_unstable();
    wanted.dedup();
    let people = app.world.people();
    let mut users = Vec::new();
    for xuid in wanted {
        let person = people.iter().find(|person| person.xuid() == xuid);
        users.push(profile(person.ok_or(Problem::BadRequest)?));
    }
    Ok(Model("ArrayOfUser", Value::Array(users)))
}

fn profile(person: &Person) -> Value {
    json!({
        "xuid": person.xuid().to_string(),
        "gamertag": person.gamertag(),
        "gamerpic": gamerpic(person),
    })
}

/// The addresses look like those of the image service, whose key says nothing to anybody else.
fn gamerpic(person: &Person) -> Value {
    let mut rng = Rng::for_subject(person.xuid(), "gamerpic");
    let key: String = (0..9).map(|_| format!("{:016x}", rng.next())).collect();
    let address = format!("https://images-eds-ssl.xboxlive.com/image?url={key}--&format=png");
    let sized = |size: u32| format!("{address}&w={size}&h={size}");
    json!({ "small": sized(64), "medium": sized(208), "large": sized(424), "xlarge": address })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn case_and_blanks_of_gamertags_make_no_difference() {
        assert_eq!(folded("Sandbox Spartan"), folded("sandboxSPARTAN "));
        assert_ne!(folded("Rook#0042"), folded("Rook#0043"));
    }
}
