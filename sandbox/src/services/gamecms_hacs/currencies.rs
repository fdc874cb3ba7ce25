//! The files of the currencies. Only credits are for sale.

use crate::world::currencies::{ALL, CREDITS, name};
use serde_json::{Value, json};

/// The products with credits: their number in the Microsoft Store, and the amount, which is their number on Steam.
const PRODUCTS: [(&str, i64); 2] = [("9SANDBOX0001", 500), ("9SANDBOX0002", 1_000)];

/// The file of a currency, by its lower-case path.
pub(super) fn currency(path: &str) -> Option<Value> {
    let path = ALL.into_iter().find(|known| known.eq_ignore_ascii_case(path))?;
    let products = if path == CREDITS { &PRODUCTS[..] } else { &[] };
    let list = |product: fn(&(&str, i64)) -> Value| -> Value { products.iter().map(product).collect() };
    let container = if products.is_empty() { "" } else { "9SANDBOX0000" };
    let microsoft = json!({
        "ProductMapping": list(|(id, amount)| json!({ "ProductId": id, "Sku": "0010", "VCQuantity": amount })),
        "ContainerId": container,
    });
    let steam = json!({
        "ItemDefMapping": list(|(_, amount)| json!({ "ItemDef": amount.to_string(), "VCQuantity": amount })),
    });
    Some(json!({
        "Id": name(path),
        "InitialBalanceAmount": 0,
        "MSStoreProducts": list(|(id, amount)| json!({ "ProductId": id, "Path": offering(*amount) })),
        "SteamStoreProducts": list(|(_, amount)| json!({ "ItemDef": amount, "Path": offering(*amount) })),
        "MicrosoftStore": { "TitleConfiguration": { "hi343": microsoft, "hi": microsoft } },
        "SteamInventory": { "TitleConfiguration": { "hi343": steam, "hi": steam } },
    }))
}

fn offering(amount: i64) -> String {
    format!("Currency/Offerings/{amount}.json")
}
