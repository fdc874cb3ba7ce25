//! Whom and which match a path is about.

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

/// A parameter of the path, percent-decoded.
pub(super) async fn parameter(parts: &mut Parts, app: &Shared, name: &str) -> Result<String, Problem> {
    let parameters = RawPathParams::from_request_parts(parts, app)
        .await
        .map_err(|_| Problem::BadRequest)?;
    let found = parameters.iter().find(|(parameter, _)| *parameter == name);
    found.map(|(_, value)| value.to_owned()).ok_or(Problem::NotFound)
}
