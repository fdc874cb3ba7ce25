//! Matches, match histories, service records, challenges.

use crate::refdata::{LifecycleMode, PlayerType, Team};
use crate::types::Xuid;

generated!("stats");

mod total;

impl MatchStats {
    /// The XUIDs of the human players, in the order of `players`.
    pub fn xuids(&self) -> impl Iterator<Item = Xuid> + '_ {
        self.players.iter().filter_map(|player| player.player_id.xuid())
    }

    /// The statistics of a player, by XUID.
    pub fn player(&self, xuid: Xuid) -> Option<&PlayerStats> {
        self.players
            .iter()
            .find(|player| player.player_id.xuid() == Some(xuid))
    }

    /// The players whose last team this is.
    pub fn players_of(&self, team: Team) -> impl Iterator<Item = &PlayerStats> + '_ {
        self.players
            .iter()
            .filter(move |player| player.last_team_id == team)
    }
}

impl MatchInfo {
    /// Whether the match was made by matchmaking. Custom and local games have no playlist, no season and no
    /// skill.
    pub fn is_matchmade(&self) -> bool {
        self.lifecycle_mode == LifecycleMode::Matchmade
    }
}

impl PlayerStats {
    /// Whether this is a human player. Bots have no profile and no skill.
    pub fn is_human(&self) -> bool {
        self.player_type == PlayerType::Human
    }

    /// The player's statistics on their last team.
    ///
    /// `None` if the API has no statistics of the player. For a player who changed teams, `player_team_stats` has
    /// the statistics on each team.
    pub fn stats(&self) -> Option<&Stats> {
        let teams = &self.player_team_stats;
        let last = teams.iter().find(|team| team.team_id == self.last_team_id);
        last.or(teams.last()).map(|team| &team.stats)
    }

    /// The player's statistics on their last team that all modes share. [`total_core_stats`](Self::total_core_stats)
    /// has those of the whole match.
    pub fn core_stats(&self) -> Option<&CoreStats> {
        self.stats().map(|stats| &stats.core_stats)
    }
}
