//! The calls of economy.

use halo_infinite::Client;
use halo_infinite_sandbox::Sandbox;

use super::{Call, call};

pub fn calls(sandbox: &Sandbox, client: &Client) -> Vec<Call> {
    let xuid = sandbox.world().home().xuid();
    let economy = client.economy();
    vec![
        call(economy.player_customization(xuid)),
        call(economy.player_career_rank(xuid)),
        call(economy.player_operations(xuid)),
    ]
}
