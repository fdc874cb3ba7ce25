//! The cores and themes in use.

use super::schema::{
    AiCore, AiCoreTheme, AiCores, ArmorCore, ArmorCoreTheme, ArmorCores, PlayerCustomization, VehicleCore,
    VehicleCoreTheme, VehicleCores, WeaponCore, WeaponCoreTheme, WeaponCores,
};

macro_rules! cores {
    ($cores:ident.$list:ident: $core:ident, $theme:ident) => {
        impl $cores {
            /// The cores.
            #[inline]
            pub fn cores(&self) -> impl Iterator<Item = &$core> {
                self.$list.iter().flatten()
            }

            /// A core, by its ID.
            #[inline]
            pub fn core(&self, core_id: &str) -> Option<&$core> {
                self.cores()
                    .find(|core| core.core_id.as_deref() == Some(core_id))
            }

            /// The cores in use.
            #[inline]
            pub fn equipped(&self) -> impl Iterator<Item = &$core> {
                self.cores().filter(|core| core.is_in_use())
            }
        }

        impl $core {
            /// Whether the core is in use. Weapons and vehicles have one core of each type, always in use, and no flag.
            #[inline]
            pub fn is_in_use(&self) -> bool {
                self.is_equipped != Some(false)
            }

            /// The themes.
            #[inline]
            pub fn themes(&self) -> impl Iterator<Item = &$theme> {
                self.themes.iter().flatten()
            }

            /// The theme in use.
            #[inline]
            pub fn equipped_theme(&self) -> Option<&$theme> {
                self.themes().find(|theme| theme.is_equipped == Some(true))
            }
        }
    };
}

cores!(ArmorCores.armor_cores: ArmorCore, ArmorCoreTheme);
cores!(WeaponCores.weapon_cores: WeaponCore, WeaponCoreTheme);
cores!(AiCores.ai_cores: AiCore, AiCoreTheme);
cores!(VehicleCores.vehicle_cores: VehicleCore, VehicleCoreTheme);

impl PlayerCustomization {
    /// The armour core in use.
    ///
    /// ```
    /// # let sandbox = halo_infinite_sandbox::Sandbox::start()?;
    /// # let client = sandbox.client()?;
    /// # let me = sandbox.world().home().xuid();
    /// let customization = client.economy().player_customization(me).send()?;
    /// let theme = customization.equipped_armor().and_then(|core| core.equipped_theme());
    /// println!("{:?}", theme.and_then(|theme| theme.helmet_path.as_deref()));
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    #[inline]
    pub fn equipped_armor(&self) -> Option<&ArmorCore> {
        self.armor_cores.as_ref()?.equipped().next()
    }

    /// The AI core in use.
    #[inline]
    pub fn equipped_ai(&self) -> Option<&AiCore> {
        self.ai_cores.as_ref()?.equipped().next()
    }

    /// The core in use of a weapon, by its core type, such as `WeaponAR`.
    #[inline]
    pub fn equipped_weapon(&self, core_type: &str) -> Option<&WeaponCore> {
        let mut cores = self.weapon_cores.as_ref()?.equipped();
        cores.find(|core| core.core_type.as_deref() == Some(core_type))
    }

    /// The core in use of a vehicle, by its core type, such as `VehicleWarthog`.
    #[inline]
    pub fn equipped_vehicle(&self, core_type: &str) -> Option<&VehicleCore> {
        let mut cores = self.vehicle_cores.as_ref()?.equipped();
        cores.find(|core| core.core_type.as_deref() == Some(core_type))
    }
}
