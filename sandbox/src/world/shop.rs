//! The stores and their offerings.

use super::catalog::seasons;
use super::currencies::{CREDITS, SPARTAN_POINTS, XP_BOOSTS, XP_GRANTS};
use super::wardrobe::FOR_SALE;

/// The boost that XP boosts activate.
pub(crate) const BOOST: &str = "Consumables/Boosts/xpboost.json";

/// A store.
#[derive(Debug)]
pub(crate) struct Store {
    /// Its id, such as `SoftCurrencyOffers`. Paths have it in lower case.
    pub(crate) id: String,
    pub(crate) offerings: Vec<Offering>,
}

/// An offering of a store.
#[derive(Debug, Default)]
pub(crate) struct Offering {
    /// Its id, unique over all stores.
    pub(crate) id: String,
    pub(crate) title: String,
    pub(crate) items: Vec<&'static str>,
    /// The cost, and the path of the currency.
    pub(crate) price: (i64, &'static str),
    /// The amount of XP grants.
    pub(crate) xp_grants: i64,
    /// The reward track that it unlocks.
    pub(crate) track: Option<&'static str>,
    pub(crate) boost: Option<&'static str>,
    pub(crate) operation_xp: i64,
}

/// All stores.
pub(crate) fn all() -> Vec<Store> {
    let mut stores = Stores::default();
    let (first, second) = FOR_SALE.split_at(FOR_SALE.len() / 2);
    stores.add("Main", vec![bundle(first, 1_400), bundle(second, 1_000)]);
    stores.add(
        "HCS",
        FOR_SALE[..2].iter().map(|item| single(item, 500)).collect(),
    );
    stores.add(
        "Boosts",
        vec![Offering {
            title: "XP Boost".to_owned(),
            price: (1, XP_BOOSTS),
            boost: Some(BOOST),
            ..Offering::default()
        }],
    );
    let pass = |title: &str, cost, xp_grants| Offering {
        title: title.to_owned(),
        price: (cost, CREDITS),
        xp_grants,
        track: Some(seasons::current().track),
        ..Offering::default()
    };
    stores.add(
        "Operations",
        vec![
            pass("Premium Pass", 1_000, 0),
            pass("Premium Pass Bundle", 2_800, 100),
        ],
    );
    let xp = |title: &str, price, operation_xp| Offering {
        title: title.to_owned(),
        price,
        operation_xp,
        ..Offering::default()
    };
    stores.add(
        "OperationRewardLevels",
        vec![
            xp("1 Rank", (200, CREDITS), 1_000),
            xp("10 Ranks", (2_000, CREDITS), 10_000),
        ],
    );
    let grants = [1, 10, 100].map(|number| xp("XP Grant", (number, XP_GRANTS), 250 * number));
    stores.add("XpGrants", grants.into());
    stores.add("Events", Vec::new());
    // The first offering of the real Exchange is empty too: it leads back to the shop.
    let back = xp("Shop", (1_000, CREDITS), 0);
    let exchange = FOR_SALE.iter().map(|item| for_points(item));
    stores.add("SoftCurrencyOffers", [back].into_iter().chain(exchange).collect());
    stores.add(
        "CustomizationOffers",
        FOR_SALE.iter().map(|item| single(item, 300)).collect(),
    );
    for (number, item) in (0..=5).zip(FOR_SALE.iter().cycle()) {
        stores.add(
            &format!("CreditSubStorefront{number:02}"),
            vec![single(item, 400)],
        );
    }
    for (number, item) in (0..=15).zip(FOR_SALE.iter().cycle()) {
        stores.add(
            &format!("SoftCurrencySubStorefront{number:02}"),
            vec![for_points(item)],
        );
    }
    stores.0
}

/// A store, by its id in lower case. The game's catalogue has another id for the Exchange.
pub(crate) fn store(id: &str) -> Option<Store> {
    let id = if id == "softcurrency" {
        "softcurrencyoffers"
    } else {
        id
    };
    all().into_iter().find(|store| store.id.eq_ignore_ascii_case(id))
}

fn bundle(items: &[&'static str], cost: i64) -> Offering {
    Offering {
        title: if items.len() == 1 { "Single" } else { "Bundle" }.to_owned(),
        items: items.to_vec(),
        price: (cost, CREDITS),
        ..Offering::default()
    }
}

fn single(item: &'static str, cost: i64) -> Offering {
    bundle(&[item], cost)
}

fn for_points(item: &'static str) -> Offering {
    Offering {
        price: (7_500, SPARTAN_POINTS),
        ..single(item, 0)
    }
}

#[derive(Default)]
struct Stores(Vec<Store>);

impl Stores {
    /// Adds a store, and numbers its offerings.
    fn add(&mut self, id: &str, mut offerings: Vec<Offering>) {
        let place = self.0.len();
        for (number, offering) in offerings.iter_mut().enumerate() {
            offering.id = format!("202611{place:02}-{number:02}");
        }
        self.0.push(Store {
            id: id.to_owned(),
            offerings,
        });
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::collections::BTreeSet;

    #[test]
    fn offerings_have_ids_of_their_own() {
        let stores = all();
        let ids: Vec<&str> = stores
            .iter()
            .flat_map(|store| &store.offerings)
            .map(|offering| offering.id.as_str())
            .collect();
        assert_eq!(ids.iter().collect::<BTreeSet<_>>().len(), ids.len());
        assert_eq!(
            store("softcurrency").map(|store| store.id).as_deref(),
            Some("SoftCurrencyOffers")
        );
        assert!(store("voucher").is_none());
    }
}
