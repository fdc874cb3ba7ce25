//! The lists of armour cores, events and seasons. No capture shows their shapes: these are the sandbox's own.

use crate::world::catalog::{events, seasons};
use crate::world::wardrobe::CoreKind;
use serde_json::{Value, json};

pub(super) fn armor_cores() -> Value {
    let kind = CoreKind::Armor;
    let paths = kind.cores().iter().map(|core| kind.core_path(core));
    json!({ "ArmorCores": paths.collect::<Vec<_>>() })
}

pub(super) fn events() -> Value {
    let paths = events::ALL.iter().map(|event| event.track);
    json!({ "Events": paths.collect::<Vec<_>>() })
}

pub(super) fn seasons() -> Value {
    let paths = seasons::ALL.iter().map(|season| season.track);
    json!({ "Seasons": paths.collect::<Vec<_>>() })
}
