//! Matches, match histories, service records, challenges.

use crate::refdata::{LifecycleMode, PlayerType, Team};
use crate::types::Xuid;

super::generated!("stats");

impl MatchStats {
    /// The XUIDs of the people in the match, in the order of the players; bots have none.
    pub fn xuids(&self) -> impl Iterator<Item = Xuid> + '_ {
        self.players.iter().filter_map(|player| player.player_id.xuid())
    }

    /// The statistics of a player, by XUID.
    pub fn player(&self, xuid: Xuid) -> Option<&PlayerStats> {
        self.players
            .iter()
            .find(|player| player.player_id.xuid() == Some(xuid))
    }

    /// A team's players: those who were on it last.
    pub fn players_of(&self, team: Team) -> impl Iterator<Item = &PlayerStats> + '_ {
        self.players
            .iter()
            .filter(move |player| player.last_team_id == team)
    }
}

impl MatchInfo {
    /// Whether matchmaking made the match; custom and local games have no playlist, no season and
    /// no skill.
    pub fn is_matchmade(&self) -> bool {
        self.lifecycle_mode == LifecycleMode::Matchmade
    }
}

impl PlayerStats {
    /// Whether this is a person; only people have profiles and skill.
    pub fn is_human(&self) -> bool {
        self.player_type == PlayerType::Human
    }

    /// The statistics on the team that the player was on last.
    ///
    /// `None` where the API has none at all. Who changed teams has more in `player_team_stats`.
    pub fn stats(&self) -> Option<&Stats> {
        let teams = &self.player_team_stats;
        let last = teams.iter().find(|team| team.team_id == self.last_team_id);
        last.or(teams.last()).map(|team| &team.stats)
    }

    /// What every mode counts, on the team that the player was on last.
    pub fn core_stats(&self) -> Option<&CoreStats> {
        self.stats().map(|stats| &stats.core_stats)
    }
}
