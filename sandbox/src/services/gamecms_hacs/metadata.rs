//! Manufacturers and currencies, and their pictures.

use super::texts::text;
use crate::wire::png;
use crate::world::rewards::CURRENCIES;
use serde_json::{Value, json};

/// The manufacturers, with the names of their logos.
const MANUFACTURERS: [(&str, &str); 3] = [
    ("Sandbox Armories", "Sandbox_Armories"),
    ("Dune Shipyards", "Dune"),
    ("Sieve & Shovel", "Sieve"),
];

pub(super) fn metadata() -> Value {
    let manufacturers = MANUFACTURERS.map(
        |(name, logo)| json!({ "ManufacturerName": text(name), "ManufacturerLogoImage": logo_path(logo) }),
    );
    let currency = |path: &str| {
        let (title, kind) = name(path);
        json!({
            "CurrencyId": path,
            "Title": text(title),
            "Description": text(""),
            "Image": image_path(path),
            "IconType": kind,
        })
    };
    json!({ "Manufacturers": manufacturers, "Currencies": CURRENCIES.map(currency) })
}

/// The title and the kind of a currency.
fn name(path: &str) -> (&str, &str) {
    match stem(path) {
        "xpboost" => ("XP Boost", "XPBoost"),
        "rerollcurrency" => ("Challenge Swap", "ChallengeReroll"),
        other => (other, "VirtualCurrency"),
    }
}

fn stem(path: &str) -> &str {
    let file = path.rsplit('/').next().unwrap_or_default();
    file.trim_end_matches(".json")
}

fn logo_path(logo: &str) -> String {
    format!("progression/Manufacturers/{logo}.png")
}

fn image_path(currency: &str) -> String {
    format!("progression/Currencies/{}-SM.png", stem(currency))
}

/// A logo or the picture of a currency, by its lower-case path.
pub(super) fn picture(path: &str) -> Option<Vec<u8>> {
    let index = pictures().position(|picture| picture.eq_ignore_ascii_case(path))?;
    Some(png::plain(256, 256, index))
}

pub(super) fn pictures() -> impl Iterator<Item = String> {
    let logos = MANUFACTURERS.map(|(_, logo)| logo_path(logo));
    logos.into_iter().chain(CURRENCIES.map(image_path))
}
