//! The calls of the website.

use halo_infinite::Client;
use halo_infinite_sandbox::Sandbox;

use super::{Call, call};

pub fn calls(_: &Sandbox, client: &Client) -> Vec<Call> {
    vec![call(client.waypoint().csr_image("diamond_4"))]
}
