//! Whom and which match a path is about, and who asks.

use super::halo::TokenHolder;
use crate::app::Shared;
use crate::wire::problem::Problem;
use axum::extract::{FromRequestParts, RawPathParams};
use axum::http::request::Parts;
use uuid::Uuid;

/// The `{player}` of a path: an index into the world's people. Nobody there is a 404.
pub(super) struct Subject(pub(super) usize);

impl FromRequestParts<Shared> for Subject {
    type Rejection = Problem;

    async fn from_request_parts(parts: &mut Parts, app: &Shared) -> Result<Self, Problem> {
        let player = parameter(parts, app, "player").await?;
        app.world.find(&player).map(Self).ok_or(Problem::NotFound)
    }
}

/// The `{match_id}` of a path. What is no GUID is a 400.
pub(super) struct SubjectOf(pub(super) Uuid);

impl FromRequestParts<Shared> for SubjectOf {
    type Rejection = Problem;

    async fn from_request_parts(parts: &mut Parts, app: &Shared) -> Result<Self, Problem> {
        let id = parameter(parts, app, "match_id").await?;
        Uuid::try_parse(&id).map(Self).map_err(|_| Problem::BadRequest)
    }
}

/// The index of the player whom the Spartan token belongs to. A token of nobody in this world is a 403.
pub(super) struct Viewer(pub(super) usize);

impl FromRequestParts<Shared> for Viewer {
    type Rejection = Problem;

    async fn from_request_parts(parts: &mut Parts, app: &Shared) -> Result<Self, Problem> {
        let holder = parts.extensions.get::<TokenHolder>();
        let viewer = holder.and_then(|TokenHolder(xuid)| app.world.find(&xuid.to_string()));
        viewer.map(Self).ok_or(Problem::Forbidden)
    }
}

/// What stands between the brackets of `xuid(…)`.
pub(super) fn xuid(text: &str) -> Option<u64> {
    let (name, rest) = text.split_at_checked("xuid(".len())?;
    let digits = rest
        .strip_suffix(')')
        .filter(|_| name.eq_ignore_ascii_case("xuid("))?;
    // A number's own parser would take a sign.
    let plain = digits.bytes().all(|byte| byte.is_ascii_digit());
    digits.parse().ok().filter(|_| plain)
}

/// A parameter of the path, percent-decoded.
pub(super) async fn parameter(parts: &mut Parts, app: &Shared, name: &str) -> Result<String, Problem> {
    let parameters = RawPathParams::from_request_parts(parts, app)
        .await
        .map_err(|_| Problem::BadRequest)?;
    let found = parameters.iter().find(|(parameter, _)| *parameter == name);
    found.map(|(_, value)| value.to_owned()).ok_or(Problem::NotFound)
}
