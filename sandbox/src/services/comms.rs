//! `comms`: the player of the token, and their notifications.

use super::halo::Model;
use super::path::Viewer;
use crate::app::Shared;
use crate::rng::Rng;
use crate::wire::timestamp::{from_ms, midnight};
use axum::Router;
use axum::extract::State;
use axum::routing::get;
use serde_json::json;

const DAY: i64 = 86_400_000;

pub(super) fn routes() -> Router<Shared> {
    Router::new().route("/users/me", get(me))
}

async fn me(State(app): State<Shared>, Viewer(person): Viewer) -> Model {
    let xuid = app.world.people()[person].xuid();
    let read = midnight(2026, 9, 1) + Rng::for_subject(xuid, "notifications").between(0, 30 * DAY);
    let json = json!({ "xuid": xuid.to_string(), "notificationsReadDate": from_ms(read) });
    Model("User", json)
}
