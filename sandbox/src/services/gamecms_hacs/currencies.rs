//! The files of the currencies that reward tracks give. None of them is for sale.

use crate::world::rewards::CURRENCIES;
use serde_json::{Value, json};

/// The file of a currency, by its lower-case path.
pub(super) fn currency(path: &str) -> Option<Value> {
    let path = CURRENCIES
        .into_iter()
        .find(|known| known.eq_ignore_ascii_case(path))?;
    let file = path.rsplit('/').next().unwrap_or_default();
    let products = json!({ "ProductMapping": [], "ContainerId": "" });
    let items = json!({ "ItemDefMapping": [] });
    Some(json!({
        "Id": file.trim_end_matches(".json"),
        "InitialBalanceAmount": 0,
        "MSStoreProducts": [],
        "SteamStoreProducts": [],
        "MicrosoftStore": { "TitleConfiguration": { "hi343": products, "hi": products } },
        "SteamInventory": { "TitleConfiguration": { "hi343": items, "hi": items } },
    }))
}
