//! The calls of skill.

use halo_infinite::Client;
use halo_infinite_sandbox::Sandbox;
use serde_json::json;

use super::{Call, batch, newest_match};

pub fn calls(sandbox: &Sandbox, client: &Client) -> Vec<Call> {
    let xuid = sandbox.world().home().xuid();
    let entry = newest_match(sandbox, client);
    let playlist = entry.match_info.playlist.unwrap();
    let skill = client.skill();
    let match_skill = skill.match_skill(entry.match_id, [xuid]);
    let playlist_csr = skill.playlist_csr(playlist.asset_id, [xuid]);
    vec![
        batch(
            match_skill,
            json!({ "match_id": entry.match_id, "players": [xuid] }),
        ),
        batch(
            playlist_csr,
            json!({ "playlist_id": playlist.asset_id, "players": [format!("xuid({xuid})")] }),
        ),
    ]
}
