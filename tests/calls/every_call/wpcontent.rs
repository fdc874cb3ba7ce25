//! The calls of wpcontent.

use halo_infinite::Client;
use halo_infinite_sandbox::Sandbox;

use super::Call;

pub fn calls(_: &Sandbox, _: &Client) -> Vec<Call> {
    Vec::new()
}
