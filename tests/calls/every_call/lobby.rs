//! The calls of lobby.

use halo_infinite::Client;
use halo_infinite_sandbox::Sandbox;

use super::{Call, call};

pub fn calls(sandbox: &Sandbox, client: &Client) -> Vec<Call> {
    let xuid = sandbox.world().home().xuid();
    let lobby = client.lobby();
    vec![
        call(lobby.presence([xuid]).requests().unwrap()[0].clone()),
        call(lobby.qos_servers()),
        call(lobby.third_party_join_handle("467716e9-71c2-4bbb-b3a4-4398bda2946b", xuid)),
    ]
}
