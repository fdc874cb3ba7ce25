//! Settings of multiplayer, and achievements.

use super::content::Content;
use super::messages;
use crate::world::catalog::{maps, modes, playlists};
use serde_json::{Value, json};
use uuid::Uuid;

/// The paths of the files.
pub(super) const PATHS: [&str; 5] = [ACHIEVEMENTS, CUSTOM_GAMES, LOBBY_ERRORS, NETWORK, PLAY_NOW];
const ACHIEVEMENTS: &str = "live/achievements.json";
const CUSTOM_GAMES: &str = "nonmatchmaking/customgame.json";
const LOBBY_ERRORS: &str = "gamestarterrormessages/lobbyhopppererrormessagelist.json";
const NETWORK: &str = "network/config.json";
const PLAY_NOW: &str = "playlists/playnowbutton/settings.json";

/// The number of the game's achievements.
const ACHIEVEMENT_COUNT: usize = 119;
/// The number of achievements on a page of Steam's list.
const STEAM_PAGE: usize = 32;

/// A file, by its lower-case path.
pub(super) fn file(path: &str) -> Option<Content> {
    Some(match path {
        ACHIEVEMENTS => Content::Json("AchievementList", achievements()),
        CUSTOM_GAMES => Content::Json("CustomGameDefaults", custom_games()),
        LOBBY_ERRORS => Content::Json("LobbyErrorMessages", messages::lobby_errors()),
        NETWORK => Content::Json("NetworkConfiguration", network()),
        PLAY_NOW => Content::Json("PlayNowSettings", play_now()),
        _ => return None,
    })
}

fn achievements() -> Value {
    let achievement = |index: usize| {
        let id = index + 1;
        let (page, place) = (1 + index / STEAM_PAGE, index % STEAM_PAGE);
        json!({
            "Id": id,
            "XboxLiveId": id.to_string(),
            "SteamId": format!("NEW_ACHIEVEMENT_{page}_{place}"),
        })
    };
    json!({ "Achievements": (0..ACHIEVEMENT_COUNT).map(achievement).collect::<Value>() })
}

/// A version of zeros is the current one.
fn custom_games() -> Value {
    let current = |id: &str| json!({ "AssetId": id, "VersionId": Uuid::nil().to_string() });
    json!({
        "MaxPlayerCount": 24,
        "MaxPlayersPerClient": 4,
        "RulesId": "customGameRules",
        "DefaultMaxFireteamSizeSliderValue": 24,
        "MaxTeamCount": 8,
        "MaxPlayersInMediumVmInstance": 16,
        "DefaultObserversAllowed": true,
        "DefaultMap": current(maps::AQUARIUS.asset.id),
        "DefaultGameVariant": current(modes::ARENA_SLAYER.asset.id),
    })
}

/// The real names are internal to the game. These are the sandbox's own.
fn network() -> Value {
    json!({
        "sandboxSendRateHz": 60,
        "sandboxBufferSeconds": 0.05,
        "sandboxCompression": true,
    })
}

fn play_now() -> Value {
    json!({ "FallbackPlaylistId": playlists::QUICK_PLAY.asset.id })
}
