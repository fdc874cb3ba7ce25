//! The items that a customization wears.

use super::schema::{
    AiCoreTheme, Appearance, ArmorCoreTheme, PlayerCustomization, SpartanBody, ThemeEmblem, VehicleCoreTheme,
    WeaponCoreTheme,
};

impl PlayerCustomization {
    /// The paths of the items in use, each once: cores, kits and their items, body, Spartan ID card.
    ///
    /// The progression files with these paths have the names and the pictures.
    ///
    /// ```
    /// use halo_infinite::models::economy::PlayerCustomization;
    ///
    /// let json = r#"{
    ///     "SpartanBody": {"VoicePath": "Inventory/Spartan/Voices/105-000-voice-000-ebb64d1f.json"},
    ///     "Appearance": {"ActionPosePath": "", "IntroEmotePath": null}
    /// }"#;
    /// let customization: PlayerCustomization = serde_json::from_str(json)?;
    /// assert_eq!(
    ///     customization.worn_items(),
    ///     ["Inventory/Spartan/Voices/105-000-voice-000-ebb64d1f.json"]
    /// );
    /// # Ok::<(), serde_json::Error>(())
    /// ```
    #[inline]
    pub fn worn_items(&self) -> Vec<&str> {
        let mut worn = Worn::default();
        for core in self.armor_cores.iter().flat_map(|cores| cores.equipped()) {
            worn.put(&core.core_path);
            core.equipped_theme()
                .into_iter()
                .for_each(|theme| worn.armor(theme));
        }
        for core in self.weapon_cores.iter().flat_map(|cores| cores.equipped()) {
            worn.put(&core.core_path);
            core.equipped_theme()
                .into_iter()
                .for_each(|theme| worn.weapon(theme));
        }
        for core in self.vehicle_cores.iter().flat_map(|cores| cores.equipped()) {
            worn.put(&core.core_path);
            core.equipped_theme()
                .into_iter()
                .for_each(|theme| worn.vehicle(theme));
        }
        for core in self.ai_cores.iter().flat_map(|cores| cores.equipped()) {
            worn.put(&core.core_path);
            core.equipped_theme().into_iter().for_each(|theme| worn.ai(theme));
        }
        self.spartan_body.iter().for_each(|body| worn.body(body));
        self.appearance
            .iter()
            .for_each(|appearance| worn.appearance(appearance));
        worn.0
    }
}

/// The paths so far.
#[derive(Default)]
struct Worn<'a>(Vec<&'a str>);

impl<'a> Worn<'a> {
    /// Adds paths. A place without an item is empty or null.
    #[inline]
    fn put(&mut self, paths: impl IntoIterator<Item = &'a String>) {
        for path in paths {
            if !path.is_empty() && !self.0.contains(&path.as_str()) {
                self.0.push(path);
            }
        }
    }

