//! The calls of gamecms_hacs.

use halo_infinite::Client;
use halo_infinite_sandbox::Sandbox;
use serde_json::json;

use super::{Call, call, file, newest_match};

pub fn calls(sandbox: &Sandbox, client: &Client) -> Vec<Call> {
    let cms = client.gamecms_hacs();
    let medals = cms.medal_metadata().send().unwrap();
    let sprites = medals.sprites.unwrap().medium.unwrap().path;
    let calendar = cms.season_calendar().send().unwrap();
    let track = calendar.seasons[0].operation_track_path.as_deref().unwrap();
    let rank = &cms.career_reward_track().send().unwrap().ranks[0];
    let season = &calendar.seasons[0];
    let event = &calendar.events.as_ref().unwrap()[0];
    let me = sandbox.world().home().xuid();
    let deck = &client.stats().challenge_decks(me).send().unwrap().assigned_decks[0];
    let customization = client.economy().player_customization(me).send().unwrap();
    let pose = customization.appearance.unwrap().action_pose_path.unwrap();
    let playlist = newest_match(sandbox, client)
        .match_info
        .playlist
        .unwrap()
        .asset_id;
    vec![
        call(cms.medal_metadata(), json!({})),
        call(cms.csr_season_calendar(), json!({})),
        call(cms.season_calendar(), json!({})),
        call(cms.career_reward_track(), json!({})),
        call(cms.operation_reward_track(track), json!({ "path": track })),
        call(cms.progression_file(track), json!({ "path": track })),
        file(cms.waypoint_file(&sprites), json!({ "path": sprites })),
        call(cms.emblem_mapping(), json!({})),
        call(cms.item(&pose), json!({ "path": pose })),
        call(
            cms.playlist_configuration(playlist),
            json!({ "playlist_id": playlist }),
        ),
        call(
            cms.season_metadata(season.season_metadata.as_deref().unwrap()),
            json!({ "path": season.season_metadata }),
        ),
        call(
            cms.csr_season(season.csr_season_file_path.as_deref().unwrap()),
            json!({ "season": season.csr_season_file_path }),
        ),
        call(
            cms.event_reward_track(event.reward_track_path.as_deref().unwrap()),
            json!({ "path": event.reward_track_path }),
        ),
        call(
            cms.challenge(&deck.active_challenges[0].path),
            json!({ "path": deck.active_challenges[0].path }),
        ),
        call(cms.challenge_deck(&deck.path), json!({ "path": deck.path })),
        call(cms.metadata(), json!({})),
        call(cms.armor_core_manifest(), json!({})),
        call(cms.event_manifest(), json!({})),
        call(cms.season_manifest(), json!({})),
        file(
            cms.image(rank.rank_icon.as_deref().unwrap()),
            json!({ "path": rank.rank_icon }),
        ),
    ]
}
