//! The items that players wear.

use crate::app::App;
use crate::rng::Rng;
use crate::wire::timestamp::{envelope, midnight};
use crate::world::emblems;
use crate::world::wardrobe::{self, Core, CoreKind};
use serde_json::{Map, Value, json};

/// A customization, with the items that are not in use or without them.
pub(super) fn outfit(app: &App, person: usize, all: bool) -> Value {
    let xuid = app.world.people()[person].xuid();
    let mut outfit = Outfit {
        rng: Rng::for_subject(xuid, "outfit"),
        all,
    };
    let tag = outfit.rng.pick(&["117", "ODST", "SBX", "CARR", "0420"]);
    let (emblem, palette) = emblems::worn(xuid);
    json!({
        "ArmorCores": { "ArmorCores": outfit.cores(CoreKind::Armor) },
        "SpartanBody": {
            "LastModifiedDateUtc": changed(),
            "LeftArm": "None",
            "RightArm": "None",
            "LeftLeg": "None",
            "RightLeg": "None",
            "BodyType": outfit.rng.pick(&["Small", "Medium", "Large"]),
            "VoicePath": wardrobe::VOICE,
        },
        "Appearance": {
            "LastModifiedDateUtc": changed(),
            "ActionPosePath": wardrobe::POSE,
            "StancePath": "",
            "BackdropImagePath": wardrobe::BACKDROP,
            "Emblem": { "EmblemPath": emblem.path, "ConfigurationId": palette },
            "ServiceTag": tag,
            "IntroEmotePath": null,
            "PlayerTitlePath": null,
        },
        "WeaponCores": { "WeaponCores": outfit.cores(CoreKind::Weapon) },
        "AiCores": { "AiCores": outfit.cores(CoreKind::Ai) },
        "VehicleCores": { "VehicleCores": outfit.cores(CoreKind::Vehicle) },
    })
}

fn changed() -> Value {
    envelope(midnight(2025, 12, 1) + 68_211_964)
}

/// A player's choices, the same in every response.
struct Outfit {
    rng: Rng,
    /// Whether to include the items that the player owns and does not use.
    all: bool,
}

impl Outfit {
    /// One armour core and one AI core are in use. Weapons and vehicles have one core each, always in use, and no
    /// field that says so.
    fn cores(&mut self, kind: CoreKind) -> Vec<Value> {
        let cores = kind.cores();
        let chosen = self.rng.index(cores.len());
        let one_of = matches!(kind, CoreKind::Armor | CoreKind::Ai);
        let mut shown = Vec::new();
        for (index, core) in cores.iter().enumerate() {
            let themes = self.themes(kind, core);
            let equipped = !one_of || index == chosen;
            if self.all || equipped {
                let mut json = json!({
                    "CoreId": core.id,
                    "CorePath": kind.core_path(core),
                    "CoreType": core.kind,
                    "Themes": themes,
                });
                if one_of {
                    json["IsEquipped"] = equipped.into();
                }
                shown.push(json);
            }
        }
        shown
    }

    fn themes(&mut self, kind: CoreKind, core: &Core) -> Vec<Value> {
        let chosen = self.rng.index(core.coatings.len());
        let mut themes = Vec::new();
        for (index, coating) in core.coatings.iter().enumerate() {
            let equipped = index == chosen;
            let mut theme = Map::new();
            let mut put = |field: &str, value: Value| theme.insert(field.to_owned(), value);
            put("FirstModifiedDateUtc", changed());
            put("LastModifiedDateUtc", changed());
            put("IsEquipped", json!(equipped));
            put("IsDefault", json!(index == 0));
            put("ThemePath", json!(kind.theme_path(core)));
            let coating = kind.coating_path(coating);
            for (field, value) in worn(&mut self.rng, kind, &coating) {
                put(field, value);
            }
            if self.all || equipped {
                themes.push(Value::Object(theme));
            }
        }
        themes
    }
}

fn worn(rng: &mut Rng, kind: CoreKind, coating: &str) -> Vec<(&'static str, Value)> {
    let none = || json!("");
    let emblems = json!([{
        "Path": wardrobe::WEAPON_EMBLEM,
        "LocationId": -1_140_904_703,
        "ConfigurationId": emblems::WEAPON_PALETTE,
    }]);
    match kind {
        CoreKind::Armor => vec![
            ("CoatingPath", json!(coating)),
            ("GlovePath", json!(wardrobe::GLOVES)),
            ("HelmetPath", json!(rng.pick(&wardrobe::HELMETS))),
            ("HelmetAttachmentPath", none()),
            ("ChestAttachmentPath", none()),
            ("KneePadPath", json!(wardrobe::KNEE_PADS)),
            ("LeftShoulderPadPath", json!(wardrobe::LEFT_SHOULDER)),
            ("RightShoulderPadPath", json!(wardrobe::RIGHT_SHOULDER)),
            ("Emblems", json!([])),
            ("ArmorFxPath", none()),
            ("MythicFxPath", none()),
            ("VisorPath", json!(rng.pick(&wardrobe::VISORS))),
            ("HipAttachmentPath", none()),
            ("WristAttachmentPath", none()),
            ("ArmorFxPaths", Value::Null),
        ],
        CoreKind::Weapon => vec![
            ("CoatingPath", json!(coating)),
            ("Emblems", emblems),
            ("DeathFxPath", none()),
            ("AmmoCounterColorPath", none()),
            ("StatTrackerPath", none()),
            ("WeaponCharmPath", none()),
            ("AlternateGeometryRegionPath", none()),
        ],
        CoreKind::Vehicle => vec![
            ("CoatingPath", json!(coating)),
            ("HornPath", none()),
            ("VehicleFxPath", none()),
            ("VehicleCharmPath", none()),
            ("Emblems", json!([])),
            ("AlternateGeometryRegionPath", none()),
        ],
        CoreKind::Ai => vec![
            ("ModelPath", json!(wardrobe::AI_MODEL)),
            ("ColorPath", json!(coating)),
        ],
    }
}
