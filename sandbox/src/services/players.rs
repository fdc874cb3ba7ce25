//! Lists of players in the query.

use super::path::xuid;
use super::query::Query;
use crate::wire::problem::Problem;

/// The XUIDs of a parameter: one value with commas, or several values. A missing list, a bot or a gamertag is a 400.
pub(super) fn players(query: &Query, name: &str) -> Result<Vec<u64>, Problem> {
    let ids = query.all(name).flat_map(|value| value.split(','));
    let players: Option<Vec<u64>> = ids.map(|id| xuid(id.trim())).collect();
    players
        .filter(|players| !players.is_empty())
        .ok_or(Problem::BadRequest)
}
