//! The website, which needs no token.

use crate::calls::Calls;
use crate::info::Info;
use halo_api::WaypointClient;
use serde_json::json;

/// The leaderboard of the Halo Championship Series.
pub async fn all(calls: &Calls, info: &Info) {
    let method = "WaypointClient::hcs_leaderboard";
    let client = calls.made("WaypointClient::new", WaypointClient::new());
    let Some(entries) = calls.result(method, "", client.hcs_leaderboard().await) else {
        return;
    };
    for entry in &entries {
        let known = info.people.iter().any(|person| person.gamertag == entry.gamertag);
        calls.check(method, &entry.gamertag, known, "nobody has this gamertag");
    }
    let entries = entries.iter().map(|entry| json!([entry.gamertag, entry.points]));
    calls.fact("hcs_leaderboard".to_owned(), entries.collect());
}
