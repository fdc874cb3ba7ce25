//! The calls of gamecms_hacs for the shop's files.

use halo_infinite::Client;
use halo_infinite::services::economy::Store;
use halo_infinite_sandbox::Sandbox;
use serde_json::json;

use super::{Call, call};

pub fn calls(sandbox: &Sandbox, client: &Client) -> Vec<Call> {
    let me = sandbox.world().home().xuid();
    let cms = client.gamecms_hacs();
    let shop = client.economy().store(me, Store::Main).send().unwrap();
    let offering = shop.offerings().next().unwrap();
    let price = &offering.prices.as_ref().unwrap()[0];
    vec![
        call(cms.inventory_catalog(), json!({})),
        call(
            cms.store_offering(offering.offering_display_path.as_deref().unwrap()),
            json!({ "path": offering.offering_display_path }),
        ),
        call(
            cms.currency(&price.currency_path),
            json!({ "path": price.currency_path }),
        ),
        call(cms.storefronts(), json!({})),
    ]
}
