//! Offerings of stores, and their prices.

use super::currency;
use super::schema::{OfferedItem, Offering, Storefront};

impl Storefront {
    /// The offerings.
    #[inline]
    pub fn offerings(&self) -> impl Iterator<Item = &Offering> {
        self.offerings.iter().flatten()
    }

    /// An offering, by its ID.
    #[inline]
    pub fn offering(&self, offering_id: &str) -> Option<&Offering> {
        self.offerings()
            .find(|offering| offering.offering_id == offering_id)
    }
}

impl Offering {
    /// The price in a currency, by its [name](super::currency) or path; `None` if it cannot be paid with it.
    ///
    /// ```
    /// use halo_infinite::models::economy::{Offering, currency};
    ///
    /// let json = r#"{"OfferingId": "20210626-09", "Prices": [
    ///     {"Cost": 700, "CurrencyPath": "Currency/Currencies/cR.json"}
    /// ]}"#;
    /// let offering: Offering = serde_json::from_str(json)?;
    /// assert_eq!(offering.price(currency::CREDITS), Some(700));
    /// assert_eq!(offering.price(currency::SPARTAN_POINTS), None);
    /// # Ok::<(), serde_json::Error>(())
    /// ```
    #[inline]
    pub fn price(&self, currency: &str) -> Option<i64> {
        let mut prices = self.prices.iter().flatten();
        let price = prices.find(|price| currency::is(&price.currency_path, currency))?;
        Some(price.cost)
    }

    /// The items.
    #[inline]
    pub fn items(&self) -> impl Iterator<Item = &OfferedItem> {
        self.included_items.iter().flatten()
    }

    /// The amount of a currency that the offering contains, by its [name](super::currency) or path.
    #[inline]
    pub fn included(&self, currency: &str) -> i64 {
        let included = self.included_currencies.iter().flatten();
        let of_it = included.filter(|included| currency::is(&included.currency_path, currency));
        of_it.fold(0, |sum, included| sum.saturating_add(included.amount))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn offerings_have_prices_and_content() {
        let json = r#"{"StoreId": "Operations", "Offerings": [
            {"OfferingId": "a", "IncludedItems": null, "Prices": [
                {"Cost": 1, "CurrencyPath": "Currency/Currencies/xpgrant.json"},
                {"Cost": 2800, "CurrencyPath": "Currency/Currencies/cR.json"}
            ], "IncludedCurrencies": [
                {"Amount": 100, "CurrencyPath": "Currency/Currencies/xpgrant.json"},
                {"Amount": 5, "CurrencyPath": "Currency/Currencies/xpgrant.json"}
            ]},
            {"OfferingId": "b", "IncludedItems": [{"Amount": 1, "ItemPath": "i", "ItemType": null}]}
        ]}"#;
        let store: Storefront = serde_json::from_str(json).unwrap();
        let (first, second) = (store.offering("a").unwrap(), store.offering("b").unwrap());
        assert_eq!(first.price(currency::CREDITS), Some(2800));
        assert_eq!(first.price("Currency/Currencies/xpGrant.json"), Some(1));
        assert_eq!(second.price(currency::CREDITS), None);
        assert_eq!(
            [currency::XP_GRANTS, currency::CREDITS].map(|name| first.included(name)),
            [105, 0]
        );
        assert_eq!((first.items().count(), second.items().count()), (0, 1));
        assert!(store.offering("c").is_none());
    }
}
