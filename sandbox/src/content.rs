//! User-generated content with the changes of players: favourites, ratings, new texts of versions.

use crate::world::World;
use crate::world::ugc::{Key, Library, Ugc, marks};
use std::collections::HashMap;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use uuid::Uuid;

/// An asset in a player's favourites.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Favorite {
    pub(crate) key: Key,
    /// The version that the player chose.
    pub(crate) version: Option<Uuid>,
}

/// A player's rating of an asset.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Rating {
    pub(crate) stars: i64,
    /// In milliseconds since 1970; `None` if the player rated it before the sandbox started.
    pub(crate) modified: Option<i64>,
}

/// New texts of a version.
#[derive(Clone, Debug, Default)]
pub(crate) struct Patch {
    pub(crate) name: Option<String>,
    pub(crate) description: Option<String>,
    pub(crate) tags: Option<Vec<String>>,
    /// In milliseconds since 1970.
    pub(crate) modified: i64,
}

impl Patch {
    /// Changes the texts of an asset.
    pub(crate) fn apply(&self, asset: &mut Ugc) {
        let Self {
            name,
            description,
            tags,
            modified,
        } = self.clone();
        asset.name = name.unwrap_or_else(|| asset.name.clone());
        asset.description = description.unwrap_or_else(|| asset.description.clone());
        asset.tags = tags.unwrap_or_else(|| asset.tags.clone());
        asset.modified = modified;
    }
}

/// The changes that players made since the start.
#[derive(Debug, Default)]
pub(crate) struct Content(Mutex<Changes>);

#[derive(Debug, Default)]
struct Changes {
    /// All assets, once one of them has changed.
    assets: Option<Arc<Library>>,
    /// By person.
    favorites: HashMap<usize, Vec<Favorite>>,
    /// By person and asset.
    ratings: HashMap<(usize, Key), Rating>,
    /// By version.
    patches: HashMap<Uuid, Patch>,
}

impl Changes {
    fn change(&mut self, world: &World, key: Key, change: impl FnOnce(&mut Ugc)) {
        let assets = self.assets.get_or_insert_with(|| Arc::clone(world.ugc_assets()));
        Arc::make_mut(assets).change(key, change);
    }

    fn favorites(&self, world: &World, person: usize) -> Vec<Favorite> {
        let first = || {
            let keys = marks::favorites(world.seed(), person, world.ugc_assets()).into_iter();
            keys.map(|key| Favorite { key, version: None }).collect()
        };
        self.favorites.get(&person).cloned().unwrap_or_else(first)
    }

    fn rating(&self, world: &World, person: usize, key: Key) -> Option<Rating> {
        let first = || {
            let stars = marks::rating(world.seed(), person, key, world.ugc_assets())?;
            Some(Rating {
                stars,
                modified: None,
            })
        };
        self.ratings.get(&(person, key)).copied().or_else(first)
    }
}

impl Content {
    fn changes(&self) -> MutexGuard<'_, Changes> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// All assets.
    pub(crate) fn assets(&self, world: &World) -> Arc<Library> {
        let changed = self.changes().assets.clone();
        changed.unwrap_or_else(|| Arc::clone(world.ugc_assets()))
    }

    /// A person's favourites, in the order in which they were added.
    pub(crate) fn favorites(&self, world: &World, person: usize) -> Vec<Favorite> {
        self.changes().favorites(world, person)
    }

    /// Adds a favourite, or replaces its version. An asset counts each player once.
    pub(crate) fn add_favorite(&self, world: &World, person: usize, favorite: Favorite) {
        let mut changes = self.changes();
        let mut favorites = changes.favorites(world, person);
        match favorites.iter_mut().find(|known| known.key == favorite.key) {
            Some(known) => *known = favorite,
            None => {
                favorites.push(favorite);
                changes.change(world, favorite.key, |asset| asset.usage.favorites += 1);
            }
        }
        changes.favorites.insert(person, favorites);
    }

    pub(crate) fn rating(&self, world: &World, person: usize, key: Key) -> Option<Rating> {
        self.changes().rating(world, person, key)
    }

    /// Rates an asset in place of an earlier rating.
    pub(crate) fn rate(&self, world: &World, person: usize, key: Key, rating: Rating) {
        let mut changes = self.changes();
        let earlier = changes.rating(world, person, key).map(|earlier| earlier.stars);
        changes.change(world, key, |asset| asset.usage.rate(rating.stars, earlier));
        changes.ratings.insert((person, key), rating);
    }

    /// The new texts of a version.
    pub(crate) fn patch_of(&self, version: Uuid) -> Option<Patch> {
        self.changes().patches.get(&version).cloned()
    }

    /// Changes the texts of a version. The discovery service shows those of the published one.
    pub(crate) fn patch(&self, world: &World, key: Key, version: Uuid, patch: Patch) {
        let mut changes = self.changes();
        changes.change(world, key, |asset| {
            if asset.version == version {
                patch.apply(asset);
            }
        });
        let earlier = changes.patches.remove(&version).unwrap_or_default();
        let patch = Patch {
            name: patch.name.or(earlier.name),
            description: patch.description.or(earlier.description),
            tags: patch.tags.or(earlier.tags),
            modified: patch.modified,
        };
        changes.patches.insert(version, patch);
    }
}
