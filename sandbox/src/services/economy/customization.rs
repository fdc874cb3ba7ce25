//! Customization.

use super::outfit::outfit;
use super::results::{SUCCESS, results};
use crate::app::Shared;
use crate::services::halo::Model;
use crate::services::path::{PathOwner, Viewer, only_own};
use crate::services::query::Query;
use crate::wire::problem::Problem;
use axum::extract::State;
use serde_json::json;

pub(super) async fn customization(
    State(app): State<Shared>,
    PathOwner(person): PathOwner,
    viewer: Viewer,
    query: Query,
) -> Result<Model, Problem> {
    let all = match query.get("view").map(str::to_ascii_lowercase).as_deref() {
        None | Some("public") => false,
        Some("private") => {
            only_own(person, viewer)?;
            true
        }
        Some(_) => return Err(Problem::BadRequest),
    };
    Ok(Model("PlayerCustomization", outfit(&app, person, all)))
}

/// The public customizations of any players.
pub(super) async fn customizations(State(app): State<Shared>, query: Query) -> Result<Model, Problem> {
    let customizations = results(&app, &query, |person| outfit(&app, person, false))?;
    Ok(Model(
        "PlayersCustomization",
        json!({ "PlayerCustomizations": customizations }),
    ))
}

/// The public part of a customization that identity cards show.
pub(super) async fn appearance(State(app): State<Shared>, PathOwner(person): PathOwner) -> Model {
    let mut outfit = outfit(&app, person, false);
    let appearance = outfit["Appearance"].take();
    Model(
        "AppearanceCustomization",
        json!({ "Status": SUCCESS, "Appearance": appearance }),
    )
}
