//! The player and the match in a path, and the player of the token.

use super::halo::TokenHolder;
use crate::app::{App, Shared};
use crate::live::Part;
use crate::wire::problem::Problem;
use crate::world::plan::MatchPlan;
use axum::extract::{FromRequestParts, RawPathParams};
use axum::http::request::Parts;
use uuid::Uuid;

/// The `{player}` of the path, as an index into the world's people. An unknown player is a 404.
pub(super) struct PathPlayer(pub(super) usize);

impl FromRequestParts<Shared> for PathPlayer {
    type Rejection = Problem;

    async fn from_request_parts(parts: &mut Parts, app: &Shared) -> Result<Self, Problem> {
        let player = parameter(parts, app, "player").await?;
        let gamertag = normalized(&player);
        let mut people = app.world.people().iter();
        let found = app
            .world
            .find(&player)
            .or_else(|| people.position(|person| normalized(person.gamertag()) == gamertag));
        found.map(Self).ok_or(Problem::NotFound)
    }
}

/// The `{player}` of the path, as `xuid(…)`. A gamertag is a 400.
pub(super) struct PathOwner(pub(super) usize);

impl FromRequestParts<Shared> for PathOwner {
    type Rejection = Problem;

    async fn from_request_parts(parts: &mut Parts, app: &Shared) -> Result<Self, Problem> {
        let player = parameter(parts, app, "player").await?;
        let xuid = xuid(&player).ok_or(Problem::BadRequest)?;
        app.world.with_xuid(xuid).map(Self).ok_or(Problem::NotFound)
    }
}

/// The `{match_id}` of the path. An invalid GUID is a 400.
pub(super) struct PathMatch(pub(super) Uuid);

impl FromRequestParts<Shared> for PathMatch {
    type Rejection = Problem;

    async fn from_request_parts(parts: &mut Parts, app: &Shared) -> Result<Self, Problem> {
        let id = parameter(parts, app, "match_id").await?;
        Uuid::try_parse(&id).map(Self).map_err(|_| Problem::BadRequest)
    }
}

/// The match with an id, if a part of it has appeared. Otherwise it is a 404.
pub(super) fn appeared(app: &App, part: Part, id: Uuid) -> Result<&MatchPlan, Problem> {
    let plan = app.world.plan(id).filter(|plan| app.has(part, plan));
    plan.ok_or(Problem::NotFound)
}

/// The player of the Spartan token, as an index into the world's people. An unknown player is a 403.
pub(super) struct Viewer(pub(super) usize);

impl FromRequestParts<Shared> for Viewer {
    type Rejection = Problem;

    async fn from_request_parts(parts: &mut Parts, app: &Shared) -> Result<Self, Problem> {
        let holder = parts.extensions.get::<TokenHolder>();
        let viewer = holder.and_then(|TokenHolder(xuid)| app.world.with_xuid(*xuid));
        viewer.map(Self).ok_or(Problem::Forbidden)
    }
}

/// The `{player}` of the path, for data that only its owner may see: as [`PathOwner`], and another player than that of
/// the token is a 403.
pub(super) struct Own(pub(super) usize);

impl FromRequestParts<Shared> for Own {
    type Rejection = Problem;

    async fn from_request_parts(parts: &mut Parts, app: &Shared) -> Result<Self, Problem> {
        let PathOwner(person) = PathOwner::from_request_parts(parts, app).await?;
        only_own(person, Viewer::from_request_parts(parts, app).await?)?;
        Ok(Self(person))
    }
}

/// Refuses data that only the player of the token may see.
pub(super) fn only_own(person: usize, Viewer(viewer): Viewer) -> Result<(), Problem> {
    if person == viewer {
        Ok(())
    } else {
        Err(Problem::Forbidden)
    }
}

/// Normalizes a gamertag: case and spaces make no difference.
pub(super) fn normalized(gamertag: &str) -> String {
    let letters = gamertag.chars().filter(|letter| !letter.is_whitespace());
    letters.flat_map(char::to_lowercase).collect()
}

/// Parses `xuid(…)`, in any case and without blanks.
pub(super) fn xuid(text: &str) -> Option<u64> {
    let (name, rest) = text.split_at_checked("xuid(".len())?;
    let digits = rest
        .strip_suffix(')')
        .filter(|_| name.eq_ignore_ascii_case("xuid("))?;
    // `parse` would accept a sign.
    let plain = digits.bytes().all(|byte| byte.is_ascii_digit());
    digits.parse().ok().filter(|_| plain)
}

/// A percent-decoded parameter of the path.
pub(super) async fn parameter(parts: &mut Parts, app: &Shared, name: &str) -> Result<String, Problem> {
    let parameters = RawPathParams::from_request_parts(parts, app)
        .await
        .map_err(|_| Problem::BadRequest)?;
    let found = parameters.iter().find(|(parameter, _)| *parameter == name);
    found.map(|(_, value)| value.to_owned()).ok_or(Problem::NotFound)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn case_and_spaces_of_gamertags_make_no_difference() {
        assert_eq!(normalized("Sandbox Spartan"), normalized("sandboxSPARTAN "));
        assert_ne!(normalized("Rook0042"), normalized("Rook0043"));
    }

    #[test]
    fn only_digits_in_parentheses_are_an_xuid() {
        assert_eq!(xuid("xuid(2533274800000007)"), Some(2_533_274_800_000_007));
        assert_eq!(xuid("XUID(7)"), Some(7));
        for bad in [
            "xuid( 7)", "xuid(+7)", "xuid()", "xuid(7", "7", "gt(7)", "bid(1.0)", "",
        ] {
            assert_eq!(xuid(bad), None, "{bad}");
        }
    }
}
