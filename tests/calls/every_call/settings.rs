//! The calls of settings.

use halo_infinite::Client;
use halo_infinite::types::Secret;
use halo_infinite_sandbox::Sandbox;
use serde_json::json;

use super::{Call, call};

pub fn calls(sandbox: &Sandbox, client: &Client) -> Vec<Call> {
    let settings = client.settings();
    vec![
        call(settings.api_settings(), json!({})),
        call(
            settings.feature_flags(&Secret::from(sandbox.clearance())),
            json!({ "flight": sandbox.clearance() }),
        ),
        call(settings.clearance(), json!({})),
        call(
            settings.player_clearance(sandbox.world().home().xuid()),
            json!({ "player": sandbox.world().home().xuid() }),
        ),
        call(settings.active_clearance("1.13"), json!({ "release": "1.13" })),
    ]
}
