//! The studio's assets: all assets in matches, and their parts. They are the same in every world.

use super::asset::{Author, Details, Key, Ugc, Usage};
use crate::rng::Rng;
use crate::wire::timestamp::midnight;
use crate::world::catalog::maps::Map;
use crate::world::catalog::modes::{Mode, Rules, Sides};
use crate::world::catalog::pairs::Pair;
use crate::world::catalog::playlists::{self, Playlist};
use crate::world::catalog::{Asset, AssetKind, maps};
use uuid::Uuid;

/// The project behind the game's custom games menu.
pub(crate) const CUSTOM_GAME_MANIFEST: Uuid = Uuid::from_u128(0xa9dc_0785_2a99_4fec_ba6e_0216_feaa_f041);
const DAY: i64 = 86_400_000;
const IMAGES: &[&str] = &[
    "images/hero.png",
    "images/screenshot1.png",
    "images/thumbnail.png",
];
const MAP_FILES: &[&str] = &[
    "images/hero.png",
    "images/screenshot1.png",
    "images/screenshot2.png",
    "images/thumbnail.png",
    "map.mvar",
];

/// All assets of the studio. Parts come before the assets that use them.
pub(super) fn assets() -> Vec<Ugc> {
    let mut engines: Vec<Ugc> = Vec::new();
    let mut made: Vec<Ugc> = Vec::new();
    for map in all_maps() {
        made.push(map_asset(map));
    }
    for mode in all_modes() {
        let engine = engine(mode);
        let key = engine.key();
        if engines.iter().all(|other| other.key() != key) {
            engines.push(engine);
        }
        made.push(mode_asset(mode, key));
    }
    let mut pairs: Vec<Ugc> = Vec::new();
    for playlist in playlists::ALL {
        let mut entries = Vec::new();
        for (mode, map) in offered(playlist) {
            let pair = pair(mode, map);
            entries.push((pair.key(), 10 + 5 * entries.len() as i64 % 40));
            if pairs.iter().all(|other| other.key() != pair.key()) {
                pairs.push(pair);
            }
        }
        made.push(playlist_asset(playlist, entries));
    }
    made.push(custom_game_manifest(&made));
    made.extend(engines);
    made.extend(pairs);
    made
}

fn all_maps() -> impl Iterator<Item = &'static Map> {
    let rest = [&maps::HOUSE_OF_RECKONING, &maps::GRIFBALL_COURT];
    maps::ARENA.into_iter().chain(maps::BIG).chain(rest)
}

/// All modes of the playlists, each once. Custom games use no others.
fn all_modes() -> Vec<&'static Mode> {
    let mut all: Vec<&'static Mode> = Vec::new();
    for mode in playlists::ALL.iter().flat_map(|playlist| playlist.modes) {
        if all.iter().all(|other| other.asset.id != mode.asset.id) {
            all.push(mode);
        }
    }
    all
}

fn offered(playlist: &'static Playlist) -> impl Iterator<Item = (&'static Mode, &'static Map)> {
    let maps = playlist.maps.iter().copied();
    maps.flat_map(|map| playlist.modes.iter().map(move |mode| (*mode, map)))
}

fn uuid(text: &str) -> Uuid {
    Uuid::try_parse(text).unwrap_or_default()
}

/// An asset of the studio, with numbers derived from its name.
pub(super) fn studio(kind: AssetKind, name: &str, ids: (Uuid, Uuid), details: Details) -> Ugc {
    let mut rng = Rng::for_subject(0, &format!("{kind:?} {name}"));
    let created = midnight(2020, 7, 1) + rng.between(0, 400 * DAY);
    let usage = match kind {
        AssetKind::Map | AssetKind::UgcGameVariant => Usage::random(&mut rng, 40_000_000),
        AssetKind::MapModePair => Usage {
            plays_recent: rng.between(500, 9_000),
            plays_all_time: rng.between(10_000, 300_000),
            parents: 1,
            ..Usage::default()
        },
        _ => Usage::default(),
    };
    Ugc {
        kind,
        id: ids.0,
        version: ids.1,
        name: name.to_owned(),
        description: String::new(),
        tags: vec!["343i".to_owned()],
        author: Author::Studio,
        files: &[],
        usage,
        created,
        modified: created + rng.between(300 * DAY, 500 * DAY),
        published: created + rng.between(500 * DAY, 900 * DAY),
        objects: 0,
        scripted: false,
        details,
    }
}

fn known(asset: &Asset, details: Details) -> Ugc {
    let ids = (uuid(asset.id), uuid(asset.version));
    Ugc {
        files: IMAGES,
        ..studio(asset.kind, asset.name, ids, details)
    }
}

fn map_asset(map: &Map) -> Ugc {
    let mut rng = Rng::for_subject(0, map.level_id);
    let details = Details::Map {
        level: rng.between(-2_000_000_000, 2_000_000_000),
        prefabs: Vec::new(),
    };
    let description = if maps::BIG.iter().any(|big| big.asset.id == map.asset.id) {
        "Wide open ground for two big teams and their vehicles."
    } else {
        "An old training ground of glass, water and dust."
    };
    Ugc {
        description: description.to_owned(),
        files: MAP_FILES,
        objects: rng.between(40, 900),
        ..known(&map.asset, details)
    }
}

