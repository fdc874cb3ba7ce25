//! The calls of stats.

use halo_infinite::Client;
use halo_infinite::refdata::MatchesPrivacySetting;
use halo_infinite_sandbox::Sandbox;

use super::{Call, call, newest_match};

pub fn calls(sandbox: &Sandbox, client: &Client) -> Vec<Call> {
    let xuid = sandbox.world().home().xuid();
    let match_id = newest_match(sandbox, client).match_id;
    let stats = client.stats();
    vec![
        call(stats.match_count(xuid)),
        call(stats.service_record(xuid)),
        call(stats.match_history(xuid)),
        call(stats.match_stats(match_id)),
        call(stats.challenge_decks(xuid)),
        call(stats.matches_privacy(xuid)),
        call(stats.update_matches_privacy(xuid, MatchesPrivacySetting::Hide, MatchesPrivacySetting::Show)),
        call(stats.match_progression(xuid, match_id)),
        call(stats.daily_custom_experience(xuid)),
    ]
}
