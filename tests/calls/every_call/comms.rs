//! The calls of comms.

use halo_infinite::Client;
use halo_infinite_sandbox::Sandbox;

use super::{Call, call};

pub fn calls(_: &Sandbox, client: &Client) -> Vec<Call> {
    vec![call(client.comms().me()), call(client.comms().notifications())]
}
