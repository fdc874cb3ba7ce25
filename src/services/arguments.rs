//! Arguments as paths and headers have them.

use ureq::http::HeaderValue;

use crate::http::segment;
use crate::refdata::AssetKind;
use crate::types::{ArgumentError, Guid, Player, argument};

/// A player as a path has it: `xuid(…)` or the gamertag.
pub(super) fn player_segment(
    player: impl TryInto<Player, Error: Into<ArgumentError>>,
) -> Result<String, ArgumentError> {
    argument::<Player>("player", player).and_then(|player| segment("player", &player.to_string()))
}

/// A GUID as a path has it.
pub(super) fn guid(
    name: &'static str,
    guid: impl TryInto<Guid, Error: Into<ArgumentError>>,
) -> Result<String, ArgumentError> {
    argument::<Guid>(name, guid).map(|guid| guid.to_string())
}

/// A kind of assets as a path has it.
pub(super) fn asset_kind(kind: AssetKind) -> Result<String, ArgumentError> {
    kind_names(kind).map(|(path, _)| path.to_owned())
}

/// A kind of assets as a query has it.
pub(super) fn asset_kind_name(kind: AssetKind) -> Result<&'static str, ArgumentError> {
    kind_names(kind).map(|(_, query)| query)
}

fn kind_names(kind: AssetKind) -> Result<(&'static str, &'static str), ArgumentError> {
    Ok(match kind {
        AssetKind::Film => ("films", "Film"),
        AssetKind::Map => ("maps", "Map"),
        AssetKind::Playlist => ("playlists", "Playlist"),
        AssetKind::Prefab => ("prefabs", "Prefab"),
        AssetKind::UgcGameVariant => ("ugcGameVariants", "UgcGameVariant"),
        AssetKind::MapModePair => ("mapModePairs", "MapModePair"),
        AssetKind::Project => ("projects", "Project"),
        AssetKind::Manifest => ("manifests", "Manifest"),
        AssetKind::EngineGameVariant => ("engineGameVariants", "EngineGameVariant"),
        other => {
            return Err(ArgumentError::new(
                "kind",
                format!("the service is not known to have assets of the kind {other}"),
            ));
        }
    })
}

/// A language as a header has it.
pub(crate) fn language(tag: &str) -> Result<HeaderValue, ArgumentError> {
    let is_part = |part: &str| !part.is_empty() && part.bytes().all(|byte| byte.is_ascii_alphanumeric());
    let is_tag = tag.len() <= 35 && tag.split('-').all(is_part);
    if !is_tag {
        let problem = format!("`{}` is not a language tag such as fr-FR", tag.escape_debug());
        return Err(ArgumentError::new("language", problem));
    }
    HeaderValue::try_from(tag).map_err(|_| ArgumentError::new("language", "it cannot be a header"))
}
