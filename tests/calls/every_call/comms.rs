//! The calls of comms.

use halo_infinite::Client;
use halo_infinite_sandbox::Sandbox;
use serde_json::json;

use super::{Call, call};

pub fn calls(_: &Sandbox, client: &Client) -> Vec<Call> {
    vec![
        call(client.comms().me(), json!({})),
        call(client.comms().notifications(), json!({})),
    ]
}
