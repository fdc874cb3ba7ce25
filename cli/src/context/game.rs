//! Matches on the command line.

use std::str::FromStr;

use halo_infinite::models::stats::MatchStats;
use halo_infinite::types::Guid;
use halo_infinite::{Match, Xuid};

use super::Context;
use crate::failure::Failure;

/// Characters of an ID that stand for it.
pub const ID_PART: usize = 8;
/// Matches among which the start of an ID is looked up.
const SEARCHED: usize = 100;

/// A match on the command line.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum MatchArgument {
    /// The newest match of the player.
    Last,
    /// The match with this ID.
    Id(Guid),
    /// The match of the player whose ID starts so.
    Start(String),
}

impl FromStr for MatchArgument {
    type Err = String;

    fn from_str(text: &str) -> Result<Self, String> {
        if text.eq_ignore_ascii_case("last") {
            return Ok(Self::Last);
        }
        if let Ok(id) = text.parse() {
            return Ok(Self::Id(id));
        }
        let is_of_id = |letter: char| letter.is_ascii_hexdigit() || letter == '-';
        match text.len() >= ID_PART && text.chars().all(is_of_id) {
            true => Ok(Self::Start(text.to_ascii_lowercase())),
            false => Err(format!(
                "write `last`, an ID, or the first {ID_PART} or more characters of one: `halo history` lists them"
            )),
        }
    }
}

/// The statistics of a match.
pub fn stats(game: &Match) -> Result<&MatchStats, Failure> {
    game.stats().map_err(|error| match error.status() {
        Some(404) => Failure::new(
            format!("no match has the ID {}", game.id()),
            "`halo history` lists the IDs; the statistics of a match come some seconds after its end",
        ),
        _ => error.into(),
    })
}

impl Context {
    /// The match. `player` is asked for only if the match is one of a player's last ones.
    pub fn game(
        &self,
        argument: &MatchArgument,
        player: impl FnOnce() -> Result<Xuid, Failure>,
    ) -> Result<Match, Failure> {
        let client = self.client()?;
        match argument {
            MatchArgument::Id(id) => Ok(Match::new(client, *id)?),
            MatchArgument::Last => {
                let history = client.stats().match_history(player()?).count(1).send()?;
                let newest = history.results.first().ok_or_else(|| {
                    Failure::new(
                        "this player has no matches",
                        "the player may hide them, or has not played yet",
                    )
                })?;
                Ok(Match::from_history(client, newest))
            }
            MatchArgument::Start(start) => {
                let history = client.stats().match_history(player()?);
                for entry in history.iter().take(SEARCHED) {
                    let entry = entry?;
                    if entry.match_id.to_string().starts_with(start) {
                        return Ok(Match::from_history(client, &entry));
                    }
                }
                Err(Failure::new(
                    format!("no ID among the player's last {SEARCHED} matches starts with {start}"),
                    "name the player of the match, or write the whole ID: `halo history --json match_id` lists them",
                ))
            }
        }
    }
}
