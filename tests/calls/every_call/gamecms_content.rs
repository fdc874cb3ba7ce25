//! The calls of gamecms_hacs for guides, messages, settings, the academy and hardware.

use halo_infinite::Client;
use halo_infinite::services::gamecms_hacs::GuideKind;
use halo_infinite_sandbox::Sandbox;

use super::{Call, call};

pub fn calls(_: &Sandbox, client: &Client) -> Vec<Call> {
    let cms = client.gamecms_hacs();
    vec![
        call(cms.guide(GuideKind::News)),
        call(cms.ban_message("Messages/Matchmaking/LeavingMatches.json")),
        call(cms.news()),
        call(cms.lobby_error_messages()),
        call(cms.achievements()),
        call(cms.custom_game_defaults()),
        call(cms.network_configuration()),
        call(cms.play_now_settings()),
        call(cms.academy_content()),
        call(cms.academy_content_test()),
        call(cms.academy_stars()),
        call(cms.bot_customization()),
        call(cms.recommended_drivers()),
        call(cms.cpu_presets()),
        call(cms.async_compute_overrides()),
        call(cms.device_preset_overrides()),
        call(cms.spec_control_overrides()),
        call(cms.graphic_specs()),
    ]
}
