//! The stores of the game.

use std::fmt;

use super::service::{Economy, get};
use crate::models::economy::Storefront;
use crate::request::Request;
use crate::types::{ArgumentError, Endpoint, Player, endpoints};

endpoints! {
    // The path makes a store the player's own.
    STORE = get("store", "/hi/players/{player}/stores/{store}");
}

/// A store of the game. Texts convert into it, in any case.
///
/// ```
/// use halo_infinite::services::economy::Store;
///
/// assert_eq!(Store::from("HCS"), Store::Hcs);
/// assert_eq!(Store::from("SoftCurrencySubStorefront03"), Store::SoftCurrencySubStorefront(3));
/// assert_eq!(Store::CreditSubStorefront(5).to_string(), "creditsubstorefront05");
/// ```
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum Store {
    /// The shop: bundles for credits.
    Main,
    /// Items of the Halo Championship Series.
    Hcs,
    /// XP boosts.
    Boosts,
    /// The premium parts of operation passes.
    Operations,
    /// Ranks of the active operation pass.
    OperationRewardLevels,
    /// XP for XP grants.
    XpGrants,
    /// Events.
    Events,
    /// The Exchange, by the name in the game's catalogue.
    SoftCurrency,
    /// The Exchange: items for Spartan Points, by the name that OpenSpartan and Grunt use since 2024.
    SoftCurrencyOffers,
    /// The shop of the customization menus.
    CustomizationOffers,
    /// A category of the shop, from 0 to 5 so far.
    CreditSubStorefront(u8),
    /// A category of the Exchange, from 0 to 15 so far.
    SoftCurrencySubStorefront(u8),
    /// Any other store, by its ID in lower case.
    Other(Box<str>),
}

/// The stores with a fixed ID.
const NAMED: [(Store, &str); 10] = [
    (Store::Main, "main"),
    (Store::Hcs, "hcs"),
    (Store::Boosts, "boosts"),
    (Store::Operations, "operations"),
    (Store::OperationRewardLevels, "operationrewardlevels"),
    (Store::XpGrants, "xpgrants"),
    (Store::Events, "events"),
    (Store::SoftCurrency, "softcurrency"),
    (Store::SoftCurrencyOffers, "softcurrencyoffers"),
    (Store::CustomizationOffers, "customizationoffers"),
];
const CREDIT: &str = "creditsubstorefront";
const SOFT_CURRENCY: &str = "softcurrencysubstorefront";

impl Store {
    /// All known stores.
    ///
    /// ```
    /// use halo_infinite::services::economy::Store;
    ///
    /// assert_eq!(Store::all().count(), 32);
    /// ```
    pub fn all() -> impl Iterator<Item = Self> {
        let named = NAMED.into_iter().map(|(store, _)| store);
        named
            .chain((0..=5).map(Self::CreditSubStorefront))
            .chain((0..=15).map(Self::SoftCurrencySubStorefront))
    }
}

/// Shows the ID, as paths have it.
impl fmt::Display for Store {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::CreditSubStorefront(number) => write!(formatter, "{CREDIT}{number:02}"),
            Self::SoftCurrencySubStorefront(number) => write!(formatter, "{SOFT_CURRENCY}{number:02}"),
            Self::Other(id) => formatter.write_str(id),
            named => {
                let known = NAMED.iter().find(|(store, _)| store == named);
                formatter.write_str(known.map_or("", |(_, id)| id))
            }
        }
    }
}

impl From<&str> for Store {
    fn from(id: &str) -> Self {
        let id = id.trim().to_ascii_lowercase();
        if let Some((store, _)) = NAMED.into_iter().find(|(_, known)| *known == id) {
            return store;
        }
        // Only the notation of the service: another one must survive as it is.
        let number = |prefix: &str| {
            let digits = id.strip_prefix(prefix).filter(|digits| digits.len() == 2)?;
            let is_number = digits.bytes().all(|digit| digit.is_ascii_digit());
            digits.parse().ok().filter(|_| is_number)
        };
        match (number(CREDIT), number(SOFT_CURRENCY)) {
            (Some(number), _) => Self::CreditSubStorefront(number),
            (_, Some(number)) => Self::SoftCurrencySubStorefront(number),
            _ => Self::Other(id.into()),
        }
    }
}

impl Economy<'_> {
    /// The offerings of a store for a player, with their content and prices. Nothing is bought.
    ///
    /// The responses of six stores were captured in 2022, that of the Exchange in 2024.
    /// [`store_offering`](crate::services::gamecms_hacs::GamecmsHacs::store_offering) returns the name and the
    /// picture of an offering. Each player has stores of their own: request those of the signed-in player.
    ///
    /// ```
    /// # let sandbox = halo_infinite_sandbox::Sandbox::start()?;
    /// # let client = sandbox.client()?;
    /// # let me = sandbox.world().home().xuid();
    /// use halo_infinite::models::economy::currency;
    /// use halo_infinite::services::economy::Store;
    ///
    /// let shop = client.economy().store(me, Store::Main).send()?;
    /// for offering in shop.offerings() {
    ///     println!("{}: {:?} credits", offering.offering_id, offering.price(currency::CREDITS));
    /// }
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    pub fn store(
        self,
        player: impl TryInto<Player, Error: Into<ArgumentError>>,
        store: impl Into<Store>,
    ) -> Request<Storefront> {
        self.of_player_and(&STORE, player, "store", &store.into().to_string())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn ids_become_stores_and_back() {
        for store in Store::all() {
            let id = store.to_string();
            assert_eq!(Store::from(id.to_uppercase().as_str()), store);
            assert!(!matches!(Store::from(id.as_str()), Store::Other(_)), "{id}");
        }
        for other in [
            "voucher",
            "creditsubstorefront",
            "creditsubstorefront7",
            "creditsubstorefront007",
            "softcurrencysubstorefront+7",
            "",
        ] {
            assert_eq!(Store::from(other), Store::Other(other.into()));
        }
        assert_eq!(Store::from(" Voucher ").to_string(), "voucher");
    }
}
