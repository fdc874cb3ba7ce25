//! `economy`: customization, progression, property and stores.

mod customization;
mod ledger;
mod outfit;
mod parts;
mod payments;
mod progression;
mod property;
mod results;
mod stores;

use crate::app::Shared;
use axum::Router;
use axum::routing::get;
use customization::{appearance, customization, customizations};
use parts::{body, core_of_part, cores_of_part, owned_core, owned_cores};
use payments::awarded_rewards;
use progression::{career_rank, career_ranks, event, operation, operations};
use property::{balances, boosts, giveaways, inventory, transactions};
use stores::store;

pub(super) fn routes() -> Router<Shared> {
    Router::new()
        .route("/hi/careerranks/{track}", get(career_ranks))
        .route("/hi/customization", get(customizations))
        .route("/hi/players/{player}/customization", get(customization))
        .route("/hi/players/{player}/customization/appearance", get(appearance))
        .route(
            "/hi/players/{player}/rewardtracks/careerranks/{track}",
            get(career_rank),
        )
        .route("/hi/players/{player}/rewardtracks/operations", get(operations))
        .route(
            "/hi/players/{player}/rewardtracks/operations/{track}",
            get(operation),
        )
        .route("/hi/players/{player}/rewardtracks/events/{track}", get(event))
        .route("/hi/players/{player}/rewards/{reward_id}", get(awarded_rewards))
        .route("/hi/players/{player}/customization/spartanbody", get(body))
        .route("/hi/players/{player}/customization/{part}", get(cores_of_part))
        .route(
            "/hi/players/{player}/customization/{part}/{core}",
            get(core_of_part),
        )
        .route("/hi/players/{player}/cores", get(owned_cores))
        .route("/hi/players/{player}/cores/{core}", get(owned_core))
        .route("/hi/players/{player}/inventory", get(inventory))
        .route("/hi/players/{player}/currencies", get(balances))
        .route(
            "/hi/players/{player}/currencies/{currency}/transactions",
            get(transactions),
        )
        .route("/hi/players/{player}/boosts", get(boosts))
        .route("/hi/players/{player}/giveaways", get(giveaways))
        .route("/hi/players/{player}/stores/{store}", get(store))
}
