//! Lists of players in the query.

use super::path::xuid;
use super::query::Query;
use crate::wire::problem::Problem;

/// The most players in a list of `skill` and `economy`: the limit that HaloFunTime, a bot, found for the real services.
pub(super) const MAX_PLAYERS: usize = 30;

/// The XUIDs of a list of `xuid(…)`, in the order of the query. SPNKr repeats the parameter; `halo-infinite-api`,
/// `halo_api` and Grunt join the players with commas. Both are served.
///
/// Blank entries do not count. A player who is listed twice is returned once, at the first place. An empty list, a
/// list of more than `most` entries, a bot and a gamertag are a 400.
pub(super) fn players(query: &Query, name: &str, most: usize) -> Result<Vec<u64>, Problem> {
    let listed: Option<Vec<u64>> = query.list(name).map(xuid).collect();
    let listed = listed.ok_or(Problem::BadRequest)?;
    if listed.is_empty() || listed.len() > most {
        return Err(Problem::BadRequest);
    }
    let mut players = Vec::new();
    for xuid in listed {
        if !players.contains(&xuid) {
            players.push(xuid);
        }
    }
    Ok(players)
}
