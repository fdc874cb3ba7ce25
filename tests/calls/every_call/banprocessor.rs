//! The calls of banprocessor.

use halo_infinite::Client;
use halo_infinite_sandbox::Sandbox;
use serde_json::json;

use super::{Call, batch};

pub fn calls(sandbox: &Sandbox, client: &Client) -> Vec<Call> {
    let xuid = sandbox.world().home().xuid();
    let summary = client.banprocessor().ban_summary([xuid]);
    vec![batch(summary, json!({ "players": [xuid] }))]
}
