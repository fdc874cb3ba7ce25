//! The configurations of playlists.

use crate::world::catalog::playlists::{self, Playlist};
use serde_json::{Value, json};

const FOLDER: &str = "playlists/assets/";

/// The paths of all configurations.
pub(super) fn paths() -> impl Iterator<Item = String> {
    let ids = playlists::ALL.into_iter().map(|playlist| playlist.asset.id);
    ids.map(|id| format!("{FOLDER}{id}.json"))
}

/// The configuration of a playlist, by its lower-case path. The last three fields came after 2022.
pub(super) fn configuration(path: &str) -> Option<Value> {
    let id = path.strip_prefix(FOLDER)?.strip_suffix(".json")?;
    let playlist = playlists::ALL
        .into_iter()
        .find(|playlist| playlist.asset.id.eq_ignore_ascii_case(id))?;
    let hint = hint(playlist);
    let (experience, size) = experience(playlist);
    Some(json!({
        "NameHint": hint,
        "UgcPlaylistVersion": playlist.asset.version,
        "PlatformMatchmakingHopperId": format!("GA-RETAIL_{hint}"),
        "GameStartRulesId": if playlist.ranked { "rankedRules" } else { "socialRules" },
        "ThunderheadContentConfiguration": "NonCampaign",
        "ThunderheadVmSize": size,
        "TrueMatchSettings": if playlist.ranked { "rankedPlay.json" } else { "socialPlay.json" },
        "HasCsr": playlist.ranked,
        "PlaylistExperience": experience,
        "MatchmakingDelaySec": 0,
        "UseGameVariantFilter": false,
        "MatchOnCsr": playlist.ranked,
        "ForceEnableEac": false,
    }))
}

/// An internal name: `ranked_arena`.
fn hint(playlist: &Playlist) -> String {
    let words = playlist.asset.name.split(|c: char| !c.is_alphanumeric());
    let words: Vec<&str> = words.filter(|word| !word.is_empty()).collect();
    words.join("_").to_lowercase()
}

/// The name of the playlist's experience, and the size of its servers.
fn experience(playlist: &Playlist) -> (&'static str, &'static str) {
    match playlist.experience {
        3 => ("BTB", "Large"),
        4 => ("PveBots", "Medium"),
        5 => ("Featured", "Medium"),
        6 => ("Pve", "Medium"),
        _ => ("Arena", "Medium"),
    }
}
