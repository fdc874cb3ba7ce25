//! The calls of gamecms_hacs.

use halo_infinite::Client;
use halo_infinite_sandbox::Sandbox;

use super::{Call, call};

pub fn calls(_: &Sandbox, client: &Client) -> Vec<Call> {
    let cms = client.gamecms_hacs();
    let medals = cms.medal_metadata().send().unwrap();
    let calendar = cms.season_calendar().send().unwrap();
    let track = calendar.seasons[0].operation_track_path.as_deref().unwrap();
    let rank = &cms.career_reward_track().send().unwrap().ranks[0];
    vec![
        call(cms.medal_metadata()),
        call(cms.csr_season_calendar()),
        call(cms.season_calendar()),
        call(cms.career_reward_track()),
        call(cms.operation_reward_track(track)),
        call(cms.progression_file(track)),
        call(cms.waypoint_file(&medals.sprites.unwrap().medium.unwrap().path)),
        call(cms.image(rank.rank_icon.as_deref().unwrap())),
    ]
}
