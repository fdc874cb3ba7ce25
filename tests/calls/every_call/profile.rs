//! The calls of profile.

use halo_infinite::Client;
use halo_infinite_sandbox::Sandbox;
use serde_json::json;

use super::{Call, batch, call};

pub fn calls(sandbox: &Sandbox, client: &Client) -> Vec<Call> {
    let me = sandbox.world().home();
    let xuid = me.xuid();
    let profile = client.profile();
    vec![
        call(profile.current_user(), json!({})),
        call(
            profile.user_by_gamertag(me.gamertag()),
            json!({ "gamertag": me.gamertag() }),
        ),
        call(profile.user_by_id(xuid), json!({ "player": xuid })),
        batch(profile.users_by_id([xuid]), json!({ "players": [xuid] })),
        call(profile.service_awards(), json!({})),
    ]
}
