//! The outfits of bots. They differ from those of players: their dates are empty, the voice is a number, and some
//! fields are missing or only theirs.

use crate::rng::Rng;
use crate::world::emblems;
use crate::world::wardrobe::{self, Core, CoreKind};
use serde_json::{Value, json};

const OUTFITS: u64 = 12;

pub(super) fn customization() -> Value {
    json!({ "Outfits": (1..=OUTFITS).map(outfit).collect::<Value>() })
}

fn outfit(number: u64) -> Value {
    let mut rng = Rng::for_subject(number, "bot");
    let (emblem, palette) = emblems::worn(number);
    json!({
        "CustomizationData": {
            "SpartanBody": {
                "LastModifiedDateUtc": never(),
                "LeftArm": "None",
                "RightArm": rng.pick(&["None", "Extremity", "Full"]),
                "LeftLeg": "None",
                "RightLeg": rng.pick(&["None", "Half"]),
                "BodyType": rng.pick(&["Small", "Medium", "Large"]),
                "Voice": rng.between(1, 8),
            },
            "Appearance": {
                "LastModifiedDateUtc": never(),
                "ServiceTag": "",
                "ActionPosePath": wardrobe::POSE,
                "StancePath": "",
                "BackdropImagePath": wardrobe::BACKDROP,
                "Emblem": { "EmblemPath": emblem.path, "ConfigurationId": palette },
            },
            "ArmorCores": { "ArmorCores": [core(&mut rng, CoreKind::Armor)] },
            "WeaponCores": { "WeaponCores": [core(&mut rng, CoreKind::Weapon)] },
            "AiCores": { "AiCores": [core(&mut rng, CoreKind::Ai)] },
            "VehicleCores": { "VehicleCores": [] },
        },
        "OutfitID": number,
    })
}

/// The date of all bots.
fn never() -> Value {
    json!({ "ISO8601Date": "" })
}

fn core(rng: &mut Rng, kind: CoreKind) -> Value {
    let cores = kind.cores();
    let core = &cores[rng.index(cores.len())];
    let mut json = json!({
        "CorePath": kind.core_path(core),
        "Themes": [theme(rng, kind, core)],
        "CoreId": core.id,
        "CoreType": core.kind,
    });
    if kind != CoreKind::Weapon {
        json["IsEquipped"] = true.into();
    }
    json
}

fn theme(rng: &mut Rng, kind: CoreKind, core: &Core) -> Value {
    let coating = kind.coating_path(rng.pick(core.coatings));
    let mut theme = match kind {
        CoreKind::Armor => json!({
            "CoatingPath": coating,
            "GlovePath": wardrobe::GLOVES,
            "HelmetPath": rng.pick(&wardrobe::HELMETS),
            "HelmetAttachmentPath": "",
            "ChestAttachmentPath": "",
            "KneePadPath": wardrobe::KNEE_PADS,
            "LeftShoulderPadPath": wardrobe::LEFT_SHOULDER,
            "RightShoulderPadPath": wardrobe::RIGHT_SHOULDER,
            "Emblems": [],
            "ArmorFxPath": "",
            "MythicFxPath": "",
            "VisorPath": rng.pick(&wardrobe::VISORS),
            "HipAttachmentPath": "",
            "WristAttachmentPath": "",
            "BigEmblem": null,
        }),
        CoreKind::Weapon => json!({
            "CoatingPath": coating,
            "Emblems": [{ "Path": "", "LocationId": -1_140_904_703, "ConfigurationId": 0 }],
            "BigEmblem": null,
            "DeathFxPath": "",
            "AmmoCounterColorPath": "",
            "StatTrackerPath": "",
            "WeaponCharmPath": "",
            "AlternateGeometryRegionPath": "",
            "AmmoCounterPath": "",
        }),
        CoreKind::Ai | CoreKind::Vehicle => json!({
            "ModelPath": wardrobe::AI_MODEL,
            "ColorPath": coating,
        }),
    };
    theme["ThemePath"] = kind.theme_path(core).into();
    theme["IsEquipped"] = true.into();
    theme["IsDefault"] = true.into();
    theme["FirstModifiedDateUtc"] = never();
    theme["LastModifiedDateUtc"] = never();
    theme
}
