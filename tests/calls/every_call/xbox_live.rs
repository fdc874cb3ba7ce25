//! The calls of Xbox Live.

use halo_infinite::Client;
use halo_infinite_sandbox::Sandbox;

use super::{Call, call};

pub fn calls(sandbox: &Sandbox, client: &Client) -> Vec<Call> {
    let me = sandbox.world().home();
    let xbox = client.xbox_live();
    vec![
        call(xbox.profiles_by_id([me.xuid()]).requests().unwrap()[0].clone()),
        call(xbox.profile_by_gamertag(me.gamertag())),
        call(xbox.current_profile()),
        call(xbox.friends()),
        call(xbox.followed_by(me.xuid())),
        call(xbox.recent_players()),
        call(xbox.search(me.gamertag())),
    ]
}
