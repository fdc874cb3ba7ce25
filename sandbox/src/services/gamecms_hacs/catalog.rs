//! The catalogue of everything that can be owned.

use super::items::{id, kind};
use crate::world::wardrobe::{core_type, files};
use serde_json::{Map, Value, json};
use std::collections::BTreeSet;

/// The kinds of items that the catalogue counts, in its order.
const COUNTED: [&str; 42] = [
    "ArmorChestAttachment",
    "ArmorCoating",
    "ArmorGlove",
    "ArmorHelmetAttachment",
    "ArmorHelmet",
    "ArmorKneePad",
    "ArmorTheme",
    "ArmorLeftShoulderPad",
    "ArmorRightShoulderPad",
    "ArmorHipAttachment",
    "ArmorWristAttachment",
    "ArmorVisor",
    "ArmorEmblem",
    "ArmorFx",
    "ArmorMythicFx",
    "ArmorCore",
    "SpartanActionPose",
    "SpartanStance",
    "SpartanBackdropImage",
    "SpartanEmblem",
    "SpartanVoice",
    "WeaponCharm",
    "WeaponAmmoCounterColor",
    "WeaponCoating",
    "WeaponDeathFx",
    "WeaponEmblem",
    "WeaponTheme",
    "WeaponStatTracker",
    "WeaponCore",
    "WeaponAlternateGeometryRegion",
    "AiColor",
    "AiModel",
    "AiTheme",
    "AiCore",
    "VehicleAlternateGeometryRegion",
    "VehicleCharm",
    "VehicleCoating",
    "VehicleEmblem",
    "VehicleFx",
    "VehicleHorn",
    "VehicleTheme",
    "VehicleCore",
];

pub(super) fn inventory() -> Value {
    let mut lists: [Vec<Value>; 4] = Default::default();
    let [items, cores, palettes, consumables] = &mut lists;
    let mut kinds = Vec::new();
    // Cores share items.
    let paths: BTreeSet<String> = files().collect();
    for path in paths {
        let kind = kind(&path).unwrap_or_default();
        let entry = json!({ "ItemId": id(&path), "ItemPath": path, "ItemType": kind });
        if let Some(core_type) = core_type(&path) {
            let mut core = entry;
            core["CoreType"] = core_type.into();
            cores.push(core);
        } else if path.starts_with("Configuration/Emblems/") {
            palettes.push(entry);
        } else if path.starts_with("Configuration/Consumables/") {
            consumables.push(entry);
        } else {
            items.push(entry);
        }
        kinds.push(kind);
    }
    let mut catalog = Map::new();
    for (name, list) in ["Items", "Cores", "EmblemCoatings", "Consumables"]
        .into_iter()
        .zip(lists)
    {
        catalog.insert(name.to_owned(), list.into());
    }
    for counted in COUNTED {
        let count = kinds.iter().filter(|kind| **kind == counted).count();
        catalog.insert(format!("{counted}sOwnableCount"), count.into());
    }
    catalog.into()
}