    #[inline]
    fn put_all<const N: usize>(&mut self, paths: [&'a Option<String>; N]) {
        self.put(paths.into_iter().flatten());
    }

    #[inline]
    fn emblems(&mut self, emblems: &'a Option<Vec<ThemeEmblem>>, big: &'a Option<ThemeEmblem>) {
        for emblem in emblems.iter().flatten().chain(big) {
            self.put(&emblem.path);
        }
    }

    #[inline]
    fn armor(&mut self, theme: &'a ArmorCoreTheme) {
        self.put_all([
            &theme.theme_path,
            &theme.coating_path,
            &theme.glove_path,
            &theme.helmet_path,
            &theme.helmet_attachment_path,
            &theme.chest_attachment_path,
            &theme.knee_pad_path,
            &theme.left_shoulder_pad_path,
            &theme.right_shoulder_pad_path,
            &theme.armor_fx_path,
            &theme.mythic_fx_path,
            &theme.visor_path,
            &theme.hip_attachment_path,
            &theme.wrist_attachment_path,
        ]);
        self.put(theme.armor_fx_paths.iter().flatten());
        self.emblems(&theme.emblems, &theme.big_emblem);
    }

    #[inline]
    fn weapon(&mut self, theme: &'a WeaponCoreTheme) {
        self.put_all([
            &theme.theme_path,
            &theme.coating_path,
            &theme.death_fx_path,
            &theme.ammo_counter_color_path,
            &theme.ammo_counter_path,
            &theme.stat_tracker_path,
            &theme.weapon_charm_path,
            &theme.alternate_geometry_region_path,
        ]);
        self.emblems(&theme.emblems, &theme.big_emblem);
    }

    #[inline]
    fn vehicle(&mut self, theme: &'a VehicleCoreTheme) {
        self.put_all([
            &theme.theme_path,
            &theme.coating_path,
            &theme.horn_path,
            &theme.vehicle_fx_path,
            &theme.vehicle_charm_path,
            &theme.alternate_geometry_region_path,
        ]);
        self.emblems(&theme.emblems, &theme.big_emblem);
    }

    #[inline]
    fn ai(&mut self, theme: &'a AiCoreTheme) {
        self.put_all([&theme.theme_path, &theme.model_path, &theme.color_path]);
    }

    #[inline]
    fn body(&mut self, body: &'a SpartanBody) {
        self.put(&body.voice_path);
    }

    #[inline]
    fn appearance(&mut self, appearance: &'a Appearance) {
        self.put_all([
            &appearance.action_pose_path,
            &appearance.stance_path,
            &appearance.backdrop_image_path,
            &appearance.intro_emote_path,
            &appearance.player_title_path,
        ]);
        if let Some(emblem) = &appearance.emblem {
            self.put(&emblem.emblem_path);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn customization() -> PlayerCustomization {
        let json = r#"{
            "ArmorCores": {"ArmorCores": [
                {"CoreId": "a", "CorePath": "Cores/a.json", "IsEquipped": false, "Themes": [
                    {"IsEquipped": true, "HelmetPath": "unused helmet"}
                ]},
                {"CoreId": "b", "CorePath": "Cores/b.json", "IsEquipped": true, "Themes": [
                    {"IsEquipped": false, "HelmetPath": "other helmet"},
                    {"IsEquipped": true, "HelmetPath": "helmet", "VisorPath": "", "ArmorFxPaths": ["effect", ""],
                     "Emblems": [{"Path": "emblem"}, {"Path": "emblem"}], "BigEmblem": {"Path": "big"}}
                ]}
            ]},
            "WeaponCores": {"WeaponCores": [
                {"CoreId": "w", "CorePath": "Cores/w.json", "CoreType": "WeaponAR", "Themes": [
                    {"IsEquipped": true, "CoatingPath": "coating", "Emblems": [{"Path": "emblem"}]}
                ]}
            ]},
            "VehicleCores": {"VehicleCores": [
                {"CoreId": "v", "CorePath": null, "CoreType": "VehicleWasp", "Themes": [
                    {"IsEquipped": true, "HornPath": "horn"}
                ]}
            ]},
            "AiCores": {"AiCores": [{"CoreId": "i", "IsEquipped": true, "Themes": null}]},
            "SpartanBody": {"VoicePath": "voice"},
            "Appearance": {"ActionPosePath": "pose", "StancePath": "", "Emblem": {"EmblemPath": "card emblem"}}
        }"#;
        serde_json::from_str(json).unwrap()
    }

    #[test]
    fn only_items_in_use_are_worn() {
        assert_eq!(
            customization().worn_items(),
            [
                "Cores/b.json",
                "helmet",
                "effect",
                "emblem",
                "big",
                "Cores/w.json",
                "coating",
                "horn",
                "voice",
                "pose",
                "card emblem"
            ]
        );
        let empty: PlayerCustomization = serde_json::from_str("{}").unwrap();
        assert!(empty.worn_items().is_empty());
    }

    #[test]
    fn cores_in_use_are_found() {
        let customization = customization();
        let armor = customization.equipped_armor().unwrap();
        assert_eq!(armor.core_id.as_deref(), Some("b"));
        let theme = armor.equipped_theme().unwrap();
        assert_eq!(theme.helmet_path.as_deref(), Some("helmet"));
        assert!(customization.equipped_weapon("WeaponAR").unwrap().is_in_use());
        assert!(customization.equipped_weapon("WeaponBR").is_none());
        assert!(customization.equipped_vehicle("VehicleWasp").is_some());
        assert!(customization.equipped_ai().unwrap().equipped_theme().is_none());
        let cores = customization.armor_cores.as_ref().unwrap();
        assert!(!cores.core("a").unwrap().is_in_use());
        assert!(cores.core("c").is_none());
    }
}
