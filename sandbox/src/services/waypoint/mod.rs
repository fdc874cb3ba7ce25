//! `waypoint`: the website Halo Waypoint. Needs no token.

mod esports;
mod images;
mod leaderboards;
mod page;

use crate::app::Shared;
use axum::Router;

pub(super) fn routes() -> Router<Shared> {
    leaderboards::routes()
        .merge(esports::routes())
        .merge(images::routes())
}
