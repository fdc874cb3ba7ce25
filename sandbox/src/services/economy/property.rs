//! The property of players. All of it is only for their own token.

use super::ledger::{Granted, balance, credits, events, operations, played};
use super::outfit::outfit;
use crate::app::{App, Shared};
use crate::rng::{self, Rng};
use crate::services::gamecms_hacs::{item_id, item_kind};
use crate::services::halo::Model;
use crate::services::path::{Own, parameter};
use crate::wire::problem::Problem;
use crate::wire::timestamp::{envelope, midnight};
use crate::world::wardrobe::{self, core_type};
use crate::world::{currencies, emblems, shop};
use axum::extract::{FromRequestParts, State};
use axum::http::request::Parts;
use serde_json::{Value, json};
use std::collections::BTreeSet;

const DAY: i64 = 24 * 3_600_000;

/// The `{currency}` of the path, by its name, in any case.
pub(super) struct PathCurrency(&'static str);

impl FromRequestParts<Shared> for PathCurrency {
    type Rejection = Problem;

    async fn from_request_parts(parts: &mut Parts, app: &Shared) -> Result<Self, Problem> {
        let name = parameter(parts, app, "currency").await?;
        let mut all = currencies::ALL.into_iter();
        let found = all.find(|path| currencies::name(path).eq_ignore_ascii_case(&name));
        found.map(Self).ok_or(Problem::NotFound)
    }
}

/// The time at which a player received an item.
pub(super) fn acquired(xuid: u64, path: &str) -> Value {
    let mut rng = Rng::new(xuid ^ rng::hash(path));
    envelope(midnight(2021, 11, 15) + rng.between(0, 1_400) * DAY + rng.between(0, DAY - 1))
}

/// An item of an inventory.
pub(super) fn owned_item(xuid: u64, path: &str) -> Value {
    let mut item = json!({
        "Amount": 1,
        "ItemId": item_id(path),
        "ItemPath": path,
        "ItemType": item_kind(path),
        "FirstAcquiredDate": acquired(xuid, path),
    });
    if let Some(core_type) = core_type(path) {
        item["CoreType"] = core_type.into();
    }
    item
}

/// The paths of all strings that are files.
fn files(value: &Value, found: &mut BTreeSet<String>) {
    match value {
        Value::String(text) if text.ends_with(".json") => drop(found.insert(text.clone())),
        Value::Array(items) => items.iter().for_each(|item| files(item, found)),
        Value::Object(fields) => fields.values().for_each(|value| files(value, found)),
        _ => {}
    }
}

/// The paths of a player's items: the private customization, the rewards of tracks, and some that the stores sell.
fn items(app: &App, person: usize) -> BTreeSet<String> {
    let mut items = BTreeSet::new();
    files(&outfit(app, person, true), &mut items);
    let operations = operations(person, &played(app, person));
    let granted = Granted::all(operations.iter().chain(&events(app, person)));
    items.extend(granted.items);
    let mut rng = Rng::for_subject(app.world.people()[person].xuid(), "purchases");
    let others = wardrobe::FOR_SALE
        .into_iter()
        .chain(emblems::ALL.iter().map(|emblem| emblem.path));
    items.extend(others.filter(|_| rng.chance(40)).map(str::to_owned));
    let palettes = emblems::ALL
        .iter()
        .filter(|emblem| items.contains(emblem.path))
        .flat_map(|emblem| emblem.palettes)
        .chain(&emblems::WEAPON_PALETTES);
    let palettes: Vec<String> = palettes.copied().map(emblems::palette_path).collect();
    items.extend(palettes);
    items
}

pub(super) async fn inventory(State(app): State<Shared>, Own(person): Own) -> Result<Model, Problem> {
    let xuid = app.world.people()[person].xuid();
    let items = items(&app, person);
    let items: Value = items.iter().map(|path| owned_item(xuid, path)).collect();
    Ok(Model("PlayerInventory", json!({ "Items": items })))
}

pub(super) async fn balances(State(app): State<Shared>, Own(person): Own) -> Result<Model, Problem> {
    let xuid = app.world.people()[person].xuid();
    let granted = Granted::all(&operations(person, &played(&app, person)));
    let balances =
        currencies::ALL.map(|path| json!({ "Amount": balance(xuid, path, &granted), "CurrencyPath": path }));
    Ok(Model("CurrencyBalances", json!({ "Currencies": balances })))
}

/// Only credits have transactions: a purchase of them, and of something for them.
pub(super) async fn transactions(
    State(app): State<Shared>,
    Own(person): Own,
    PathCurrency(currency): PathCurrency,
) -> Result<Model, Problem> {
    let xuid = app.world.people()[person].xuid();
    let mut rng = Rng::for_subject(xuid, "transactions");
    let mut resulting = 0;
    let mut day = midnight(2025, 1, 10);
    let mut transactions: Vec<Value> = Vec::new();
    if currency == currencies::CREDITS {
        for change in credits(xuid).into_iter().filter(|change| *change != 0) {
            resulting += change;
            day += 20 * DAY;
            let product = (change > 0).then_some("9SANDBOX0002");
            transactions.push(json!({
                "AdjustmentSource": "DirectAdjustment",
                "BalanceAdjustment": change,
                "ResultingBalance": resulting,
                "Finalized": true,
                "TransactionId": rng.uuid().to_string(),
                "TransactionDate": envelope(day),
                "ProductReference": product,
                "UnitsConsumed": i64::from(product.is_some()) * 2,
                "AuthenticatedIdentities": ["xsbx(RETAIL)", format!("xuid({xuid})")],
            }));
        }
    }
    transactions.reverse();
    let never = json!({ "ISO8601Date": "1601-01-01T00:00:00Z" });
    Ok(Model(
        "CurrencyTransactions",
        json!({
            "Transactions": transactions,
            "ContinuationToken": "",
            "MarketplaceLastSuccessfulDates": [{
                "MarketplaceSource": "MicrosoftStore",
                "ProductsLastCheckedDate": envelope(day),
                "WorkflowEntitiesLastCreatedDate": never,
                "ProductsLastConsumedDate": never,
            }],
        }),
    ))
}

pub(super) async fn boosts(_: Own) -> Result<Model, Problem> {
    let boost = json!({
        "ExpirationDate": envelope(midnight(2031, 1, 1)),
        "State": "Active",
        "BoostPath": shop::BOOST,
        "EffectiveMultiplier": 2.0,
        "Matches": 0,
    });
    Ok(Model("ActiveBoosts", json!({ "Boosts": [boost] })))
}

pub(super) async fn giveaways(_: Own) -> Result<Model, Problem> {
    Ok(Model("Giveaways", json!({ "GiveawayResults": [] })))
}
