//! Career ranks and operations of players.

use super::service::{Economy, get, xuid_segment};
use crate::http::segment;
use crate::models::economy::{PlayerCareerRank, PlayerOperationPasses};
use crate::request::Request;
use crate::types::{ArgumentError, CacheRule, Endpoint, Player, endpoints};

endpoints! {
    PLAYER_CAREER_RANK = get(
        "player_career_rank",
        "/hi/players/{player}/rewardtracks/careerranks/{track_id}",
    ).cached(CacheRule::OnRequest);
    // The service refuses other players' operations.
    PLAYER_OPERATIONS = get("player_operations", "/hi/players/{player}/rewardtracks/operations");
}

impl Economy<'_> {
    /// A player's progress in the career. The service refuses other players' careers with 403.
    pub fn player_career_rank(
        self,
        player: impl TryInto<Player, Error: Into<ArgumentError>>,
    ) -> Request<PlayerCareerRank> {
        let arguments = [xuid_segment(player), Ok("careerrank1".into())];
        Request::new(self.pipeline, &PLAYER_CAREER_RANK, arguments)
    }

    /// A player's progress in the operations. The service refuses other players' operations with 403.
    pub fn player_operations(
        self,
        player: impl TryInto<Player, Error: Into<ArgumentError>>,
    ) -> Request<PlayerOperationPasses> {
        self.of_player(&PLAYER_OPERATIONS, player)
    }
}

impl Request<PlayerCareerRank> {
    /// Selects another career track. Defaults to `careerrank1`, the only one so far.
    pub fn track(self, track_id: &str) -> Self {
        self.change(|request| {
            request.path.pop();
            request.path.push(segment("track_id", track_id)?);
            Ok(())
        })
    }
}
