//! The calls of lobby.

use halo_infinite::Client;
use halo_infinite_sandbox::Sandbox;
use serde_json::json;

use super::{Call, batch, call};

pub fn calls(sandbox: &Sandbox, client: &Client) -> Vec<Call> {
    let xuid = sandbox.world().home().xuid();
    let lobby = client.lobby();
    vec![
        batch(lobby.presence([xuid]), json!({ "players": [xuid] })),
        call(lobby.qos_servers(), json!({})),
        call(
            lobby.third_party_join_handle("467716e9-71c2-4bbb-b3a4-4398bda2946b", xuid),
            json!({ "lobby_id": "467716e9-71c2-4bbb-b3a4-4398bda2946b", "player": xuid }),
        ),
    ]
}
