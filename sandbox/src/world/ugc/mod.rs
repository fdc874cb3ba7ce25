//! The assets of the UGC discovery service: the studio's own, which matches use, and those of players.

mod asset;
pub(crate) mod manifests;
pub(crate) mod marks;
mod players;
mod projects;
mod studio;
pub(crate) mod texts;
mod versions;

pub(crate) use self::asset::{Author, BLOBS, Details, Key, Ugc};
use super::catalog::AssetKind;
use super::people::Person;
use std::collections::HashMap;
use uuid::Uuid;

/// All assets of a world.
#[derive(Clone, Debug)]
pub(crate) struct Library {
    assets: Vec<Ugc>,
    by_key: HashMap<Key, usize>,
}

impl Library {
    pub(super) fn new(seed: u64, people: &[Person]) -> Self {
        let mut assets = studio::assets();
        assets.extend(players::assets(seed, people, &assets));
        assets.extend(projects::assets(&assets));
        assets.extend(manifests::assets(&assets));
        let by_key = assets
            .iter()
            .enumerate()
            .map(|(index, asset)| (asset.key(), index))
            .collect();
        Self { assets, by_key }
    }

    pub(crate) fn get(&self, kind: AssetKind, id: Uuid) -> Option<&Ugc> {
        self.by_key.get(&(kind, id)).map(|index| &self.assets[*index])
    }

    /// Changes an asset, if it exists.
    pub(crate) fn change(&mut self, key: Key, change: impl FnOnce(&mut Ugc)) {
        let asset = self
            .by_key
            .get(&key)
            .and_then(|index| self.assets.get_mut(*index));
        if let Some(asset) = asset {
            change(asset);
        }
    }

    pub(crate) fn iter(&self) -> impl Iterator<Item = &Ugc> {
        self.assets.iter()
    }
}
