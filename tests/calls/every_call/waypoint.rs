//! The calls of the website.

use halo_infinite::Client;
use halo_infinite_sandbox::Sandbox;
use serde_json::json;

use super::{Call, call, file, leaderboard};

pub fn calls(_: &Sandbox, client: &Client) -> Vec<Call> {
    let arena = "edfef3ac-9cbe-4fa2-b949-8f29deafd483";
    vec![
        leaderboard(
            client.waypoint().leaderboard("CsrSeason13-1", arena),
            json!({ "season": "CsrSeason13-1", "playlist_id": arena }),
        ),
        call(client.waypoint().hcs_leaderboard(), json!({})),
        file(
            client.waypoint().csr_image("diamond_4"),
            json!({ "name": "diamond_4" }),
        ),
    ]
}
