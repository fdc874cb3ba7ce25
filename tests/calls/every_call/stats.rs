//! The calls of stats.

use halo_infinite::Client;
use halo_infinite::refdata::MatchesPrivacySetting;
use halo_infinite_sandbox::Sandbox;
use serde_json::json;

use super::{Call, call, newest_match};

pub fn calls(sandbox: &Sandbox, client: &Client) -> Vec<Call> {
    let xuid = sandbox.world().home().xuid();
    let match_id = newest_match(sandbox, client).match_id;
    let stats = client.stats();
    vec![
        call(stats.match_count(xuid), json!({ "player": xuid })),
        call(stats.service_record(xuid), json!({ "player": xuid.to_string() })),
        call(
            stats.match_history(xuid),
            json!({ "player": format!("xuid({xuid})") }),
        ),
        call(stats.match_stats(match_id), json!({ "match_id": match_id })),
        call(stats.challenge_decks(xuid), json!({ "player": xuid })),
        call(stats.matches_privacy(xuid), json!({ "player": xuid })),
        call(
            stats.update_matches_privacy(xuid, MatchesPrivacySetting::Hide, MatchesPrivacySetting::Show),
            json!({ "player": xuid, "matchmade_games": "hide", "other_games": 1 }),
        ),
        call(
            stats.match_progression(xuid, match_id),
            json!({ "player": xuid, "match_id": match_id }),
        ),
        call(stats.daily_custom_experience(xuid), json!({ "player": xuid })),
    ]
}
