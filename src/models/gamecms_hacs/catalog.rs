//! The catalogue of everything that can be owned.

use super::schema::{CatalogItem, InventoryCatalog};

/// Lists the counts of the catalogue, each with the kind that it counts.
macro_rules! counts {
    ($($field:ident: $item_type:literal,)+) => {
        /// The kinds of items that the catalogue counts.
        const COUNTED: &[(&str, fn(&InventoryCatalog) -> Option<i64>)] =
            &[$(($item_type, |catalog| catalog.$field)),+];
    };
}

counts! {
    armor_chest_attachments_ownable_count: "ArmorChestAttachment",
    armor_coatings_ownable_count: "ArmorCoating",
    armor_gloves_ownable_count: "ArmorGlove",
    armor_helmet_attachments_ownable_count: "ArmorHelmetAttachment",
    armor_helmets_ownable_count: "ArmorHelmet",
    armor_knee_pads_ownable_count: "ArmorKneePad",
    armor_themes_ownable_count: "ArmorTheme",
    armor_left_shoulder_pads_ownable_count: "ArmorLeftShoulderPad",
    armor_right_shoulder_pads_ownable_count: "ArmorRightShoulderPad",
    armor_hip_attachments_ownable_count: "ArmorHipAttachment",
    armor_wrist_attachments_ownable_count: "ArmorWristAttachment",
    armor_visors_ownable_count: "ArmorVisor",
    armor_emblems_ownable_count: "ArmorEmblem",
    armor_fxs_ownable_count: "ArmorFx",
    armor_mythic_fxs_ownable_count: "ArmorMythicFx",
    armor_cores_ownable_count: "ArmorCore",
    spartan_action_poses_ownable_count: "SpartanActionPose",
    spartan_stances_ownable_count: "SpartanStance",
    spartan_backdrop_images_ownable_count: "SpartanBackdropImage",
    spartan_emblems_ownable_count: "SpartanEmblem",
    spartan_voices_ownable_count: "SpartanVoice",
    weapon_charms_ownable_count: "WeaponCharm",
    weapon_ammo_counter_colors_ownable_count: "WeaponAmmoCounterColor",
    weapon_coatings_ownable_count: "WeaponCoating",
    weapon_death_fxs_ownable_count: "WeaponDeathFx",
    weapon_emblems_ownable_count: "WeaponEmblem",
    weapon_themes_ownable_count: "WeaponTheme",
    weapon_stat_trackers_ownable_count: "WeaponStatTracker",
    weapon_cores_ownable_count: "WeaponCore",
    weapon_alternate_geometry_regions_ownable_count: "WeaponAlternateGeometryRegion",
    ai_colors_ownable_count: "AiColor",
    ai_models_ownable_count: "AiModel",
    ai_themes_ownable_count: "AiTheme",
    ai_cores_ownable_count: "AiCore",
    vehicle_alternate_geometry_regions_ownable_count: "VehicleAlternateGeometryRegion",
    vehicle_charms_ownable_count: "VehicleCharm",
    vehicle_coatings_ownable_count: "VehicleCoating",
    vehicle_emblems_ownable_count: "VehicleEmblem",
    vehicle_fxs_ownable_count: "VehicleFx",
    vehicle_horns_ownable_count: "VehicleHorn",
    vehicle_themes_ownable_count: "VehicleTheme",
    vehicle_cores_ownable_count: "VehicleCore",
}

impl InventoryCatalog {
    /// All entries: items, cores, colours of emblems and consumables.
    #[inline]
    pub fn entries(&self) -> impl Iterator<Item = &CatalogItem> {
        let lists = [&self.items, &self.cores, &self.emblem_coatings, &self.consumables];
        lists.into_iter().flatten().flatten()
    }

    /// An entry, by the path of its file.
    #[inline]
    pub fn entry(&self, item_path: &str) -> Option<&CatalogItem> {
        self.entries()
            .find(|item| item.item_path.eq_ignore_ascii_case(item_path))
    }

    /// The kinds of items that the catalogue counts, such as `ArmorHelmet`, with the numbers of ownable items. A number
    /// is `None` if this catalogue lacks it.
    #[inline]
    pub fn ownable_counts(&self) -> impl Iterator<Item = (&'static str, Option<i64>)> + '_ {
        COUNTED.iter().map(|(item_type, count)| (*item_type, count(self)))
    }

    /// The number of ownable items of a kind, such as `ArmorHelmet`; `None` if the catalogue does not count the kind.
    #[inline]
    pub fn ownable(&self, item_type: &str) -> Option<i64> {
        let (_, count) = COUNTED.iter().find(|(counted, _)| *counted == item_type)?;
        count(self)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_count_has_its_kind() {
        let mut json = serde_json::Map::new();
        for (number, (item_type, _)) in COUNTED.iter().enumerate() {
            json.insert(format!("{item_type}sOwnableCount"), number.into());
        }
        let catalog: InventoryCatalog = serde_json::from_value(json.into()).unwrap();
        let counts: Vec<_> = catalog.ownable_counts().map(|(_, count)| count).collect();
        assert_eq!(counts, (0..42).map(Some).collect::<Vec<_>>());
        assert_eq!(catalog.ownable("ArmorCoating"), Some(1));
        assert_eq!(catalog.ownable("ArmorEmblemCoating"), None);
        assert!(catalog.entry("a").is_none());
    }
}
