//! The property of players: it agrees with the customization, the catalogue, the stores and the matches.

use crate::common::*;
use halo_infinite_sandbox::{Person, Sandbox};
use serde_json::Value;
use std::collections::{BTreeMap, BTreeSet};

fn path(person: &Person, rest: &str) -> String {
    format!("/economy/hi/players/{}/{rest}", person.player_id())
}

fn own(sandbox: &Sandbox, rest: &str) -> Value {
    get_json(sandbox, &path(sandbox.world().home(), rest))
}

fn file(sandbox: &Sandbox, path: &str) -> Value {
    get_json(sandbox, &format!("/gamecms_hacs/hi/Progression/file/{path}"))
}

/// All strings that end like a file path.
fn files(value: &Value, found: &mut BTreeSet<String>) {
    match value {
        Value::String(text) if text.ends_with(".json") => drop(found.insert(text.clone())),
        Value::Array(items) => items.iter().for_each(|item| files(item, found)),
        Value::Object(fields) => fields.values().for_each(|value| files(value, found)),
        _ => {}
    }
}

/// The catalogue's entries, with their types, by path.
fn catalog(sandbox: &Sandbox) -> BTreeMap<String, String> {
    let catalog = file(sandbox, "inventory/catalog/inventory_catalog.json");
    let lists = ["Items", "Cores", "EmblemCoatings", "Consumables"].map(|name| list(&catalog[name]).clone());
    let entry = |item: &Value| {
        (
            text(&item["ItemPath"]).to_owned(),
            text(&item["ItemType"]).to_owned(),
        )
    };
    let entries: BTreeMap<String, String> = lists.iter().flatten().map(entry).collect();
    assert_eq!(
        entries.len(),
        lists.iter().map(Vec::len).sum::<usize>(),
        "an entry is there twice"
    );
    entries
}

#[test]
fn the_catalogue_counts_its_items_and_has_their_files() {
    let sandbox = Sandbox::start().expect("a sandbox");
    let entries = catalog(&sandbox);
    let json = file(&sandbox, "inventory/catalog/inventory_catalog.json");
    let counts = json.as_object().expect("an object").iter();
    let counts =
        counts.filter_map(|(name, count)| Some((name.strip_suffix("sOwnableCount")?, number(count))));
    let counts: BTreeMap<&str, i64> = counts.collect();
    assert_eq!(counts.len(), 42);
    for (kind, count) in &counts {
        let listed = entries.values().filter(|listed| listed == kind).count();
        assert_eq!(listed as i64, *count, "{kind}");
    }
    let uncounted: BTreeSet<&str> = entries
        .values()
        .map(String::as_str)
        .filter(|kind| !counts.contains_key(kind))
        .collect();
    assert_eq!(
        uncounted.into_iter().collect::<Vec<_>>(),
        ["ArmorEmblemCoating", "ChallengeReroll", "XPBoost", "XPGrant"]
    );
    for (path, kind) in &entries {
        assert_eq!(file(&sandbox, path)["CommonData"]["Type"], **kind, "{path}");
    }
}

#[test]
fn the_wardrobe_is_in_the_inventory_and_the_inventory_in_the_catalogue() {
    for seed in [1, 2, 3] {
        let sandbox = Sandbox::builder().seed(seed).start().expect("a sandbox");
        let entries = catalog(&sandbox);
        let inventory = own(&sandbox, "inventory");
        let owned: BTreeSet<String> = list(&inventory["Items"])
            .iter()
            .map(|item| {
                let path = text(&item["ItemPath"]).to_owned();
                assert_eq!(entries[&path], text(&item["ItemType"]), "{path}");
                assert!(path.ends_with(&format!("/{}.json", text(&item["ItemId"]))));
                path
            })
            .collect();
        assert_eq!(owned.len(), list(&inventory["Items"]).len());
        assert!(owned.len() < entries.len(), "there is nothing left to get");

        let mut worn = BTreeSet::new();
        files(&own(&sandbox, "customization?view=private"), &mut worn);
        assert_eq!(worn.difference(&owned).collect::<Vec<_>>(), Vec::<&String>::new());

        // The rewards of completed ranks are there too.
        for pass in list(&own(&sandbox, "rewardtracks/operations")["OperationRewardTracks"]) {
            let ranks = file(&sandbox, text(&pass["RewardTrackPath"]));
            let completed = number(&pass["CurrentProgress"]["Rank"]);
            let parts = if pass["IsOwned"] == true {
                ["FreeRewards", "PaidRewards"]
            } else {
                ["FreeRewards"; 2]
            };
            for rank in list(&ranks["Ranks"]).iter().take(completed as usize) {
                for part in parts {
                    let mut items = BTreeSet::new();
                    files(&rank[part]["InventoryRewards"], &mut items);
                    assert!(items.is_subset(&owned), "{items:?}");
                }
            }
        }
    }
}

