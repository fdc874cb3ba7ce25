//! The kind of assets in a path.

use crate::app::Shared;
use crate::services::path::parameter;
use crate::wire::problem::Problem;
use crate::world::catalog::AssetKind;
use axum::extract::FromRequestParts;
use axum::http::request::Parts;

/// The kinds, with their names in queries. Those in paths have an s.
const KINDS: [(AssetKind, &str); 9] = [
    (AssetKind::Film, "Film"),
    (AssetKind::Map, "Map"),
    (AssetKind::Playlist, "Playlist"),
    (AssetKind::Prefab, "Prefab"),
    (AssetKind::UgcGameVariant, "UgcGameVariant"),
    (AssetKind::MapModePair, "MapModePair"),
    (AssetKind::Project, "Project"),
    (AssetKind::Manifest, "Manifest"),
    (AssetKind::EngineGameVariant, "EngineGameVariant"),
];

/// The `{kind}` of the path. An unknown kind is a 404.
pub(super) struct PathKind(pub(super) AssetKind);

impl FromRequestParts<Shared> for PathKind {
    type Rejection = Problem;

    async fn from_request_parts(parts: &mut Parts, app: &Shared) -> Result<Self, Problem> {
        let path = parameter(parts, app, "kind").await?;
        let name = path.strip_suffix('s').ok_or(Problem::NotFound)?;
        kind_of_name(name).map(Self).map_err(|_| Problem::NotFound)
    }
}

/// The kind with a name in queries.
pub(super) fn kind_of_name(name: &str) -> Result<AssetKind, Problem> {
    let known = KINDS.iter().find(|(_, known)| known.eq_ignore_ascii_case(name));
    known.map(|(kind, _)| *kind).ok_or(Problem::BadRequest)
}
