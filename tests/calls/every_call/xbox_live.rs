//! The calls of Xbox Live.

use halo_infinite::Client;
use halo_infinite_sandbox::Sandbox;
use serde_json::json;

use super::{Call, batch, call};

pub fn calls(sandbox: &Sandbox, client: &Client) -> Vec<Call> {
    let me = sandbox.world().home();
    let xbox = client.xbox_live();
    vec![
        batch(
            xbox.profiles_by_id([me.xuid()]),
            json!({ "players": [me.xuid()] }),
        ),
        call(
            xbox.profile_by_gamertag(me.gamertag()),
            json!({ "gamertag": me.gamertag() }),
        ),
        call(xbox.current_profile(), json!({})),
        call(xbox.friends(), json!({})),
        call(xbox.followed_by(me.xuid()), json!({ "player": me.xuid() })),
        call(xbox.recent_players(), json!({})),
        call(xbox.search(me.gamertag()), json!({ "text": me.gamertag() })),
    ]
}