#[test]
fn owned_cores_and_single_parts_are_those_of_the_private_customization() {
    let sandbox = Sandbox::start().expect("a sandbox");
    let private = own(&sandbox, "customization?view=private");
    let mut paths = Vec::new();
    for (part, field) in [
        ("armors", "ArmorCores"),
        ("weapons", "WeaponCores"),
        ("vehicles", "VehicleCores"),
        ("ais", "AiCores"),
    ] {
        assert_eq!(own(&sandbox, &format!("customization/{part}")), private[field]);
        for core in list(&private[field][field]) {
            let id = text(&core["CoreId"]);
            assert_eq!(own(&sandbox, &format!("customization/{part}/{id}")), *core);
            let owned = own(&sandbox, &format!("cores/{id}"));
            for same in ["CoreId", "CorePath", "CoreType"] {
                assert_eq!(owned[same], core[same]);
            }
            paths.push(owned);
        }
    }
    assert_eq!(own(&sandbox, "cores")["Cores"], Value::Array(paths));
    assert_eq!(own(&sandbox, "customization/spartanbody"), private["SpartanBody"]);
    let home = sandbox.world().home();
    for unknown in ["cores/017", "customization/armors/017", "customization/hats"] {
        assert_eq!(get(&sandbox, &path(home, unknown)).status, 404, "{unknown}");
    }
}

/// Amounts by the paths of their currencies.
fn balances(balances: &Value) -> BTreeMap<String, i64> {
    let balance = |entry: &Value| (text(&entry["CurrencyPath"]).to_owned(), number(&entry["Amount"]));
    list(balances).iter().map(balance).collect()
}

#[test]
fn payments_of_matches_add_up_to_balances_and_tracks() {
    for matches in [0, 1, 40, 300] {
        let sandbox = Sandbox::builder().matches(matches).start().expect("a sandbox");
        let world = sandbox.world();
        let home = world.home();
        let mut currencies: BTreeMap<String, i64> = BTreeMap::new();
        let mut tracks: BTreeMap<String, Value> = BTreeMap::new();
        let mut state: BTreeMap<String, i64> = BTreeMap::new();
        // Oldest first.
        for id in world.match_ids(home).iter().rev() {
            let progression = get_json(
                &sandbox,
                &format!("/stats/hi/players/{}/matches/{id}/progression", home.player_id()),
            );
            let paid = own(&sandbox, &format!("rewards/{}", text(&progression["RewardId"])));
            let summary = &paid["RewardsSummary"];
            for track in list(&summary["UpdatedRewardTracks"]) {
                let path = text(&track["RewardTrackPath"]).to_owned();
                let before = tracks.get(&path).map(|progress| &progress["Rank"]);
                assert_eq!(
                    number(&track["PreviousProgress"]["Rank"]),
                    before.map_or(0, number),
                    "{path}"
                );
                let xp: i64 = list(&summary["AwardedRewards"])
                    .iter()
                    .map(|awarded| number(&awarded["Reward"]["OperationXp"]))
                    .sum();
                assert_eq!(number(&track["BaseXp"]), xp);
                tracks.insert(path, track["CurrentProgress"].clone());
            }
            for granted in list(&summary["GrantedCurrencies"]) {
                *currencies
                    .entry(text(&granted["CurrencyPath"]).to_owned())
                    .or_default() += number(&granted["Amount"]);
            }
            for (path, amount) in balances(&paid["PlayerState"]["CurrencyBalances"]) {
                assert_eq!(Some(&amount), currencies.get(&path), "{path}");
                state.insert(path, amount);
            }
        }
        assert_eq!(state, currencies);
        let now = balances(&own(&sandbox, "currencies")["Currencies"]);
        for (path, amount) in &now {
            // Matches pay no other currency.
            let paid = ["rerollcurrency", "xpboost"]
                .iter()
                .any(|name| path.contains(name));
            if paid {
                assert_eq!(currencies.get(path).copied().unwrap_or(0), *amount, "{path}");
            }
        }
        assert_eq!(now.len(), 5);
        for pass in list(&own(&sandbox, "rewardtracks/operations")["OperationRewardTracks"]) {
            let path = text(&pass["RewardTrackPath"]);
            match tracks.get(path) {
                Some(progress) => assert_eq!(pass["CurrentProgress"], *progress, "{path}"),
                None => assert_eq!(number(&pass["CurrentProgress"]["Rank"]), 0, "{path}"),
            }
            let name = path.rsplit('/').next().expect("a name");
            assert_eq!(own(&sandbox, &format!("rewardtracks/operations/{name}")), *pass);
        }
    }
}

