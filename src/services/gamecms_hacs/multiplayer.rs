//! Settings of multiplayer, and achievements.

use serde_json::Value;

use super::{GamecmsHacs, file};
use crate::models::gamecms_hacs::{AchievementList, CustomGameDefaults, PlayNowSettings};
use crate::request::Request;
use crate::types::{Endpoint, endpoints};

endpoints! {
    ACHIEVEMENTS = file("achievements", "/hi/Multiplayer/file/Live/Achievements.json");
    CUSTOM_GAME_DEFAULTS = file(
        "custom_game_defaults",
        "/hi/Multiplayer/file/NonMatchmaking/customgame.json",
    );
    NETWORK_CONFIGURATION = file("network_configuration", "/hi/Multiplayer/file/network/config.json");
    PLAY_NOW_SETTINGS = file(
        "play_now_settings",
        "/hi/Multiplayer/file/playlists/playNowButton/settings.json",
    );
}

impl GamecmsHacs<'_> {
    /// The achievements: their IDs in the game, on Xbox Live and on Steam. Captured in 2022.
    pub fn achievements(self) -> Request<AchievementList> {
        Request::new(self.pipeline, &ACHIEVEMENTS, [])
    }

    /// The limits of custom games, and their default map and mode. Captured in 2022.
    ///
    /// ```
    /// # let sandbox = halo_infinite_sandbox::Sandbox::start()?;
    /// # let client = sandbox.client()?;
    /// let defaults = client.gamecms_hacs().custom_game_defaults().send()?;
    /// if let Some(map) = &defaults.default_map {
    ///     println!("{}", client.discovery_ugc().map(map).send()?.public_name);
    /// }
    /// # assert!(defaults.default_map.is_some());
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    pub fn custom_game_defaults(self) -> Request<CustomGameDefaults> {
        Request::new(self.pipeline, &CUSTOM_GAME_DEFAULTS, [])
    }

    /// The settings of the game's network code, as raw JSON: numbers and booleans by name. Their names and units are
    /// internal to the game and change with it. Captured in 2022.
    pub fn network_configuration(self) -> Request<Value> {
        Request::new(self.pipeline, &NETWORK_CONFIGURATION, [])
    }

    /// The playlist that the button for matchmaking starts for players without a choice of their own. The path
    /// is in the game's catalogue, the content in an example of 2023 by the client Grunt.
    pub fn play_now_settings(self) -> Request<PlayNowSettings> {
        Request::new(self.pipeline, &PLAY_NOW_SETTINGS, [])
    }
}
