//! The calls of economy.

use halo_infinite::Client;
use halo_infinite_sandbox::Sandbox;

use super::{Call, call};

pub fn calls(sandbox: &Sandbox, client: &Client) -> Vec<Call> {
    let xuid = sandbox.world().home().xuid();
    let economy = client.economy();
    let players_customization = economy.players_customization([xuid]);
    let career_ranks = economy.career_ranks([xuid]);
    vec![
        call(economy.player_customization(xuid)),
        call(players_customization.requests().unwrap()[0].clone()),
        call(economy.appearance(xuid)),
        call(career_ranks.requests().unwrap()[0].clone()),
        call(economy.player_career_rank(xuid)),
        call(economy.player_operations(xuid)),
    ]
}
