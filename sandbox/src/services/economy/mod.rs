//! `economy`: customization and progression.

mod customization;
mod outfit;
mod progression;
mod results;

use crate::app::Shared;
use axum::Router;
use axum::routing::get;
use customization::{appearance, customization, customizations};
use progression::{career_rank, career_ranks, operations};

pub(super) fn routes() -> Router<Shared> {
    Router::new()
        .route("/hi/careerranks/{track}", get(career_ranks))
        .route("/hi/customization", get(customizations))
        .route("/hi/players/{player}/customization", get(customization))
        .route("/hi/players/{player}/customization/appearance", get(appearance))
        .route(
            "/hi/players/{player}/rewardtracks/careerranks/{track}",
            get(career_rank),
        )
        .route("/hi/players/{player}/rewardtracks/operations", get(operations))
}
