//! Customization: the cores, their items, and the paths of their files.

use super::emblems;

/// A core, with its theme and coatings.
#[derive(Debug)]
pub(crate) struct Core {
    pub(crate) id: &'static str,
    /// Its type, such as `WeaponAR`.
    pub(crate) kind: &'static str,
    pub(crate) theme: &'static str,
    /// The available coatings.
    pub(crate) coatings: &'static [&'static str],
}

const fn core(
    id: &'static str,
    kind: &'static str,
    theme: &'static str,
    coatings: &'static [&'static str],
) -> Core {
    Core {
        id,
        kind,
        theme,
        coatings,
    }
}

const ARMOR_COATINGS: &[&str] = &[
    "002-001-olympus-7a1c55b0",
    "002-001-olympus-c4d9113e",
    "002-001-reach-2be0917f",
];
pub(crate) static ARMOR: [Core; 3] = [
    core(
        "017-001-olympus-5a1b00c1",
        "Armor",
        "007-001-olympus-5a1b00c1",
        ARMOR_COATINGS,
    ),
    core(
        "017-001-reach-5a1b00c2",
        "Armor",
        "007-001-reach-5a1b00c2",
        ARMOR_COATINGS,
    ),
    core(
        "017-001-samurai-5a1b00c3",
        "Armor",
        "007-001-samurai-5a1b00c3",
        ARMOR_COATINGS,
    ),
];
const WEAPON_COATINGS: &[&str] = &["203-200-olympus-11d3a0f5", "203-200-olympus-90b2ee46"];
pub(crate) static WEAPONS: [Core; 4] = [
    core(
        "209-200-olympus-5a1b0a01",
        "WeaponSidekick",
        "207-200-olympus-5a1b0a01",
        WEAPON_COATINGS,
    ),
    core(
        "209-201-olympus-5a1b0a02",
        "WeaponAR",
        "207-201-olympus-5a1b0a02",
        WEAPON_COATINGS,
    ),
    core(
        "209-202-olympus-5a1b0a03",
        "WeaponBR",
        "207-202-olympus-5a1b0a03",
        WEAPON_COATINGS,
    ),
    core(
        "209-203-olympus-5a1b0a04",
        "WeaponSniper",
        "207-203-olympus-5a1b0a04",
        WEAPON_COATINGS,
    ),
];
const VEHICLE_COATINGS: &[&str] = &["404-300-olympus-3c66a1d9", "404-300-olympus-e17f02b8"];
pub(crate) static VEHICLES: [Core; 3] = [
    core(
        "409-300-olympus-5a1b0e01",
        "VehicleWarthog",
        "408-300-olympus-5a1b0e01",
        VEHICLE_COATINGS,
    ),
    core(
        "409-301-olympus-5a1b0e02",
        "VehicleMongoose",
        "408-301-olympus-5a1b0e02",
        VEHICLE_COATINGS,
    ),
    core(
        "409-302-olympus-5a1b0e03",
        "VehicleWasp",
        "408-302-olympus-5a1b0e03",
        VEHICLE_COATINGS,
    ),
];
const AI_COLORS: &[&str] = &["301-100-ai-color-67ab20fe", "301-100-ai-color-d5038c41"];
pub(crate) static AIS: [Core; 2] = [
    core(
        "304-100-ai-core-5a1b0f01",
        "Ai",
        "303-100-ai-theme-5a1b0f01",
        AI_COLORS,
    ),
    core(
        "304-100-ai-core-5a1b0f02",
        "Ai",
        "303-100-ai-theme-5a1b0f02",
        AI_COLORS,
    ),
];

/// Items of all players.
pub(crate) const GLOVES: &str = "Inventory/Armor/Gloves/003-001-olympus-0ab1c2d3.json";
pub(crate) const HELMETS: [&str; 3] = [
    "Inventory/Armor/Helmets/005-001-olympus-1f00aa01.json",
    "Inventory/Armor/Helmets/005-001-reach-1f00aa02.json",
    "Inventory/Armor/Helmets/005-001-samurai-1f00aa03.json",
];
pub(crate) const KNEE_PADS: &str = "Inventory/Armor/KneePads/006-001-olympus-2f00bb01.json";
pub(crate) const LEFT_SHOULDER: &str = "Inventory/Armor/ShouldersLeft/008-001-olympus-3f00cc01.json";
pub(crate) const RIGHT_SHOULDER: &str = "Inventory/Armor/ShouldersRight/009-001-olympus-3f00cc02.json";
pub(crate) const VISORS: [&str; 2] = [
    "Inventory/Armor/Visors/012-001-4f00dd01.json",
    "Inventory/Armor/Visors/012-001-4f00dd02.json",
];
pub(crate) const VOICE: &str = "Inventory/Spartan/Voices/105-000-voice-001-5f00ee01.json";
pub(crate) const POSE: &str = "Inventory/Spartan/ActionPoses/101-000-menu-stance-5f00ee02.json";
pub(crate) const BACKDROP: &str = "Inventory/Spartan/BackdropImages/103-000-ui-background-5f00ee03.json";
pub(crate) const WEAPON_EMBLEM: &str = "Inventory/Weapon/Emblems/205-201-5f00ee05.json";
pub(crate) const AI_MODEL: &str = "Inventory/Ai/Models/302-100-teardrop-5f00ee06.json";

