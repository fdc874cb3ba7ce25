//! The calls of skill.

use halo_infinite::Client;
use halo_infinite_sandbox::Sandbox;

use super::{Call, call, newest_match};

pub fn calls(sandbox: &Sandbox, client: &Client) -> Vec<Call> {
    let xuid = sandbox.world().home().xuid();
    let entry = newest_match(sandbox, client);
    let playlist = entry.match_info.playlist.unwrap();
    let skill = client.skill();
    let match_skill = skill.match_skill(entry.match_id, [xuid]);
    let playlist_csr = skill.playlist_csr(playlist.asset_id, [xuid]);
    vec![
        call(match_skill.requests().unwrap()[0].clone()),
        call(playlist_csr.requests().unwrap()[0].clone()),
    ]
}
