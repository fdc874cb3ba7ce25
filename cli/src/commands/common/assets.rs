//! Authors and kinds of assets.

use halo_infinite::refdata::AssetKind;
use halo_infinite::types::PlayerId;

use crate::context::Context;
use crate::failure::Failure;

/// The name and the ID of an author. Accounts that are no players belong to the studio.
pub fn author_name(context: &Context, author: &PlayerId) -> Result<(String, String), Failure> {
    let name = match author.xuid() {
        Some(_) => context.names()?.player(author.clone()).to_string(),
        None => "studio".to_owned(),
    };
    Ok((name, author.to_string()))
}

/// A kind of assets as the command line has it.
pub fn asset_kind_name(kind: AssetKind) -> String {
    match kind {
        AssetKind::UgcGameVariant => "mode".to_owned(),
        AssetKind::MapModePair => "pair".to_owned(),
        AssetKind::EngineGameVariant => "engine-mode".to_owned(),
        other => other.to_string().to_lowercase(),
    }
}
