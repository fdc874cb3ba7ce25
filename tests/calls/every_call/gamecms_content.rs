//! The calls of gamecms_hacs for guides, messages, settings, the academy and hardware.

use halo_infinite::Client;
use halo_infinite::services::gamecms_hacs::GuideKind;
use halo_infinite_sandbox::Sandbox;
use serde_json::json;

use super::{Call, call};

pub fn calls(_: &Sandbox, client: &Client) -> Vec<Call> {
    let cms = client.gamecms_hacs();
    vec![
        call(cms.guide(GuideKind::News), json!({ "kind": "news" })),
        call(
            cms.ban_message("Messages/Matchmaking/LeavingMatches.json"),
            json!({ "path": "Messages/Matchmaking/LeavingMatches.json" }),
        ),
        call(cms.news(), json!({})),
        call(cms.lobby_error_messages(), json!({})),
        call(cms.achievements(), json!({})),
        call(cms.custom_game_defaults(), json!({})),
        call(cms.network_configuration(), json!({})),
        call(cms.play_now_settings(), json!({})),
        call(cms.academy_content(), json!({})),
        call(cms.academy_content_test(), json!({})),
        call(cms.academy_stars(), json!({})),
        call(cms.bot_customization(), json!({})),
        call(cms.recommended_drivers(), json!({})),
        call(cms.cpu_presets(), json!({})),
        call(cms.async_compute_overrides(), json!({})),
        call(cms.device_preset_overrides(), json!({})),
        call(cms.spec_control_overrides(), json!({})),
        call(cms.graphic_specs(), json!({})),
    ]
}
