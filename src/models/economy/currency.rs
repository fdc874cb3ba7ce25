//! Currencies, by their names: the names of their files without the extension, in any case.
//!
//! [`CurrencyBalances::balance`] and [`Offering::price`](super::Offering::price) take these names, or paths of currency
//! files.

use super::schema::CurrencyBalances;

/// Credits, which players buy or earn: `Currency/Currencies/cR.json`.
pub const CREDITS: &str = "cr";
/// Challenge swaps.
pub const CHALLENGE_SWAPS: &str = "rerollcurrency";
/// XP boosts.
pub const XP_BOOSTS: &str = "xpboost";
/// XP grants.
pub const XP_GRANTS: &str = "xpgrant";
/// Spartan Points, which players earn and spend at the Exchange.
pub const SPARTAN_POINTS: &str = "softcurrency";

/// Whether a path is that of a currency, which is a name or a path.
pub(super) fn is(path: &str, currency: &str) -> bool {
    let file = path.rsplit('/').next().unwrap_or_default();
    let name = file.strip_suffix(".json").unwrap_or(file);
    [name, path]
        .iter()
        .any(|known| known.eq_ignore_ascii_case(currency))
}

impl CurrencyBalances {
    /// The balance of a currency, by its name or path; `None` if the player has no account of it.
    ///
    /// ```
    /// use halo_infinite::models::economy::{CurrencyBalances, currency};
    ///
    /// let json = r#"{"Currencies": [{"Amount": 79300, "CurrencyPath": "Currency/Currencies/softcurrency.json"}]}"#;
    /// let balances: CurrencyBalances = serde_json::from_str(json)?;
    /// assert_eq!(balances.balance(currency::SPARTAN_POINTS), Some(79300));
    /// assert_eq!(balances.balance(currency::CREDITS), None);
    /// # Ok::<(), serde_json::Error>(())
    /// ```
    pub fn balance(&self, currency: &str) -> Option<i64> {
        let mut balances = self.currencies.iter().flatten();
        let balance = balances.find(|balance| is(&balance.currency_path, currency))?;
        Some(balance.amount)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_and_paths_mean_currencies_in_any_case() {
        for same in [
            "cr",
            "cR",
            "CR",
            "Currency/Currencies/cR.json",
            "currency/currencies/cr.JSON",
        ] {
            assert!(is("Currency/Currencies/cR.json", same), "{same}");
        }
        for other in ["", "c", "cr.json", "xpboost", "Currencies/cR.json"] {
            assert!(!is("Currency/Currencies/cR.json", other), "{other}");
        }
    }
}
