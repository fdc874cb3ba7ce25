//! The calls of economy.

use halo_infinite::Client;
use halo_infinite::models::economy::currency;
use halo_infinite::services::economy::{Store, TrackKind};
use halo_infinite_sandbox::Sandbox;

use super::{Call, call, newest_match};

pub fn calls(sandbox: &Sandbox, client: &Client) -> Vec<Call> {
    let xuid = sandbox.world().home().xuid();
    let economy = client.economy();
    let players_customization = economy.players_customization([xuid]);
    let career_ranks = economy.career_ranks([xuid]);
    let track = economy.player_operations(xuid).send().unwrap();
    let track = track.active_operation_reward_track_path.unwrap();
    let game = newest_match(sandbox, client).match_id;
    let progression = client.stats().match_progression(xuid, game).send().unwrap();
    let owned = economy.owned_cores(xuid).send().unwrap().cores.unwrap();
    let core = |core_type: &str| {
        let mut cores = owned.iter();
        let core = cores.find(|core| core.core_type.as_deref() == Some(core_type));
        core.unwrap().core_id.clone().unwrap()
    };
    vec![
        call(economy.player_customization(xuid)),
        call(players_customization.requests().unwrap()[0].clone()),
        call(economy.appearance(xuid)),
        call(career_ranks.requests().unwrap()[0].clone()),
        call(economy.player_career_rank(xuid)),
        call(economy.player_operations(xuid)),
        call(economy.reward_track(xuid, TrackKind::Operation, &track)),
        call(economy.awarded_rewards(xuid, &progression.reward_id.unwrap())),
        call(economy.armor_cores(xuid)),
        call(economy.armor_core(xuid, &core("Armor"))),
        call(economy.weapon_cores(xuid)),
        call(economy.weapon_core(xuid, &core("WeaponAR"))),
        call(economy.vehicle_cores(xuid)),
        call(economy.vehicle_core(xuid, &core("VehicleWarthog"))),
        call(economy.ai_cores(xuid)),
        call(economy.ai_core(xuid, &core("Ai"))),
        call(economy.spartan_body(xuid)),
        call(economy.owned_cores(xuid)),
        call(economy.owned_core(xuid, &core("Armor"))),
        call(economy.inventory(xuid)),
        call(economy.currencies(xuid)),
        call(economy.currency_transactions(xuid, currency::CREDITS)),
        call(economy.boosts(xuid)),
        call(economy.giveaways(xuid)),
        call(economy.store(xuid, Store::Main)),
    ]
}