#[test]
fn transactions_of_credits_lead_to_the_balance() {
    let sandbox = Sandbox::start().expect("a sandbox");
    let now = balances(&own(&sandbox, "currencies")["Currencies"]);
    let transactions = own(&sandbox, "currencies/cR/transactions");
    let mut balance = now["Currency/Currencies/cR.json"];
    // Newest first.
    for transaction in list(&transactions["Transactions"]) {
        assert_eq!(number(&transaction["ResultingBalance"]), balance);
        balance -= number(&transaction["BalanceAdjustment"]);
    }
    assert_eq!(balance, 0);
    for path in now.keys() {
        let currency = file(&sandbox, path);
        assert!(path.ends_with(&format!("/{}.json", text(&currency["Id"]))));
    }
    let home = sandbox.world().home();
    assert_eq!(
        get(&sandbox, &path(home, "currencies/gold/transactions")).status,
        404
    );
}

#[test]
fn offerings_have_catalogued_items_existing_currencies_and_display_files() {
    let sandbox = Sandbox::start().expect("a sandbox");
    let entries = catalog(&sandbox);
    let stores = file(&sandbox, "Store/storefronts.json");
    let stores = list(&stores["Storefronts"]);
    assert_eq!(stores.len(), 9 + 6 + 16);
    for id in stores {
        let store = own(&sandbox, &format!("stores/{}", text(id)));
        assert_eq!(store["StoreId"], *id);
        for offering in list(&store["Offerings"]) {
            let display = file(&sandbox, text(&offering["OfferingDisplayPath"]));
            assert!(!text(&display["Title"]).is_empty());
            let picture = format!(
                "/gamecms_hacs/hi/images/file/{}",
                text(&display["ObjectImagePath"])
            );
            assert_eq!(get(&sandbox, &picture).status, 200, "{picture}");
            for item in list(&offering["IncludedItems"]) {
                assert_eq!(entries[text(&item["ItemPath"])], text(&item["ItemType"]));
            }
            for amount in list(&offering["Prices"])
                .iter()
                .chain(list(&offering["IncludedCurrencies"]))
            {
                file(&sandbox, text(&amount["CurrencyPath"]));
            }
            for track in list(&offering["IncludedRewardTracks"]) {
                file(&sandbox, text(track));
            }
        }
    }
    let exchange = own(&sandbox, "stores/softcurrencyoffers");
    assert_eq!(own(&sandbox, "stores/softcurrency"), exchange);
    assert!(list(&exchange["Offerings"]).len() > 1);
    let home = sandbox.world().home();
    assert_eq!(get(&sandbox, &path(home, "stores/voucher")).status, 404);
}

#[test]
fn property_is_for_its_owner_only() {
    let sandbox = Sandbox::start().expect("a sandbox");
    let (home, other) = (sandbox.world().home(), &sandbox.world().people()[1]);
    let track = "rewardtracks/operations/battlepass-lonewolves.json";
    for rest in [
        "inventory",
        "currencies",
        "currencies/cr/transactions",
        "boosts",
        "giveaways",
        "stores/main",
        "cores",
        "customization/armors",
        "customization/spartanbody",
        "rewardtracks/events/ritualEagleStrike",
        track,
    ] {
        assert_eq!(get(&sandbox, &path(home, rest)).status, 200, "{rest}");
        assert_eq!(get(&sandbox, &path(other, rest)).status, 403, "{rest}");
    }
    let game = sandbox.world().match_ids(home)[0];
    let progression = format!(
        "/stats/hi/players/{}/matches/{game}/progression",
        home.player_id()
    );
    let reward = get_json(&sandbox, &progression);
    let reward = format!("rewards/{}", text(&reward["RewardId"]));
    assert_eq!(get(&sandbox, &path(other, &reward)).status, 403);
    assert_eq!(get(&sandbox, &path(home, "rewards/Challenges-1")).status, 404);
    for rest in ["customization", "customization/appearance"] {
        assert_eq!(get(&sandbox, &path(other, rest)).status, 200, "{rest}");
    }
}
