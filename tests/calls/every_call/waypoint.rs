//! The calls of the website.

use halo_infinite::Client;
use halo_infinite_sandbox::Sandbox;

use super::{Call, call};

pub fn calls(_: &Sandbox, client: &Client) -> Vec<Call> {
    let arena = "edfef3ac-9cbe-4fa2-b949-8f29deafd483";
    vec![
        call(client.waypoint().leaderboard("CsrSeason13-1", arena)),
        call(client.waypoint().hcs_leaderboard()),
        call(client.waypoint().csr_image("diamond_4")),
    ]
}
