//! The stores.

use crate::app::Shared;
use crate::services::gamecms_hacs::{item_kind, offering_path};
use crate::services::halo::Model;
use crate::services::path::{Own, parameter};
use crate::wire::problem::Problem;
use crate::wire::timestamp::{envelope, midnight};
use crate::world::currencies::XP_GRANTS;
use crate::world::shop::{self, Offering, Store};
use axum::extract::FromRequestParts;
use axum::http::request::Parts;
use serde_json::{Value, json};

/// The `{store}` of the path.
pub(super) struct PathStore(Store);

impl FromRequestParts<Shared> for PathStore {
    type Rejection = Problem;

    async fn from_request_parts(parts: &mut Parts, app: &Shared) -> Result<Self, Problem> {
        let id = parameter(parts, app, "store").await?.to_lowercase();
        shop::store(&id).map(Self).ok_or(Problem::NotFound)
    }
}

/// Only for the player's own token.
pub(super) async fn store(_: Own, PathStore(store): PathStore) -> Result<Model, Problem> {
    Ok(Model(
        "Storefront",
        json!({
            "StoreId": store.id,
            "StorefrontExpirationDate": envelope(midnight(2031, 6, 23) + 17 * 3_600_000),
            "StorefrontDisplayPath": format!("StoreContent/Display/Storefront/{}.json", store.id),
            "Offerings": store.offerings.iter().map(offering).collect::<Value>(),
        }),
    ))
}

fn offering(offering: &Offering) -> Value {
    let item = |path: &&str| json!({ "Amount": 1, "ItemPath": path, "ItemType": item_kind(path) });
    let grants = Some(offering.xp_grants).filter(|amount| *amount > 0);
    let grants = grants.map(|amount| json!({ "Amount": amount, "CurrencyPath": XP_GRANTS }));
    let (cost, currency) = offering.price;
    json!({
        "OfferingId": offering.id,
        "OfferingDisplayPath": offering_path(&offering.id),
        "OfferingExpirationDate": null,
        "IncludedItems": offering.items.iter().map(item).collect::<Value>(),
        "Prices": [{ "Cost": cost, "CurrencyPath": currency }],
        "IncludedCurrencies": grants.into_iter().collect::<Value>(),
        "IncludedRewardTracks": offering.track.into_iter().collect::<Value>(),
        "BoostPath": offering.boost,
        "OperationXp": offering.operation_xp,
        "EventXp": 0,
        "MatchBoosts": null,
        "RewardTrackAdjustments": [],
    })
}
