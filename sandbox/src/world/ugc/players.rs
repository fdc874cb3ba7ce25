//! Maps, modes and prefabs by players. They differ in every world.

use super::asset::{Author, Details, Key, Ugc, Usage};
use crate::rng::Rng;
use crate::wire::timestamp::midnight;
use crate::world::catalog::AssetKind;
use crate::world::people::Person;

const PREFABS: usize = 60;
const MAPS: usize = 130;
const MODES: usize = 90;
const DAY: i64 = 86_400_000;
/// From the release of Forge to the last day of the world.
const FORGE: (i64, i64) = (midnight(2022, 11, 8), midnight(2026, 10, 1));
const FILES: &[&str] = &[
    "images/hero.jpg",
    "images/screenshot1.jpg",
    "images/thumbnail.jpg",
];

const FIRST: [&str; 16] = [
    "Rusty",
    "Silent",
    "Frozen",
    "Golden",
    "Crimson",
    "Lost",
    "Neon",
    "Broken",
    "Distant",
    "Mossy",
    "Stormy",
    "Sunken",
    "Bright",
    "Ancient",
    "Tiny",
    "Upside-Down",
];
const PLACES: [&str; 14] = [
    "Foundry",
    "Harbor",
    "Cathedral",
    "Canyon",
    "Station",
    "Library",
    "Garden",
    "Bridge",
    "Valley",
    "Tower",
    "Mall",
    "Reactor",
    "Temple",
    "Docks",
];
const THINGS: [&str; 10] = [
    "Crane",
    "Elevator",
    "Door",
    "Lamp",
    "Statue",
    "Airlock",
    "Tree House",
    "Turret",
    "Catapult",
    "Fountain",
];
const GAMES: [&str; 10] = [
    "Slayer",
    "Snipers",
    "Husky Raid",
    "Race",
    "Hide and Seek",
    "Prop Hunt",
    "Dodgeball",
    "Gun Game",
    "Castle Wars",
    "Rocket Tag",
];
const TAGS: [&str; 18] = [
    "2v2",
    "4v4",
    "8v8",
    "12v12",
    "Arena",
    "BTB",
    "Casual",
    "Classic",
    "CTF",
    "Experimental",
    "FFA",
    "Fiesta",
    "H3",
    "Machinima",
    "Original",
    "Remake",
    "Slayer",
    "WIP",
];
const ABOUT: [&str; 6] = [
    "",
    "My first try, be kind.",
    "Best with friends and a full lobby.",
    "Updated spawns and weapons.",
    "As you remember it, or nearly so.",
    "Playtested a hundred times over a long weekend.",
];

/// All assets of players. They build on each other and on the studio's assets.
pub(super) fn assets(seed: u64, people: &[Person], studio: &[Ugc]) -> Vec<Ugc> {
    let mut rng = Rng::for_subject(seed, "assets of players");
    let engines: Vec<Key> = studio
        .iter()
        .filter(|asset| asset.kind == AssetKind::EngineGameVariant)
        .map(Ugc::key)
        .collect();
    let mut made: Vec<Ugc> = Vec::new();
    for _ in 0..PREFABS {
        let name = format!("{} {}", rng.pick(&FIRST), rng.pick(&THINGS));
        made.push(asset(&mut rng, people, AssetKind::Prefab, name, Details::Prefab));
    }
    let prefabs: Vec<Key> = made.iter().map(Ugc::key).collect();
    for _ in 0..MAPS {
        let name = format!("{} {}", rng.pick(&FIRST), rng.pick(&PLACES));
        let mut used: Vec<Key> = (0..rng.between(0, 3)).map(|_| rng.pick(&prefabs)).collect();
        used.dedup();
        let details = Details::Map {
            level: rng.between(-2_000_000_000, 2_000_000_000),
            prefabs: used,
        };
        made.push(asset(&mut rng, people, AssetKind::Map, name, details));
    }
    for _ in 0..MODES {
        let name = format!("{} {}", rng.pick(&FIRST), rng.pick(&GAMES));
        let engine = rng.pick(&engines);
        let details = Details::UgcGameVariant { engine };
        made.push(asset(&mut rng, people, AssetKind::UgcGameVariant, name, details));
    }
    made
}

fn asset(rng: &mut Rng, people: &[Person], kind: AssetKind, name: String, details: Details) -> Ugc {
    // The home player is the author of some assets of each kind.
    let author = if rng.chance(8) { 0 } else { rng.index(people.len()) };
    let created = rng.between(FORGE.0, FORGE.1 - 120 * DAY);
    let published = created + rng.between(0, 60 * DAY);
    let mut tags: Vec<&'static str> = (0..rng.between(0, 4)).map(|_| rng.pick(&TAGS)).collect();
    tags.sort_unstable();
    tags.dedup();
    let modes = kind == AssetKind::UgcGameVariant;
    Ugc {
        kind,
        id: rng.uuid(),
        version: rng.uuid(),
        name,
        description: rng.pick(&ABOUT).to_owned(),
        tags: tags.into_iter().map(str::to_owned).collect(),
        author: Author::Player(people[author].xuid()),
        files: FILES,
        usage: {
            let plays = rng.pick(&[40, 900, 20_000, 400_000]);
            Usage::random(rng, plays)
        },
        created,
        modified: published + rng.between(0, 60 * DAY),
        published,
        objects: if modes { 0 } else { rng.between(3, 6_000) },
        scripted: rng.chance(25),
        details,
    }
}
