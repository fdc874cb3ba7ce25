//! Currencies, by the paths of their files.

pub(crate) const CREDITS: &str = "Currency/Currencies/cR.json";
pub(crate) const CHALLENGE_SWAPS: &str = "Currency/Currencies/rerollcurrency.json";
pub(crate) const XP_BOOSTS: &str = "Currency/Currencies/xpboost.json";
pub(crate) const XP_GRANTS: &str = "Currency/Currencies/xpgrant.json";
pub(crate) const SPARTAN_POINTS: &str = "Currency/Currencies/softcurrency.json";

/// All currencies, in the order of balances.
pub(crate) const ALL: [&str; 5] = [CREDITS, CHALLENGE_SWAPS, XP_BOOSTS, XP_GRANTS, SPARTAN_POINTS];

/// The name of a currency: the name of its file, without the extension.
pub(crate) fn name(path: &str) -> &str {
    let file = path.rsplit('/').next().unwrap_or(path);
    file.strip_suffix(".json").unwrap_or(file)
}
