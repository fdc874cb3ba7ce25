//! `banprocessor`: the bans that are in effect.

use super::halo::Model;
use super::players::players;
use super::query::Query;
use crate::app::{App, Shared};
use crate::clock::TICKS_PER_SECOND;
use crate::wire::problem::Problem;
use crate::wire::timestamp::envelope;
use axum::Router;
use axum::extract::State;
use axum::routing::get;
use serde_json::{Value, json};

/// The service's `ResultCode`, with and without bans.
const RESULT_CODE: i64 = 1;
/// The only type of ban, from matchmaking, and its scope, all playlists.
const MATCHMAKING: i64 = 1;
const GLOBAL: i64 = 1;

pub(super) fn routes() -> Router<Shared> {
    Router::new().route("/hi/bansummary", get(ban_summary))
}

/// The bans of any players. The service does not know which XUIDs exist: others have no bans.
async fn ban_summary(State(app): State<Shared>, query: Query) -> Result<Model, Problem> {
    let targets = players(&query, "targets", usize::MAX)?;
    let result = |xuid: &u64| {
        json!({
            "Id": format!("xuid({xuid})"),
            "ResultCode": RESULT_CODE,
            "Result": { "BansInEffect": bans(&app, *xuid) },
        })
    };
    let results: Value = targets.iter().map(result).collect();
    let auth = query.get("auth").map(|auth| format!("auth={auth}&"));
    let targets: Vec<String> = targets.iter().map(|xuid| format!("xuid({xuid})")).collect();
    let json = json!({
        "Results": results,
        "Links": {
            "Self": {
                "AuthorityId": "spartanstats",
                "Path": "/hi/bansummary",
                "QueryString": format!("?{}targets={}", auth.unwrap_or_default(), targets.join(",")),
                "RetryPolicyId": "",
                "TopicName": "",
                "AcknowledgementTypeId": 0,
                "AuthenticationLifetimeExtensionSupported": false,
                "ClearanceAware": false,
            },
        },
    });
    Ok(Model("BanSummary", json))
}

/// No capture shows a ban: the fields are those that `halo_api` and the npm package `halo-infinite-api` read.
fn bans(app: &App, xuid: u64) -> Value {
    let now = app.clock.now() / (TICKS_PER_SECOND / 1000);
    let ban = app.world.with_xuid(xuid).and_then(|person| app.world.ban(person));
    let in_effect = ban.filter(|ban| ban.until > now);
    let json = in_effect.map(|ban| {
        json!({
            "Type": MATCHMAKING,
            "Scope": GLOBAL,
            "MessageId": null,
            "MessageUri": null,
            "EnforceUntilUtc": envelope(ban.until),
            "BanMessagePath": ban.message.path,
        })
    });
    json.into_iter().collect()
}
