//! The assets of the UGC discovery service: the studio's own, which matches use, and those of players.

mod asset;
pub(crate) mod manifests;
mod players;
mod studio;
pub(crate) mod texts;

pub(crate) use self::asset::{Author, BLOBS, Details, Key, Ugc};
use super::catalog::AssetKind;
use super::people::Person;
use std::collections::HashMap;
use uuid::Uuid;

/// All assets of a world.
#[derive(Debug)]
pub(crate) struct Library {
    assets: Vec<Ugc>,
    by_key: HashMap<Key, usize>,
}

impl Library {
    pub(super) fn new(seed: u64, people: &[Person]) -> Self {
        let mut assets = studio::assets();
        assets.extend(players::assets(seed, people, &assets));
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

    pub(crate) fn iter(&self) -> impl Iterator<Item = &Ugc> {
        self.assets.iter()
    }
}
