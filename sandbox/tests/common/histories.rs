//! A player's matches, read page by page from the stats service.

use super::{get_json, list, number};
use halo_infinite_sandbox::{Person, Sandbox};
use serde_json::Value;

pub fn path(person: &Person, rest: &str) -> String {
    format!("/stats/hi/players/{}/{rest}", person.player_id())
}

/// The complete history.
pub fn history(sandbox: &Sandbox, person: &Person, kind: &str) -> Vec<Value> {
    let mut results = Vec::new();
    loop {
        let query = format!("matches?start={}&count=25&type={kind}", results.len());
        let page = get_json(sandbox, &path(person, &query));
        assert_eq!(
            number(&page["ResultCount"]) as usize,
            list(&page["Results"]).len()
        );
        if page["ResultCount"] == 0 {
            return results;
        }
        results.extend(list(&page["Results"]).iter().cloned());
    }
}

pub fn player<'a>(game: &'a Value, person: &Person) -> &'a Value {
    let found = list(&game["Players"])
        .iter()
        .find(|player| player["PlayerId"] == person.player_id());
    found.unwrap_or_else(|| panic!("{} is not in {}", person.gamertag(), game["MatchId"]))
}

pub const RANKED_ARENA: &str = "edfef3ac-9cbe-4fa2-b949-8f29deafd483";
const RANKED_SLAYER: &str = "dcb2e24e-05fb-4390-8076-32a0cdb4326e";

pub fn is_ranked(match_info: &Value) -> bool {
    let playlist = &match_info["Playlist"]["AssetId"];
    playlist == RANKED_ARENA || playlist == RANKED_SLAYER
}
