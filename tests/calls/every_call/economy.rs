//! The calls of economy.

use halo_infinite::Client;
use halo_infinite::models::economy::currency;
use halo_infinite::services::economy::{Store, TrackKind};
use halo_infinite_sandbox::Sandbox;
use serde_json::json;

use super::{Call, batch, call, newest_match};

pub fn calls(sandbox: &Sandbox, client: &Client) -> Vec<Call> {
    let xuid = sandbox.world().home().xuid();
    let economy = client.economy();
    let players_customization = economy.players_customization([xuid]);
    let career_ranks = economy.career_ranks([xuid]);
    let track = economy.player_operations(xuid).send().unwrap();
    let track = track.active_operation_reward_track_path.unwrap();
    let game = newest_match(sandbox, client).match_id;
    let progression = client.stats().match_progression(xuid, game).send().unwrap();
    let reward_id = progression.reward_id.unwrap();
    let owned = economy.owned_cores(xuid).send().unwrap().cores.unwrap();
    let core = |core_type: &str| {
        let mut cores = owned.iter();
        let core = cores.find(|core| core.core_type.as_deref() == Some(core_type));
        core.unwrap().core_id.clone().unwrap()
    };
    vec![
        call(economy.player_customization(xuid), json!({ "player": xuid })),
        batch(players_customization, json!({ "players": [xuid] })),
        call(economy.appearance(xuid), json!({ "player": xuid })),
        batch(career_ranks, json!({ "players": [xuid] })),
        call(economy.player_career_rank(xuid), json!({ "player": xuid })),
        call(economy.player_operations(xuid), json!({ "player": xuid })),
        call(
            economy.reward_track(xuid, TrackKind::Operation, &track),
            json!({ "player": xuid, "kind": "operation", "track": track }),
        ),
        call(
            economy.awarded_rewards(xuid, &reward_id),
            json!({ "player": xuid, "reward_id": reward_id }),
        ),
        call(economy.armor_cores(xuid), json!({ "player": xuid })),
        call(
            economy.armor_core(xuid, &core("Armor")),
            json!({ "player": xuid, "core_id": core("Armor") }),
        ),
        call(economy.weapon_cores(xuid), json!({ "player": xuid })),
        call(
            economy.weapon_core(xuid, &core("WeaponAR")),
            json!({ "player": xuid, "core_id": core("WeaponAR") }),
        ),
        call(economy.vehicle_cores(xuid), json!({ "player": xuid })),
        call(
            economy.vehicle_core(xuid, &core("VehicleWarthog")),
            json!({ "player": xuid, "core_id": core("VehicleWarthog") }),
        ),
        call(economy.ai_cores(xuid), json!({ "player": xuid })),
        call(
            economy.ai_core(xuid, &core("Ai")),
            json!({ "player": xuid, "core_id": core("Ai") }),
        ),
        call(economy.spartan_body(xuid), json!({ "player": xuid })),
        call(economy.owned_cores(xuid), json!({ "player": xuid })),
        call(
            economy.owned_core(xuid, &core("Armor")),
            json!({ "player": xuid, "core_id": core("Armor") }),
        ),
        call(economy.inventory(xuid), json!({ "player": xuid })),
        call(economy.currencies(xuid), json!({ "player": xuid })),
        call(
            economy.currency_transactions(xuid, currency::CREDITS),
            json!({ "player": xuid, "currency": currency::CREDITS }),
        ),
        call(economy.boosts(xuid), json!({ "player": xuid })),
        call(economy.giveaways(xuid), json!({ "player": xuid })),
        call(
            economy.store(xuid, Store::Main),
            json!({ "player": xuid, "store": "main" }),
        ),
    ]
}
