//! The offerings of the shop and the Exchange, with prices, and the name and the picture of each item. Nothing is
//! bought.
//!
//! ```text
//! cargo run --example shop -- [PLAYER]
//! ```
//!
//! The service shows only your own stores.

mod common;

use halo_infinite::Client;
use halo_infinite::models::economy::{Offering, currency};
use halo_infinite::services::economy::Store;

const LANGUAGE: &str = "en-US";

/// The currencies of prices, with their names for people.
const CURRENCIES: [(&str, &str); 4] = [
    (currency::CREDITS, "credits"),
    (currency::SPARTAN_POINTS, "Spartan Points"),
    (currency::XP_GRANTS, "XP grants"),
    (currency::XP_BOOSTS, "XP boosts"),
];

fn main() -> Result<(), Box<dyn std::error::Error>> {
    let (client, player, _source) = common::connect()?;
    let xuid = common::xuid(&client, &player)?;

    let balances = client.economy().currencies(xuid).send()?;
    for (currency, name) in CURRENCIES {
        println!("{} {name}", balances.balance(currency).unwrap_or(0));
    }
    for store in [Store::Main, Store::Hcs, Store::SoftCurrencyOffers, Store::Boosts] {
        let storefront = client.economy().store(xuid, store).send()?;
        println!("\n{}", storefront.store_id.as_deref().unwrap_or_default());
        for offering in storefront.offerings() {
            let display = match &offering.offering_display_path {
                Some(path) => client.gamecms_hacs().store_offering(path).send()?,
                None => continue,
            };
            let title = display
                .title
                .as_ref()
                .map_or("", |title| title.in_language(LANGUAGE));
            println!("  {title}: {}", price(offering));
            for item in offering.items() {
                let (name, picture) = item_of(&client, &item.item_path)?;
                println!("    {name} ({picture})");
            }
        }
    }
    Ok(())
}

/// The price of an offering, in words.
fn price(offering: &Offering) -> String {
    let prices = CURRENCIES.iter().filter_map(|(currency, name)| {
        let cost = offering.price(currency)?;
        Some(format!("{cost} {name}"))
    });
    let prices: Vec<_> = prices.collect();
    prices.join(" or ")
}

/// The name of an item, and the path of its picture, which the image request takes.
fn item_of(client: &Client, path: &str) -> Result<(String, String), Box<dyn std::error::Error>> {
    let file = client.gamecms_hacs().progression_file(path).send()?;
    let text = |place: &str| {
        let text = file.pointer(place).and_then(|text| text.as_str());
        text.unwrap_or("unknown").to_owned()
    };
    Ok((
        text("/CommonData/Title/value"),
        text("/CommonData/DisplayPath/Media/MediaUrl/Path"),
    ))
}
