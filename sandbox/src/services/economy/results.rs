//! The results of requests about several players.

use crate::app::App;
use crate::services::players::{MAX_PLAYERS, players};
use crate::services::query::Query;
use crate::wire::problem::Problem;
use serde_json::{Value, json};

/// The `ResultCode` of this service.
pub(super) const SUCCESS: &str = "Success";

/// The results of the players of a list. One unknown player makes the whole request a 404.
pub(super) fn results(app: &App, query: &Query, result: impl Fn(usize) -> Value) -> Result<Value, Problem> {
    let entry = |xuid: u64| {
        let person = app.world.with_xuid(xuid).ok_or(Problem::NotFound)?;
        let result = result(person);
        Ok(json!({ "Id": format!("xuid({xuid})"), "ResultCode": SUCCESS, "Result": result }))
    };
    players(query, "players", MAX_PLAYERS)?
        .into_iter()
        .map(entry)
        .collect()
}
