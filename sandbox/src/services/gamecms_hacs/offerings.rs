//! The display files of the stores' offerings, and their pictures.

use crate::wire::png;
use crate::world::shop;
use serde_json::{Value, json};

/// The width and height of a picture, in pixels.
const SIDE: usize = 512;

/// The path of an offering's file.
pub(in crate::services) fn path(id: &str) -> String {
    format!("StoreContent/Display/Offerings/{id}.json")
}

fn picture_path(id: &str) -> String {
    format!("progression/StoreContent/Offerings/{id}.png")
}

/// The file of an offering, by its lower-case path.
pub(super) fn offering(searched: &str) -> Option<Value> {
    let offerings = shop::all().into_iter().flat_map(|store| store.offerings);
    let offering = offerings
        .into_iter()
        .find(|offering| path(&offering.id).eq_ignore_ascii_case(searched))?;
    let side = if offering.items.len() > 1 { 2 } else { 1 };
    Some(json!({
        "Title": offering.title,
        "Description": "Something to buy in the sandbox.",
        "Quality": "Epic",
        "WidthHint": side,
        "HeightHint": side,
        "FlairText": "NEW",
        "FlairIconPath": "",
        "FlairBackgroundPath": "",
        "ObjectImagePath": picture_path(&offering.id),
        "HCSTeamIndex": null,
        "StoreTileType": "StoreOffer",
        "HasGleam": null,
        "IsOnSale": null,
        "SalePercentage": null,
        "IsEventItem": null,
        "IsNew": null,
        "FlairBackgroundColorOverrideRGB": null,
        "FlairTextColorOverrideRGB": null,
        "TitleColorOverrideRGB": null,
        "PriceColorOverrideRGB": null,
        "PriceShadowColorOverrideRGB": null,
        "HasFlair": true,
    }))
}

/// The picture of an offering, by its lower-case path.
pub(super) fn picture(searched: &str) -> Option<Vec<u8>> {
    let mut offerings = shop::all().into_iter().flat_map(|store| store.offerings);
    let index = offerings.position(|offering| picture_path(&offering.id).eq_ignore_ascii_case(searched))?;
    Some(png::plain(SIDE, SIDE, index))
}

/// The list of the stores. Nobody has published the real file's content.
pub(super) fn storefronts() -> Value {
    let ids: Vec<String> = shop::all().into_iter().map(|store| store.id).collect();
    json!({ "Storefronts": ids })
}
