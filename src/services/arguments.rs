//! Arguments as paths have them.

use crate::types::{ArgumentError, Guid, Player, argument};

/// A player as a path has it: `xuid(…)` or the gamertag.
pub(super) fn player(
    player: impl TryInto<Player, Error: Into<ArgumentError>>,
) -> Result<String, ArgumentError> {
    argument::<Player>("player", player).map(|player| player.to_string())
}

/// A GUID as a path has it.
pub(super) fn guid(
    name: &'static str,
    guid: impl TryInto<Guid, Error: Into<ArgumentError>>,
) -> Result<String, ArgumentError> {
    argument::<Guid>(name, guid).map(|guid| guid.to_string())
}