/// Items that the stores sell. Some players own some of them.
pub(crate) const FOR_SALE: [&str; 7] = [
    "Inventory/Armor/Helmets/005-001-wolf-1f00aa11.json",
    "Inventory/Armor/Visors/012-001-4f00dd11.json",
    "Inventory/Armor/Gloves/003-001-wolf-0ab1c2e3.json",
    "Inventory/Armor/Coatings/002-001-wolf-5d00ff01.json",
    "Inventory/Spartan/ActionPoses/101-000-menu-stance-5f00ee12.json",
    "Inventory/Spartan/BackdropImages/103-000-ui-background-5f00ee13.json",
    "Inventory/Weapon/Charms/201-201-5f00ee15.json",
];
/// Boosts and the like, which are used up: nobody owns them as items.
pub(crate) const CONSUMABLES: [&str; 3] = [
    "Configuration/Consumables/XPGrants/1102-000-xp-grant-5f00ee21.json",
    "Configuration/Consumables/XPBoosts/1103-000-xp-boost-5f00ee22.json",
    "Configuration/Consumables/ChallengeReroll/1104-000-data-pad-5f00ee23.json",
];

/// A kind of core, which determines the paths of its files.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum CoreKind {
    Armor,
    Weapon,
    Vehicle,
    Ai,
}

impl CoreKind {
    pub(crate) const ALL: [Self; 4] = [Self::Armor, Self::Weapon, Self::Vehicle, Self::Ai];

    /// The name in paths.
    pub(crate) fn name(self) -> &'static str {
        match self {
            Self::Armor => "Armor",
            Self::Weapon => "Weapon",
            Self::Vehicle => "Vehicle",
            Self::Ai => "Ai",
        }
    }

    pub(crate) fn cores(self) -> &'static [Core] {
        match self {
            Self::Armor => &ARMOR,
            Self::Weapon => &WEAPONS,
            Self::Vehicle => &VEHICLES,
            Self::Ai => &AIS,
        }
    }

    pub(crate) fn core_path(self, core: &Core) -> String {
        let folder = if self == Self::Armor {
            "ArmorCores"
        } else {
            self.name()
        };
        format!("Cores/{folder}/{}.json", core.id)
    }

    pub(crate) fn theme_path(self, core: &Core) -> String {
        format!("Inventory/{}/Themes/{}.json", self.name(), core.theme)
    }

    pub(crate) fn coating_path(self, coating: &str) -> String {
        let folder = if self == Self::Ai { "Colors" } else { "Coatings" };
        format!("Inventory/{}/{folder}/{coating}.json", self.name())
    }
}

/// The type of a core, such as `WeaponAR`, by its path.
pub(crate) fn core_type(path: &str) -> Option<&'static str> {
    let mut cores = CoreKind::ALL.into_iter().flat_map(|kind| {
        kind.cores()
            .iter()
            .map(move |core| (kind.core_path(core), core.kind))
    });
    let (_, core_type) = cores.find(|(known, _)| known == path)?;
    Some(core_type)
}

/// The paths of all files that a customization and its files refer to.
pub(crate) fn files() -> impl Iterator<Item = String> {
    let of_cores = CoreKind::ALL.into_iter().flat_map(|kind| {
        kind.cores().iter().flat_map(move |core| {
            let coatings = core
                .coatings
                .iter()
                .map(move |coating| kind.coating_path(coating));
            coatings.chain([kind.core_path(core), kind.theme_path(core)])
        })
    });
    let items = [
        GLOVES,
        KNEE_PADS,
        LEFT_SHOULDER,
        RIGHT_SHOULDER,
        VOICE,
        POSE,
        BACKDROP,
        WEAPON_EMBLEM,
        AI_MODEL,
    ];
    let items = items.into_iter().chain(HELMETS).chain(VISORS);
    let items = items.chain(FOR_SALE).chain(CONSUMABLES);
    let items = items.chain(emblems::ALL.iter().map(|emblem| emblem.path));
    of_cores
        .chain(items.map(str::to_owned))
        .chain(emblems::palette_paths())
}
