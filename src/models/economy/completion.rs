//! How much of the game's items a player owns.

use std::collections::{BTreeMap, BTreeSet, HashSet};

use super::schema::{InventoryItem, PlayerInventory};
use crate::models::gamecms_hacs::{CatalogItem, InventoryCatalog};

/// The share of the items of a kind that a player owns.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub struct KindCompletion {
    /// Kind of the items, such as `ArmorHelmet`. Empty for owned items without a stated kind.
    pub item_type: String,
    /// Number of different items of the kind that the player owns.
    pub owned: usize,
    /// Number of items of the kind in the catalogue's lists. It differs from `ownable` if the lists have items that
    /// players cannot get.
    pub listed: usize,
    /// Number of ownable items by the catalogue's counts; `None` for kinds that it does not count, such as the colours
    /// of emblems and the consumables.
    pub ownable: Option<i64>,
}

impl KindCompletion {
    /// The owned share of the ownable items, from 0 to 1; `None` if the catalogue does not count the kind, or if there
    /// is nothing to own.
    #[inline]
    pub fn share(&self) -> Option<f64> {
        let ownable = self.ownable.filter(|ownable| *ownable > 0)?;
        Some((self.owned as f64 / ownable as f64).min(1.0))
    }
}

impl PlayerInventory {
    /// The items.
    #[inline]
    pub fn items(&self) -> impl Iterator<Item = &InventoryItem> {
        self.items.iter().flatten()
    }

    /// Whether the player owns an item, by its path.
    #[inline]
    pub fn owns(&self, item_path: &str) -> bool {
        self.items()
            .any(|item| item.item_path.eq_ignore_ascii_case(item_path))
    }

    /// The owned share of each kind of items: first the kinds that the catalogue counts, in its order, then the other
    /// kinds, by name.
    ///
    /// ```
    /// use halo_infinite::models::economy::PlayerInventory;
    /// use halo_infinite::models::gamecms_hacs::InventoryCatalog;
    ///
    /// let item = |number| format!(r#"{{"ItemPath": "Inventory/Armor/Visors/012-001-{number}.json", "ItemType": "ArmorVisor"}}"#);
    /// let catalog = format!(r#"{{"Items": [{}, {}], "ArmorVisorsOwnableCount": 2}}"#, item(1), item(2));
    /// let catalog: InventoryCatalog = serde_json::from_str(&catalog)?;
    /// let inventory: PlayerInventory = serde_json::from_str(&format!(r#"{{"Items": [{}]}}"#, item(1)))?;
    /// let visors = inventory.completion(&catalog).into_iter().find(|kind| kind.item_type == "ArmorVisor");
    /// assert_eq!(visors.and_then(|visors| visors.share()), Some(0.5));
    /// assert_eq!(inventory.missing(&catalog).count(), 1);
    /// # Ok::<(), serde_json::Error>(())
    /// ```
    #[inline]
    pub fn completion(&self, catalog: &InventoryCatalog) -> Vec<KindCompletion> {
        let types: BTreeMap<String, &str> = catalog
            .entries()
            .map(|item| {
                (
                    key(&item.item_path),
                    item.item_type.as_deref().unwrap_or_default(),
                )
            })
            .collect();
        let owned: BTreeMap<String, &str> = self
            .items()
            .map(|item| {
                let key = key(&item.item_path);
                let stated = item.item_type.as_deref();
                let item_type = stated.or_else(|| types.get(&key).copied());
                (key, item_type.unwrap_or_default())
            })
            .collect();
        let (listed, owned) = (by_type(&types), by_type(&owned));
        let mut kinds: Vec<(&str, Option<i64>)> = catalog.ownable_counts().collect();
        let others: BTreeSet<&str> = listed.keys().chain(owned.keys()).copied().collect();
        let is_counted =
            |item_type: &&str| catalog.ownable_counts().any(|(counted, _)| counted == *item_type);
        let others = others.into_iter().filter(|item_type| !is_counted(item_type));
        kinds.extend(others.map(|item_type| (item_type, None)));
        kinds
            .into_iter()
            .map(|(item_type, ownable)| KindCompletion {
                item_type: item_type.to_owned(),
                owned: owned.get(item_type).copied().unwrap_or(0),
                listed: listed.get(item_type).copied().unwrap_or(0),
                ownable,
            })
            .collect()
    }

