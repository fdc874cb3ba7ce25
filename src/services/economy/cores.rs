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

impl Economy<'_> {
    /// The armour cores of a player's customization, with their themes.
    ///
    /// Captured in 2022, for the signed-in player: [`player_customization`](Self::player_customization) returns the
    /// public part of other players' customizations.
    pub fn armor_cores(
        self,
        player: impl TryInto<Player, Error: Into<ArgumentError>>,
    ) -> Request<ArmorCores> {
        self.of_player(&ARMOR_CORES, player)
    }

    /// An armour core, by its ID, such as `017-001-olympus-c13d0b38`.
    ///
    /// Captured in 2022, for the signed-in player.
    pub fn armor_core(
        self,
        player: impl TryInto<Player, Error: Into<ArgumentError>>,
        core_id: &str,
    ) -> Request<ArmorCore> {
        self.of_player_and(&ARMOR_CORE, player, "core_id", core_id)
    }

    /// The weapon cores of a player's customization, with their themes.
    ///
    /// Captured in 2022, for the signed-in player: [`player_customization`](Self::player_customization) returns the
    /// public part of other players' customizations.
    pub fn weapon_cores(
        self,
        player: impl TryInto<Player, Error: Into<ArgumentError>>,
    ) -> Request<WeaponCores> {
        self.of_player(&WEAPON_CORES, player)
    }

    /// A weapon core, by its ID, such as `209-201-olympus-aa30213b`.
    ///
    /// Captured in 2022, for the signed-in player.
    pub fn weapon_core(
        self,
        player: impl TryInto<Player, Error: Into<ArgumentError>>,
        core_id: &str,
    ) -> Request<WeaponCore> {
        self.of_player_and(&WEAPON_CORE, player, "core_id", core_id)
    }

    /// The vehicle cores of a player's customization, with their themes.
    ///
    /// Captured in 2022, for the signed-in player: [`player_customization`](Self::player_customization) returns the
    /// public part of other players' customizations.
    pub fn vehicle_cores(
        self,
        player: impl TryInto<Player, Error: Into<ArgumentError>>,
    ) -> Request<VehicleCores> {
        self.of_player(&VEHICLE_CORES, player)
    }

    /// A vehicle core, by its ID, such as `409-300-olympus-aa30213b`.
    ///
    /// Captured in 2022, for the signed-in player.
    pub fn vehicle_core(
        self,
        player: impl TryInto<Player, Error: Into<ArgumentError>>,
        core_id: &str,
    ) -> Request<VehicleCore> {
        self.of_player_and(&VEHICLE_CORE, player, "core_id", core_id)
    }

    /// The AI cores of a player's customization, with their themes.
    ///
    /// Captured in 2022, for the signed-in player: [`player_customization`](Self::player_customization) returns the
    /// public part of other players' customizations.
    pub fn ai_cores(self, player: impl TryInto<Player, Error: Into<ArgumentError>>) -> Request<AiCores> {
        self.of_player(&AI_CORES, player)
    }

    /// An AI core, by its ID, such as `304-100-ai-core-debb20e3`.
    ///
    /// Captured in 2022, for the signed-in player.
    pub fn ai_core(
        self,
        player: impl TryInto<Player, Error: Into<ArgumentError>>,
        core_id: &str,
    ) -> Request<AiCore> {
        self.of_player_and(&AI_CORE, player, "core_id", core_id)
    }

    /// The body under a player's armour: build, prostheses, voice.
    ///
    /// Captured in 2022, for the signed-in player: [`player_customization`](Self::player_customization) returns the
    /// public part of other players' customizations.
    pub fn spartan_body(
        self,
        player: impl TryInto<Player, Error: Into<ArgumentError>>,
    ) -> Request<SpartanBody> {
        self.of_player(&SPARTAN_BODY, player)
    }

    /// The cores that a player owns, of all kinds, with the time at which they were acquired.
    ///
    /// Captured in 2022, for the signed-in player: [`player_customization`](Self::player_customization) returns the
    /// public part of other players' customizations.
    pub fn owned_cores(
        self,
        player: impl TryInto<Player, Error: Into<ArgumentError>>,
    ) -> Request<OwnedCores> {
        self.of_player(&OWNED_CORES, player)
    }

    /// A core that a player owns, by its ID, such as `017-001-olympus-c13d0b38`.
    ///
    /// Captured in 2022, for the signed-in player.
    pub fn owned_core(
        self,
        player: impl TryInto<Player, Error: Into<ArgumentError>>,
        core_id: &str,
    ) -> Request<OwnedCore> {
        self.of_player_and(&OWNED_CORE, player, "core_id", core_id)
    }
}
