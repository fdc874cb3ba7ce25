//! `comms`: the player of the token, and their notifications.

use super::halo::Model;
use super::path::Viewer;
use super::query::Query;
use crate::app::Shared;
use crate::rng::Rng;
use crate::wire::problem::Problem;
use crate::wire::timestamp::{from_ms, midnight};
use axum::Router;
use axum::extract::State;
use axum::routing::get;
use serde_json::{Value, json};

const DAY: i64 = 86_400_000;
/// The day of the newest notification.
const NEWEST: i64 = midnight(2026, 10, 20);
const NOTIFICATIONS: u64 = 23;
const DEFAULT_LIMIT: usize = 20;

const ITEMS: [&str; 4] = [
    "Sunset Visor",
    "Harbour Coating",
    "Lantern Emblem",
    "Meadow Nameplate",
];

pub(super) fn routes() -> Router<Shared> {
    Router::new()
        .route("/users/me", get(me))
        .route("/users/me/notifications", get(notifications))
}

async fn me(State(app): State<Shared>, Viewer(person): Viewer) -> Model {
    let xuid = app.world.people()[person].xuid();
    let read = midnight(2026, 9, 1) + Rng::for_subject(xuid, "notifications").between(0, 30 * DAY);
    let json = json!({ "xuid": xuid.to_string(), "notificationsReadDate": from_ms(read) });
    Model("User", json)
}

/// No capture shows a notification: the fields are those that Grunt reads.
async fn notifications(
    State(app): State<Shared>,
    Viewer(person): Viewer,
    query: Query,
) -> Result<Model, Problem> {
    let offset = query.number("offset")?.unwrap_or(0);
    let limit = query.number("limit")?.unwrap_or(DEFAULT_LIMIT);
    let xuid = app.world.people()[person].xuid();
    let page: Value = (0..NOTIFICATIONS)
        .map(|index| notification(xuid, index))
        .skip(offset)
        .take(limit)
        .collect();
    Ok(Model("ArrayOfNotification", page))
}

/// A notification of a player, about one a week; 0 is the newest.
fn notification(xuid: u64, index: u64) -> Value {
    let mut rng = Rng::new(Rng::nth(xuid, "notification", index));
    let created = NEWEST - DAY * 7 * index.cast_signed() + rng.between(0, DAY);
    let code = rng.chance(50).then(|| {
        let letters = format!("{:016X}", rng.next());
        format!("{}-{}", &letters[..8], &letters[8..])
    });
    json!({
        "xuid": xuid.to_string(),
        "notificationId": rng.uuid().to_string(),
        "createdDate": from_ms(created),
        "data": {
            "type": if code.is_some() { "Coupon" } else { "Item" },
            "itemName": rng.pick(&ITEMS),
            "templateId": format!("sandbox-{}", rng.between(1, 9)),
            "couponCode": code,
            "detailsUrl": "https://www.halowaypoint.com/news",
        },
    })
}