    /// The entries of the catalogue that the player does not own, in its order.
    #[inline]
    pub fn missing<'a>(
        &self,
        catalog: &'a InventoryCatalog,
    ) -> impl Iterator<Item = &'a CatalogItem> + use<'a> {
        let owned: HashSet<String> = self.items().map(|item| key(&item.item_path)).collect();
        catalog
            .entries()
            .filter(move |item| !owned.contains(&key(&item.item_path)))
    }
}

/// The number of items of each type.
#[inline]
fn by_type<'a>(types: &BTreeMap<String, &'a str>) -> BTreeMap<&'a str, usize> {
    let mut counts = BTreeMap::new();
    for item_type in types.values() {
        *counts.entry(*item_type).or_default() += 1;
    }
    counts
}

/// Paths are the same in any case.
#[inline]
fn key(path: &str) -> String {
    path.to_ascii_lowercase()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn kinds_without_a_count_have_no_share() {
        let catalog: InventoryCatalog = serde_json::from_str(
            r#"{"Items": [
                {"ItemPath": "V/1.json", "ItemType": "ArmorVisor"},
                {"ItemPath": "V/2.json", "ItemType": "ArmorVisor"},
                {"ItemPath": "V/2.json", "ItemType": "ArmorVisor"},
                {"ItemPath": "N/1.json", "ItemType": "SpartanNewThing"}
            ], "Cores": [{"ItemPath": "C/1.json", "ItemType": "ArmorCore", "CoreType": "Armor"}],
            "EmblemCoatings": [{"ItemPath": "E/1.json", "ItemType": "ArmorEmblemCoating"}], "Consumables": null,
            "ArmorVisorsOwnableCount": 1, "ArmorCoresOwnableCount": 4, "VehicleHornsOwnableCount": 0}"#,
        )
        .unwrap();
        let inventory: PlayerInventory = serde_json::from_str(
            r#"{"Items": [
                {"ItemPath": "v/1.json", "ItemType": "ArmorVisor"},
                {"ItemPath": "V/1.json", "ItemType": "ArmorVisor"},
                {"ItemPath": "V/2.json"},
                {"ItemPath": "C/1.json", "ItemType": "ArmorCore"},
                {"ItemPath": "E/1.json", "ItemType": "ArmorEmblemCoating"},
                {"ItemPath": "lost.json"}
            ]}"#,
        )
        .unwrap();
        let kinds = inventory.completion(&catalog);
        let kind = |item_type: &str| {
            let kind = kinds.iter().find(|kind| kind.item_type == item_type).unwrap();
            (kind.owned, kind.listed, kind.ownable, kind.share())
        };
        assert_eq!(kinds.len(), 42 + 3);
        assert_eq!(kind("ArmorVisor"), (2, 2, Some(1), Some(1.0)));
        assert_eq!(kind("ArmorCore"), (1, 1, Some(4), Some(0.25)));
        assert_eq!(kind("VehicleHorn"), (0, 0, Some(0), None));
        assert_eq!(kind("AiModel"), (0, 0, None, None));
        assert_eq!(kind("ArmorEmblemCoating"), (1, 1, None, None));
        assert_eq!(kind("SpartanNewThing"), (0, 1, None, None));
        assert_eq!(kind(""), (1, 0, None, None));
        assert!(inventory.owns("c/1.JSON") && !inventory.owns("N/1.json"));
        let missing: Vec<_> = inventory.missing(&catalog).map(|item| &item.item_path).collect();
        assert_eq!(missing, ["N/1.json"]);
    }
}
