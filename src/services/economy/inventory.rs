//! The property of players: items, currencies, boosts, gifts.

use super::service::{Economy, get};
use crate::models::economy::{
    ActiveBoosts, CurrencyBalances, CurrencyTransactions, Giveaways, PlayerInventory,
};
use crate::request::Request;
use crate::types::{ArgumentError, Endpoint, Player, endpoints};

endpoints! {
    // The service refuses other players' property.
    INVENTORY = get("inventory", "/hi/players/{player}/inventory");
    CURRENCIES = get("currencies", "/hi/players/{player}/currencies");
    CURRENCY_TRANSACTIONS = get(
        "currency_transactions",
        "/hi/players/{player}/currencies/{currency}/transactions",
    );
    BOOSTS = get("boosts", "/hi/players/{player}/boosts");
    GIVEAWAYS = get("giveaways", "/hi/players/{player}/giveaways");
}

impl Economy<'_> {
    /// All items that a player owns. The service refuses other players' inventories with 403.
    ///
    /// [`PlayerInventory::completion`] compares it with the game's catalogue. The response was captured in 2022.
    pub fn inventory(
        self,
        player: impl TryInto<Player, Error: Into<ArgumentError>>,
    ) -> Request<PlayerInventory> {
        self.of_player(&INVENTORY, player)
    }

    /// A player's balances: credits, Spartan Points, challenge swaps, XP boosts, XP grants. The service refuses other
    /// players' balances with 403, as OpenSpartan documents.
    ///
    /// ```
    /// # let sandbox = halo_infinite_sandbox::Sandbox::start()?;
    /// # let client = sandbox.client()?;
    /// # let me = sandbox.world().home().xuid();
    /// use halo_infinite::models::economy::currency;
    ///
    /// let balances = client.economy().currencies(me).send()?;
    /// println!("{} credits", balances.balance(currency::CREDITS).unwrap_or(0));
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    pub fn currencies(
        self,
        player: impl TryInto<Player, Error: Into<ArgumentError>>,
    ) -> Request<CurrencyBalances> {
        self.of_player(&CURRENCIES, player)
    }

    /// The newest changes of a player's balance of a currency, by its [name](crate::models::economy::currency), such
    /// as `cr`. The service refuses other players' changes with 403.
    ///
    /// The game's catalogue has this endpoint; the public client Grunt captured the response in 2022 and 2023.
    pub fn currency_transactions(
        self,
        player: impl TryInto<Player, Error: Into<ArgumentError>>,
        currency: &str,
    ) -> Request<CurrencyTransactions> {
        self.of_player_and(&CURRENCY_TRANSACTIONS, player, "currency", currency)
    }

    /// A player's XP boosts. The service refuses other players' boosts with 403. The response was captured in 2022.
    pub fn boosts(self, player: impl TryInto<Player, Error: Into<ArgumentError>>) -> Request<ActiveBoosts> {
        self.of_player(&BOOSTS, player)
    }

    /// Gifts to a player. The service refuses other players' gifts with 403. Only an empty list was captured so far.
    pub fn giveaways(self, player: impl TryInto<Player, Error: Into<ArgumentError>>) -> Request<Giveaways> {
        self.of_player(&GIVEAWAYS, player)
    }
}
