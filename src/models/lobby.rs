//! The lobby service: presence, and the servers of matches.

use crate::types::Xuid;

generated!("lobby");

impl Presence {
    /// The presence of a player; `None` for one who is not in the response.
    pub fn of(&self, player: Xuid) -> Option<&PlayerPresence> {
        let mut results = self.results.iter();
        results.find(|result| result.id.xuid() == Some(player))
    }
}

impl PlayerPresence {
    /// Whether the player is in the game.
    pub fn is_online(&self) -> bool {
        self.fireteam().is_some() || self.current_match().is_some()
    }

    /// Whether the player is in a match.
    pub fn is_in_match(&self) -> bool {
        self.current_match().is_some()
    }

    /// The player's fireteam, with its size and the limit of it; `None` for a player who is not in the game.
    pub fn fireteam(&self) -> Option<&FireteamDetails> {
        self.result.as_ref()?.fireteam_details.as_ref()
    }

    /// The match that the player is in; `None` for a player in the menus, or not in the game.
    pub fn current_match(&self) -> Option<&MatchDetails> {
        self.result.as_ref()?.match_details.as_ref()
    }
}

impl FireteamDetails {
    /// Number of players who can still join the fireteam.
    pub fn free_places(&self) -> i64 {
        self.max_players.saturating_sub(self.player_count).max(0)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::{Value, json};

    fn player(result: Value) -> PlayerPresence {
        let json = json!({ "Id": "xuid(2533274855333605)", "ResultCode": 0, "Result": result });
        serde_json::from_value(json).unwrap()
    }

    #[test]
    fn a_player_is_offline_or_in_the_menus_or_in_a_match() {
        let fireteam = json!({ "PlayerCount": 3, "MaxPlayers": 28 });
        for (result, is_online, is_in_match) in [
            (Value::Null, false, false),
            (
                json!({ "FireteamDetails": null, "MatchDetails": null }),
                false,
                false,
            ),
            (
                json!({ "FireteamDetails": fireteam, "MatchDetails": null }),
                true,
                false,
            ),
            (
                json!({ "FireteamDetails": fireteam, "MatchDetails": {} }),
                true,
                true,
            ),
        ] {
            let player = player(result);
            assert_eq!(
                (player.is_online(), player.is_in_match()),
                (is_online, is_in_match)
            );
            let places = player
                .fireteam()
                .map(|fireteam| (fireteam.player_count, fireteam.free_places()));
            assert_eq!(places, is_online.then_some((3, 25)));
        }
    }
}
