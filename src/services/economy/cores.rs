//! Single parts of a player's customization, and the cores that a player owns.

use super::service::{Economy, get};
use crate::models::economy::{
    AiCore, AiCores, ArmorCore, ArmorCores, OwnedCore, OwnedCores, SpartanBody, VehicleCore, VehicleCores,
    WeaponCore, WeaponCores,
};
use crate::request::Request;
use crate::types::{ArgumentError, Endpoint, Player, endpoints};

endpoints! {
    // These have the unused cores too, which only their owner may see.
    ARMOR_CORES = get("armor_cores", "/hi/players/{player}/customization/armors");
    ARMOR_CORE = get("armor_core", "/hi/players/{player}/customization/armors/{core_id}");
    WEAPON_CORES = get("weapon_cores", "/hi/players/{player}/customization/weapons");
    WEAPON_CORE = get("weapon_core", "/hi/players/{player}/customization/weapons/{core_id}");
    VEHICLE_CORES = get("vehicle_cores", "/hi/players/{player}/customization/vehicles");
    VEHICLE_CORE = get("vehicle_core", "/hi/players/{player}/customization/vehicles/{core_id}");
    AI_CORES = get("ai_cores", "/hi/players/{player}/customization/ais");
    AI_CORE = get("ai_core", "/hi/players/{player}/customization/ais/{core_id}");
    SPARTAN_BODY = get("spartan_body", "/hi/players/{player}/customization/spartanbody");
    OWNED_CORES = get("owned_cores", "/hi/players/{player}/cores");
    OWNED_CORE = get("owned_core", "/hi/players/{player}/cores/{core_id}");
}

/// A part of the customization, or a core of it by its ID, such as `017-001-olympus-c13d0b38`.
macro_rules! part {
    ($(#[$doc:meta])* $name:ident -> $model:ty, $constant:ident) => {
        $(#[$doc])*
        ///
        /// Captured in 2022, for the signed-in player: [`player_customization`](Self::player_customization) returns the
        /// public part of other players' customizations.
        pub fn $name(self, player: impl TryInto<Player, Error: Into<ArgumentError>>) -> Request<$model> {
            self.of_player(&$constant, player)
        }
    };
    ($(#[$doc:meta])* $name:ident(core_id) -> $model:ty, $constant:ident) => {
        $(#[$doc])*
        ///
        /// Captured in 2022, for the signed-in player.
        pub fn $name(
            self,
            player: impl TryInto<Player, Error: Into<ArgumentError>>,
            core_id: &str,
        ) -> Request<$model> {
            self.of_player_and(&$constant, player, "core_id", core_id)
        }
    };
}

impl Economy<'_> {
    part! {
        /// The armour cores of a player's customization, with their themes.
        armor_cores -> ArmorCores, ARMOR_CORES
    }
    part! {
        /// An armour core, by its ID, such as `017-001-olympus-c13d0b38`.
        armor_core(core_id) -> ArmorCore, ARMOR_CORE
    }
    part! {
        /// The weapon cores of a player's customization, with their themes.
        weapon_cores -> WeaponCores, WEAPON_CORES
    }
    part! {
        /// A weapon core, by its ID, such as `209-201-olympus-aa30213b`.
        weapon_core(core_id) -> WeaponCore, WEAPON_CORE
    }
    part! {
        /// The vehicle cores of a player's customization, with their themes.
        vehicle_cores -> VehicleCores, VEHICLE_CORES
    }
    part! {
        /// A vehicle core, by its ID, such as `409-300-olympus-aa30213b`.
        vehicle_core(core_id) -> VehicleCore, VEHICLE_CORE
    }
    part! {
        /// The AI cores of a player's customization, with their themes.
        ai_cores -> AiCores, AI_CORES
    }
    part! {
        /// An AI core, by its ID, such as `304-100-ai-core-debb20e3`.
        ai_core(core_id) -> AiCore, AI_CORE
    }
    part! {
        /// The body under a player's armour: build, prostheses, voice.
        spartan_body -> SpartanBody, SPARTAN_BODY
    }
    part! {
        /// The cores that a player owns, of all kinds, with the time at which they were acquired.
        owned_cores -> OwnedCores, OWNED_CORES
    }
    part! {
        /// A core that a player owns, by its ID, such as `017-001-olympus-c13d0b38`.
        owned_core(core_id) -> OwnedCore, OWNED_CORE
    }
}
