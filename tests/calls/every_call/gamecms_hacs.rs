//! The calls of gamecms_hacs.

use halo_infinite::Client;
use halo_infinite_sandbox::Sandbox;

use super::{Call, call, newest_match};

pub fn calls(sandbox: &Sandbox, client: &Client) -> Vec<Call> {
    let cms = client.gamecms_hacs();
    let medals = cms.medal_metadata().send().unwrap();
    let calendar = cms.season_calendar().send().unwrap();
    let track = calendar.seasons[0].operation_track_path.as_deref().unwrap();
    let rank = &cms.career_reward_track().send().unwrap().ranks[0];
    let season = &calendar.seasons[0];
    let event = &calendar.events.as_ref().unwrap()[0];
    let me = sandbox.world().home().xuid();
    let deck = &client.stats().challenge_decks(me).send().unwrap().assigned_decks[0];
    let customization = client.economy().player_customization(me).send().unwrap();
    let pose = customization.appearance.unwrap().action_pose_path.unwrap();
    let game = newest_match(sandbox, client).match_info;
    vec![
        call(cms.medal_metadata()),
        call(cms.csr_season_calendar()),
        call(cms.season_calendar()),
        call(cms.career_reward_track()),
        call(cms.operation_reward_track(track)),
        call(cms.progression_file(track)),
        call(cms.waypoint_file(&medals.sprites.unwrap().medium.unwrap().path)),
        call(cms.emblem_mapping()),
        call(cms.item(&pose)),
        call(cms.playlist_configuration(game.playlist.unwrap().asset_id)),
        call(cms.season_metadata(season.season_metadata.as_deref().unwrap())),
        call(cms.csr_season(season.csr_season_file_path.as_deref().unwrap())),
        call(cms.event_reward_track(event.reward_track_path.as_deref().unwrap())),
        call(cms.challenge(&deck.active_challenges[0].path)),
        call(cms.challenge_deck(&deck.path)),
        call(cms.metadata()),
        call(cms.armor_core_manifest()),
        call(cms.event_manifest()),
        call(cms.season_manifest()),
        call(cms.image(rank.rank_icon.as_deref().unwrap())),
    ]
}
