//! The favourites and ratings that players have at the start.

use super::Library;
use super::asset::{Author, Key};
use crate::rng::Rng;
use crate::world::catalog::AssetKind;

/// The favourites of a person: assets of several kinds.
pub(crate) fn favorites(seed: u64, person: usize, library: &Library) -> Vec<Key> {
    let mut rng = Rng::for_subject(seed, &format!("favorites of {person}"));
    let kinds = [AssetKind::Map, AssetKind::UgcGameVariant, AssetKind::Prefab];
    let marked = library.iter().filter(|asset| {
        let percent = if asset.author == Author::Studio { 10 } else { 4 };
        kinds.contains(&asset.kind) && rng.chance(percent)
    });
    marked.map(|asset| (asset.kind, asset.id)).collect()
}

/// A person's rating of an asset, in stars.
pub(crate) fn rating(seed: u64, person: usize, key: Key, library: &Library) -> Option<i64> {
    let asset = library.get(key.0, key.1)?;
    let mut rng = Rng::for_subject(seed, &format!("rating of {} by {person}", asset.id));
    (asset.usage.ratings > 0 && rng.chance(30)).then(|| rng.between(1, 5))
}
