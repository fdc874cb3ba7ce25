//! Playlists and modes of a record, by name.

use halo_infinite::models::stats::ServiceRecordSubqueries;
use halo_infinite::names::Subject;
use halo_infinite::refdata::GameVariantCategory;
use halo_infinite::types::{AssetId, Guid};

use crate::context::Context;
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
        let found = one_of("playlist", wanted, named.collect())?;
        chosen.playlist = Some(found);
    }
    if let Some(wanted) = mode {
        let categories = played.game_variant_categories.iter().flatten();
        let named = categories.map(|category| (*category, category.to_string()));
        chosen.category = Some(one_of("mode", wanted, named.collect())?.0);
    }
    Ok(chosen)
}

/// The one thing with this name, or the one with this part in its name.
fn one_of<T>(what: &str, wanted: &str, mut named: Vec<(T, String)>) -> Result<(T, String), Failure> {
    let wanted_lower = wanted.to_lowercase();
    if let Some(place) = named
        .iter()
        .position(|(_, name)| name.to_lowercase() == wanted_lower)
    {
        return Ok(named.swap_remove(place));
    }
    let all = list(&named);
    named.retain(|(_, name)| name.to_lowercase().contains(&wanted_lower));
    let found = list(&named);
    match (named.pop(), named.is_empty()) {
        (Some(one), true) => Ok(one),
        (Some(_), false) => Err(Failure::new(
            format!("--{what}: `{wanted}` fits several"),
            format!("choose {found}"),
        )),
        (None, _) => Err(Failure::new(
            format!("--{what}: no {what} of this player has `{wanted}` in its name"),
            format!("there are {all}"),
        )),
    }
}

fn list<T>(named: &[(T, String)]) -> String {
    let mut names: Vec<_> = named.iter().map(|(_, name)| name.as_str()).collect();
    names.sort_unstable();
    names.dedup();
    match names.is_empty() {
        true => "none".into(),
        false => names.join(", "),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_part_of_one_name_suffices() {
        let named = || {
            vec![
                (1, "Ranked Arena".to_owned()),
                (2, "Ranked Slayer".into()),
                (3, "Slayer".into()),
            ]
        };
        assert_eq!(one_of("mode", "ARENA", named()).unwrap().0, 1);
        assert_eq!(one_of("mode", "slayer", named()).unwrap().0, 3);
        let several = one_of("mode", "rank", named()).unwrap_err().to_string();
        assert!(several.contains("Ranked Arena, Ranked Slayer"), "{several}");
        let none = one_of("mode", "oddball", named()).unwrap_err().to_string();
        assert!(none.contains("Ranked Arena, Ranked Slayer, Slayer"), "{none}");
    }
}
