//! Playlists and modes of a record, by name.

use halo_infinite::models::stats::ServiceRecordSubqueries;
use halo_infinite::names::Subject;
use halo_infinite::refdata::GameVariantCategory;
use halo_infinite::types::{AssetId, Guid};

use crate::context::{self, Context};
use crate::failure::Failure;

/// The playlist and the family of modes that a record is narrowed to.
#[derive(Debug, Default)]
pub struct Chosen {
    /// The playlist, and its name.
    pub playlist: Option<(Guid, String)>,
    /// The family of modes.
    pub category: Option<GameVariantCategory>,
}

/// Looks up the names among those that the player has played.
pub fn choose(
    context: &Context,
    played: &ServiceRecordSubqueries,
    playlist: Option<&str>,
    mode: Option<&str>,
) -> Result<Chosen, Failure> {
    let mut chosen = Chosen::default();
    if let Some(wanted) = playlist {
        let names = context.names()?;
        let ids = played.playlist_asset_ids.iter().flatten();
        let ids: Vec<_> = ids.map(|id| AssetId::current(id.into())).collect();
        names.prepare(&ids.iter().copied().map(Subject::Playlist).collect::<Vec<_>>());
        let named = ids.iter().map(|id| (id.asset(), names.playlist(*id).to_string()));
        let found = context.choose_named("played playlist", wanted, named.collect())?;
        chosen.playlist = Some(found);
    }
    if let Some(wanted) = mode {
        let categories = played.game_variant_categories.iter().flatten();
        let named = categories.map(|category| (*category, category.to_string()));
        chosen.category = Some(context::choose("played mode", wanted, named.collect())?.0);
    }
    Ok(chosen)
}
