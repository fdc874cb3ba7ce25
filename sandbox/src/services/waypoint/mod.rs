//! `waypoint`: the website Halo Waypoint. Needs no token.

mod images;
mod leaderboards;

use crate::app::Shared;
use axum::Router;

pub(super) fn routes() -> Router<Shared> {
    leaderboards::routes().merge(images::routes())
}
