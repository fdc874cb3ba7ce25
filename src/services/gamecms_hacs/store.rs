//! The shop's files: the catalogue of everything that can be owned, offerings, currencies.

use serde_json::Value;

use super::{GamecmsHacs, file, file_path};
use crate::models::gamecms_hacs::{CurrencyDefinition, InventoryCatalog, StoreOffering};
use crate::request::Request;
use crate::types::{Endpoint, endpoints};

endpoints! {
    INVENTORY_CATALOG = file(
        "inventory_catalog",
        "/hi/Progression/file/inventory/catalog/inventory_catalog.json",
    );
    STORE_OFFERING = file("store_offering", "/hi/Progression/file/{path…}");
    CURRENCY = file("currency", "/hi/Progression/file/{path…}");
    STOREFRONTS = file("storefronts", "/hi/Progression/file/Store/storefronts.json");
}

impl GamecmsHacs<'_> {
    /// Everything that a player can own, and the number of items of each kind. Captured in 2022.
    ///
    /// ```
    /// # let sandbox = halo_infinite_sandbox::Sandbox::start()?;
    /// # let client = sandbox.client()?;
    /// # let me = sandbox.world().home().xuid();
    /// let catalog = client.gamecms_hacs().inventory_catalog().send()?;
    /// let inventory = client.economy().inventory(me).send()?;
    /// for kind in inventory.completion(&catalog) {
    ///     println!("{}: {} of {}", kind.item_type, kind.owned, kind.listed);
    /// }
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    pub fn inventory_catalog(self) -> Request<InventoryCatalog> {
        Request::new(self.pipeline, &INVENTORY_CATALOG, [])
    }

    /// The name, the picture and the tile of an offering, by the path of its file: its
    /// [`offering_display_path`](crate::models::economy::Offering::offering_display_path).
    ///
    /// The public client Grunt captured the response in 2024.
    pub fn store_offering(self, path: &str) -> Request<StoreOffering> {
        Request::new(self.pipeline, &STORE_OFFERING, [file_path(path)])
    }

    /// A currency, by the path of its file, such as `Currency/Currencies/cR.json`, and the products of the platforms'
    /// stores that sell it. Captured in 2022.
    pub fn currency(self, path: &str) -> Request<CurrencyDefinition> {
        Request::new(self.pipeline, &CURRENCY, [file_path(path)])
    }

    /// The list of the stores, as raw JSON: the game's catalogue has the file, and nobody has published its content.
    pub fn storefronts(self) -> Request<Value> {
        Request::new(self.pipeline, &STOREFRONTS, [])
    }
}
