//! An asset with its metadata.

use super::texts::{self, Language};
use crate::rng::Rng;
use crate::world::catalog::AssetKind;
use uuid::Uuid;

/// The identity of an asset.
pub(crate) type Key = (AssetKind, Uuid);

/// The author of an asset.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Author {
    Studio,
    /// By XUID.
    Player(u64),
}

impl Author {
    /// The id in the search. The studio has its own account.
    pub(crate) fn id(self) -> String {
        match self {
            Self::Studio => format!("aaid({})", Rng::for_subject(0, "studio").uuid()),
            Self::Player(xuid) => format!("xuid({xuid})"),
        }
    }
}

/// The details of one kind of asset.
#[derive(Clone, Debug)]
pub(crate) enum Details {
    Film,
    Map {
        level: i64,
        prefabs: Vec<Key>,
    },
    UgcGameVariant {
        engine: Key,
    },
    MapModePair {
        map: Key,
        mode: Key,
    },
    Playlist {
        ranked: bool,
        /// Map-mode pairs with their weights.
        entries: Vec<(Key, i64)>,
        teams: i64,
        team_size: i64,
    },
    EngineGameVariant {
        category: i64,
    },
    Prefab,
    Project {
        maps: Vec<Key>,
        modes: Vec<Key>,
    },
    Manifest {
        branch: &'static str,
        build: &'static str,
        maps: Vec<Key>,
        modes: Vec<Key>,
        engines: Vec<Key>,
    },
}

/// The usage and ratings of an asset.
#[derive(Clone, Copy, Debug, Default)]
pub(crate) struct Usage {
    pub(crate) plays_recent: i64,
    pub(crate) plays_all_time: i64,
    pub(crate) favorites: i64,
    pub(crate) likes: i64,
    pub(crate) bookmarks: i64,
    pub(crate) parents: i64,
    /// In hundredths of stars; 0 without ratings.
    pub(crate) rating: i64,
    pub(crate) ratings: i64,
}

impl Usage {
    /// Random usage of an asset with at most this many plays.
    pub(super) fn random(rng: &mut Rng, plays: i64) -> Self {
        let plays_all_time = rng.between(plays / 4, plays);
        let ratings = plays_all_time / rng.between(80, 400);
        Self {
            plays_recent: plays_all_time / rng.between(40, 300),
            plays_all_time,
            favorites: ratings + rng.between(0, 40),
            likes: rng.between(0, ratings + 3),
            bookmarks: rng.between(0, 20),
            parents: rng.between(0, 60),
            rating: if ratings == 0 { 0 } else { rng.between(150, 500) },
            ratings,
        }
    }

    /// Counts a new rating of 1 to 5 stars, in place of an earlier one of the same player.
    pub(crate) fn rate(&mut self, stars: i64, earlier: Option<i64>) {
        let others = self.rating * self.ratings - earlier.unwrap_or(0) * 100;
        self.ratings += i64::from(earlier.is_none());
        self.rating = (others + stars * 100) / self.ratings.max(1);
    }

    pub(crate) fn stars(self) -> f64 {
        self.rating as f64 / 100.0
    }
}

/// An asset, in the version that the discovery service knows.
#[derive(Clone, Debug)]
pub(crate) struct Ugc {
    pub(crate) kind: AssetKind,
    pub(crate) id: Uuid,
    pub(crate) version: Uuid,
    /// In English.
    pub(crate) name: String,
    pub(crate) description: String,
    pub(crate) tags: Vec<String>,
    pub(crate) author: Author,
    /// Relative to the asset's prefix.
    pub(crate) files: &'static [&'static str],
    pub(crate) usage: Usage,
    /// In milliseconds since 1970, like the next two.
    pub(crate) created: i64,
    pub(crate) modified: i64,
    pub(crate) published: i64,
    pub(crate) objects: i64,
    pub(crate) scripted: bool,
    pub(crate) details: Details,
}

impl Ugc {
    pub(crate) fn key(&self) -> Key {
        (self.kind, self.id)
    }

    pub(crate) fn name_in(&self, language: Language) -> String {
        match (&self.details, self.name.split_once(" on ")) {
            (Details::MapModePair { .. }, Some((mode, map))) => texts::pair(mode, map, language),
            _ => texts::translate(&self.name, language).to_owned(),
        }
    }

    pub(crate) fn description_in(&self, language: Language) -> &str {
        texts::translate(&self.description, language)
    }

    /// The path of its files, with a trailing slash.
    pub(crate) fn path(&self) -> String {
        self.path_of(self.version)
    }

    /// The path of a version's files, with a trailing slash.
    pub(crate) fn path_of(&self, version: Uuid) -> String {
        let kind = match self.kind {
            AssetKind::Film => "film",
            AssetKind::Map => "map",
            AssetKind::Playlist => "playlist",
            AssetKind::Prefab => "prefab",
            AssetKind::UgcGameVariant => "ugcgamevariant",
            AssetKind::MapModePair => "mapmodepair",
            AssetKind::Project => "project",
            AssetKind::Manifest => "manifest",
            AssetKind::EngineGameVariant => "enginegamevariant",
        };
        format!("/ugcstorage/{kind}/{}/{version}/", self.id)
    }

    /// The assets that it consists of.
    pub(crate) fn references(&self) -> Vec<Key> {
        match &self.details {
            Details::Map { prefabs, .. } => prefabs.clone(),
            Details::UgcGameVariant { engine } => vec![*engine],
            Details::MapModePair { map, mode } => vec![*map, *mode],
            Details::Playlist { entries, .. } => entries.iter().map(|(pair, _)| *pair).collect(),
            Details::EngineGameVariant { .. } | Details::Film | Details::Prefab => Vec::new(),
            Details::Project { maps, modes } | Details::Manifest { maps, modes, .. } => {
                maps.iter().chain(modes).copied().collect()
            }
        }
    }
}

/// The base URL of asset paths.
pub(crate) const BLOBS: &str = "https://blobs-infiniteugc.svc.halowaypoint.com";