fn mode_asset(mode: &Mode, engine: Key) -> Ugc {
    let (description, tag) = about(mode.rules);
    let asset = known(&mode.asset, Details::UgcGameVariant { engine });
    let place = match mode.sides {
        Sides::Teams(12) => "BTB",
        Sides::FreeForAll(_) => "FFA",
        Sides::Bots(_) => "Bots",
        Sides::Coop(_) => "Cooperative",
        Sides::Teams(_) => "Arena",
    };
    Ugc {
        description: description.to_owned(),
        tags: ["343i", place, tag].map(str::to_owned).to_vec(),
        ..asset
    }
}

fn about(rules: Rules) -> (&'static str, &'static str) {
    match rules {
        Rules::Slayer => ("Kill the other side.", "Slayer"),
        Rules::CaptureTheFlag => ("Bring home the other side's flag and guard your own.", "CTF"),
        Rules::Oddball => ("Hold the ball as long as you can.", "Oddball"),
        Rules::Zones => ("Hold the marked places.", "Strongholds"),
        Rules::Elimination => ("Be the last team that stands.", "Tactical"),
        Rules::Extraction => (
            "Start extractions, and turn over those of the others.",
            "Objective",
        ),
        Rules::Infection => ("Survive, or be one of them.", "Casual"),
        Rules::Stockpile => ("Carry power seeds home.", "Objective"),
        Rules::Vip => ("Protect your VIP, and hunt the other one.", "Objective"),
        Rules::Goals => ("Carry the bomb into the goal.", "Casual"),
        Rules::Firefight => ("Take hills from the Banished, together.", "Cooperative"),
    }
}

/// Modes of one category share an engine variant.
fn engine(mode: &Mode) -> Ugc {
    let mut rng = Rng::for_subject(0, &format!("engine variant {}", mode.category));
    let name = mode.asset.name.rsplit(':').next().unwrap_or_default();
    let details = Details::EngineGameVariant {
        category: mode.category,
    };
    let ids = (rng.uuid(), rng.uuid());
    studio(AssetKind::EngineGameVariant, name, ids, details)
}

fn pair(mode: &Mode, map: &Map) -> Ugc {
    let pair = Pair::new(mode, map);
    let details = Details::MapModePair {
        map: (AssetKind::Map, uuid(map.asset.id)),
        mode: (AssetKind::UgcGameVariant, uuid(mode.asset.id)),
    };
    let name = Pair::name(mode, map);
    let tags = Vec::new();
    Ugc {
        tags,
        ..studio(AssetKind::MapModePair, &name, (pair.id, pair.version), details)
    }
}

fn playlist_asset(playlist: &Playlist, entries: Vec<(Key, i64)>) -> Ugc {
    let (teams, team_size) = match playlist.modes.first().map(|mode| mode.sides) {
        Some(Sides::FreeForAll(players)) => (players, 1),
        Some(Sides::Coop(size)) => (1, size),
        Some(Sides::Teams(size) | Sides::Bots(size)) => (2, size),
        None => (2, 4),
    };
    let details = Details::Playlist {
        ranked: playlist.ranked,
        entries,
        teams,
        team_size,
    };
    let description = if playlist.ranked {
        "Four against four for your rank, without a motion tracker."
    } else {
        "Something for everyone: modes and maps at random."
    };
    Ugc {
        description: description.to_owned(),
        tags: Vec::new(),
        ..known(&playlist.asset, details)
    }
}

fn custom_game_manifest(made: &[Ugc]) -> Ugc {
    let keys = |kind| {
        let of_kind = made.iter().filter(|asset| asset.kind == kind);
        of_kind.map(Ugc::key).collect()
    };
    let details = Details::Project {
        maps: keys(AssetKind::Map),
        modes: keys(AssetKind::UgcGameVariant),
    };
    let version = Rng::for_subject(0, "custom game manifest").uuid();
    let ids = (CUSTOM_GAME_MANIFEST, version);
    Ugc {
        description: "The maps and modes that the custom games menu shows.".to_owned(),
        tags: Vec::new(),
        ..studio(AssetKind::Project, "Custom Game Manifest", ids, details)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::world::catalog::modes;
    use std::collections::BTreeSet;

    #[test]
    fn ids_are_valid_and_distinct() {
        let assets = assets();
        let keys: BTreeSet<(i64, Uuid)> = assets.iter().map(|asset| (asset.kind as i64, asset.id)).collect();
        assert_eq!(keys.len(), assets.len());
        assert!(assets.iter().all(|asset| !asset.id.is_nil()));
    }

    #[test]
    fn custom_games_use_the_modes_of_playlists() {
        let all = all_modes();
        for mode in [
            &modes::ARENA_SLAYER,
            &modes::ARENA_CTF,
            &modes::ARENA_ODDBALL,
            &modes::FIESTA_SLAYER,
        ] {
            assert!(all.iter().any(|other| other.asset.id == mode.asset.id));
        }
    }
}
