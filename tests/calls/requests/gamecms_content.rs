//! The calls for guides, messages, settings, the academy and hardware.

use halo_infinite::services::gamecms_hacs::{GamecmsHacs, GuideKind};
use halo_infinite::{Client, Request};

use super::recorder::{get_with_clearance, refused, sent};

const HOST: &str = "https://gamecms-hacs.svc.halowaypoint.com/hi";

fn asks_for<T>(path: &str, request: impl FnOnce(GamecmsHacs<'_>) -> Request<T>) {
    let sent = sent(|client: &Client| request(client.gamecms_hacs()));
    assert_eq!(sent, get_with_clearance(&format!("{HOST}/{path}")));
}

#[test]
fn guide() {
    for (kind, name) in [
        (GuideKind::Images, "images"),
        (GuideKind::Multiplayer, "Multiplayer"),
        (GuideKind::News, "News"),
        (GuideKind::Progression, "Progression"),
        (GuideKind::Specs, "Specs"),
        (GuideKind::TitleAuthorization, "TitleAuthorization"),
    ] {
        asks_for(&format!("{name}/guide/xo"), |cms| cms.guide(kind));
        assert_eq!(kind.to_string(), name);
    }
}

#[test]
fn guide_of_a_flight() {
    asks_for("images/guide/xo?flight=7", |cms| {
        cms.guide(GuideKind::Images).query("flight", 7)
    });
}

#[test]
fn ban_message() {
    asks_for("Banning/file/Messages/A%20b.json", |cms| {
        cms.ban_message("/Messages/A b.json")
    });
    let error = refused(|client| client.gamecms_hacs().ban_message("../claw/access.json"));
    assert!(error.starts_with("path: "), "{error}");
}

#[test]
fn news() {
    asks_for("news/file/articles/articles.json", |cms| cms.news());
}

#[test]
fn lobby_error_messages() {
    asks_for(
        "Multiplayer/file/gameStartErrorMessages/LobbyHoppperErrorMessageList.json",
        |cms| cms.lobby_error_messages(),
    );
}

#[test]
fn achievements() {
    asks_for("Multiplayer/file/Live/Achievements.json", |cms| {
        cms.achievements()
    });
}

#[test]
fn custom_game_defaults() {
    asks_for("Multiplayer/file/NonMatchmaking/customgame.json", |cms| {
        cms.custom_game_defaults()
    });
}

#[test]
fn network_configuration() {
    asks_for("Multiplayer/file/network/config.json", |cms| {
        cms.network_configuration()
    });
}

#[test]
fn play_now_settings() {
    asks_for("Multiplayer/file/playlists/playNowButton/settings.json", |cms| {
        cms.play_now_settings()
    });
}

#[test]
fn academy_content() {
    asks_for("multiplayer/file/Academy/AcademyClientManifest.json", |cms| {
        cms.academy_content()
    });
}

#[test]
fn academy_content_test() {
    asks_for(
        "multiplayer/file/Academy/AcademyClientManifest_Test.json",
        |cms| cms.academy_content_test(),
    );
}

#[test]
fn academy_stars() {
    asks_for(
        "multiplayer/file/Academy/AcademyStarGUIDDefinitions.json",
        |cms| cms.academy_stars(),
    );
}

#[test]
fn bot_customization() {
    asks_for("multiplayer/file/Academy/BotCustomizationData.json", |cms| {
        cms.bot_customization()
    });
}

#[test]
fn recommended_drivers() {
    asks_for("Specs/file/graphics/RecommendedDrivers.json", |cms| {
        cms.recommended_drivers()
    });
}

#[test]
fn cpu_presets() {
    asks_for("Specs/file/cpu/presets.json", |cms| cms.cpu_presets());
}

#[test]
fn overrides_of_graphics() {
    asks_for("Specs/file/graphics/AsyncComputeOverrides.json", |cms| {
        cms.async_compute_overrides()
    });
    asks_for("Specs/file/graphics/DevicePresetOverrides.json", |cms| {
        cms.device_preset_overrides()
    });
    asks_for("Specs/file/graphics/GraphicsSpecControlOverrides.json", |cms| {
        cms.spec_control_overrides()
    });
    asks_for("Specs/file/graphics/overrides.json", |cms| cms.graphic_specs());
}
