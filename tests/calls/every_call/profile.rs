//! The calls of profile.

use halo_infinite::Client;
use halo_infinite_sandbox::Sandbox;

use super::{Call, call};

pub fn calls(sandbox: &Sandbox, client: &Client) -> Vec<Call> {
    let me = sandbox.world().home();
    let xuid = me.xuid();
    let profile = client.profile();
    vec![
        call(profile.current_user()),
        call(profile.user_by_gamertag(me.gamertag())),
        call(profile.user_by_id(xuid)),
        call(profile.users_by_id([xuid]).requests().unwrap()[0].clone()),
        call(profile.service_awards()),
    ]
}
