//! A player's matches, asked for as a client does.

use super::{get_json, list, number};
use halo_infinite_sandbox::{Person, Sandbox};
use serde_json::Value;

pub fn path(person: &Person, rest: &str) -> String {
    format!("/stats/hi/players/{}/{rest}", person.player_id())
}

/// A whole history, page by page.
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
