//! Real payloads of skill, UGC, CMS and economy changed in the ways in which other years, players and
//! modes differ: they still decode, and are encoded as the same JSON again.
//!
//! See `captures.rs` for their place.

use std::collections::BTreeSet;

use halo_infinite::models::stats::MatchStats;
use halo_infinite::refdata::GameVariantCategory;
use serde_json::{Map, Value, json};

use crate::change::{
    assert_survives, documents, each_object, encode_again, every_document, problems, refused,
};
use crate::compare::difference;

const ID: &str = "7f3a5b5a-4b7e-4b64-9d5a-0d6a4d4d9d10";

/// The fields whose objects are maps: their names are data.
const MAPS: &[&str] = &[
    "translations",
    "TeamMmrs",
    "TierCounterfactuals",
    "KeyValues",
    "LocalizedData",
    "AwardedRewards",
    "Links",
];

#[test]
fn nulls_can_be_missing() {
    assert_survives(|_, fields| fields.retain(|_, value| !value.is_null()));
}

#[test]
fn unknown_fields_decode() {
    let problems = problems(
        |name, fields| {
            if !MAPS.contains(&name) {
                fields.insert("NewField".into(), json!({ "Deep": [1, 2.5, null, "x"] }));
            }
        },
        false,
    );
    assert!(problems.is_empty(), "{problems:#?}");
}

#[test]
fn integers_and_enumerations_may_have_any_value() {
    for add in [-1_000_000_007_i64, 987_654_321] {
        assert_survives(|_, fields| {
            for value in fields.values_mut() {
                let other = |value: &Value| value.as_i64().map(|number| json!(number + add));
                if let Some(number) = other(value) {
                    *value = number;
                } else if let Value::Array(items) = value {
                    items.iter_mut().for_each(|item| {
                        if let Some(number) = other(item) {
                            *item = number;
                        }
                    });
                }
            }
        });
    }
    assert_survives(|_, fields| {
        for name in ["Tier", "NextTier", "TierType", "BodyType", "CoreType"] {
            fields.entry(name).and_modify(|value| *value = json!("Champion"));
        }
    });
}

#[test]
fn players_without_a_rank_decode() {
    assert_survives(|_, fields| {
        if fields.contains_key("TierStart") {
            for name in ["Tier", "NextTier"] {
                fields.insert(name.into(), json!(""));
            }
            for name in ["Value", "TierStart", "NextTierStart", "InitialMeasurementMatches"] {
                fields.insert(name.into(), json!(0));
            }
            fields.insert("DemotionProtectionMatchesRemaining".into(), json!(3));
        }
    });
}

#[test]
fn skill_without_values_decodes() {
    let empty = ["StatPerformances", "TierCounterfactuals", "TeamMmrs"];
    let null = [
        "Counterfactuals",
        "RankRecap",
        "SeasonMax",
        "AllTimeMax",
        "TeamId",
    ];
    assert_survives(|_, fields| {
        for name in empty {
            fields.entry(name).and_modify(|value| *value = json!({}));
        }
        for name in null {
            fields.entry(name).and_modify(|value| *value = Value::Null);
        }
    });
    assert_survives(|_, fields| {
        for name in empty.into_iter().chain(null) {
            fields.remove(name);
        }
    });
    assert_survives(|name, fields| {
        for (field, text) in [
            ("Kills", "NaN"),
            ("Expected", "-Infinity"),
            ("TeamMmr", "Infinity"),
        ] {
            if name != "StatPerformances" {
                fields.entry(field).and_modify(|value| *value = json!(text));
            }
        }
        if name == "TeamMmrs" {
            fields.insert("17".into(), json!("Infinity"));
            fields.insert("-1".into(), json!(12));
        }
    });
    assert_survives(|_, fields| {
        let reward = json!({ "RewardId": "7f3a5b5a-4b7e-4b64-9d5a-0d6a4d4d9d10" });
        fields.entry("RankedRewards").and_modify(|value| *value = reward);
    });
    assert_survives(|_, fields| {
        let reward = "7f3a5b5a-4b7e-4b64-9d5a-0d6a4d4d9d10";
        let rewards =
            json!({ "AwardedRewards": { "Bronze": reward, "Platinum": reward, "Champion": reward } });
        fields.entry("RankedRewards").and_modify(|value| *value = rewards);
    });
}

/// The names of the lists and maps in a document.
fn collections(json: &Value) -> BTreeSet<String> {
    let mut names = BTreeSet::new();
    each_object(&mut json.clone(), "", &mut |_, fields| {
        let collections = fields
            .iter()
            .filter(|(name, value)| value.is_array() || value.is_object() && MAPS.contains(&name.as_str()));
        names.extend(collections.map(|(name, _)| name.clone()));
    });
    names
}

#[test]
fn any_list_or_map_may_be_missing_or_null() {
    let mut dropped = 0;
    for (payload, json) in every_document() {
        // A list at the top is not a field: its items are.
        let (model, document) = match payload.model.strip_prefix("Vec<") {
            Some(rest) => (rest.trim_end_matches('>'), &json[0]),
            None => (payload.model.as_str(), &json),
        };
        for name in collections(document) {
            for replacement in [None, Some(Value::Null)] {
                let mut changed = document.clone();
                each_object(&mut changed, "", &mut |_, fields| {
                    if fields.remove(&name).is_some()
                        && let Some(value) = &replacement
                    {
                        fields.insert(name.clone(), value.clone());
                    }
                });
                let encoded = encode_again(model, &changed);
                let problem = encoded.map(|encoded| difference(&changed, &encoded));
                assert_eq!(problem, Ok(None), "{}: {name} as {replacement:?}", payload.file);
                dropped += 1;
            }
        }
    }
    println!("{dropped} lists and maps dropped");
}

#[test]
fn a_missing_scalar_is_an_error_with_its_place() {
    for (payload, mut json) in every_document().filter(|(payload, _)| payload.model == "MatchStats") {
        let core = &mut json["Players"][0]["PlayerTeamStats"][0]["Stats"]["CoreStats"];
        let core = core.as_object_mut().unwrap();
        core.remove("PersonalScores");
        core.remove("Medals");
        core.remove("Kills");
        let problem = encode_again("MatchStats", &json).unwrap_err();
        assert!(
            problem.starts_with("Players[0].PlayerTeamStats[0].Stats.CoreStats: missing field `Kills`"),
            "{}: {problem}",
            payload.file
        );
    }
}

#[test]
fn matches_with_vip_statistics_are_of_the_category_vip() {
    let mut found = 0;
    for (payload, json) in every_document().filter(|(payload, _)| payload.model == "MatchStats") {
        let stats: MatchStats = serde_json::from_value(json).unwrap();
        let of_players = stats.players.iter().filter_map(|player| player.stats());
        if of_players.map(|stats| &stats.vip_stats).any(Option::is_some) {
            let category = stats.match_info.game_variant_category;
            assert_eq!(category, GameVariantCategory::MultiplayerVip, "{}", payload.file);
            found += 1;
        }
    }
    println!("{found} matches with VIP statistics");
}

#[test]
fn the_fields_of_2025_and_2026_are_known() {
    let of_asset =
        |fields: &Map<String, Value>| fields.contains_key("VersionId") && fields.contains_key("AssetHome");
    for published in [Value::Null, json!({ "ISO8601Date": "2026-04-23T08:46:22.695Z" })] {
        assert_survives(|_, fields| {
            if of_asset(fields) {
                fields.insert("PublishedDate".into(), published.clone());
                fields.insert("DisplayOwnerOverride".into(), json!(""));
            }
        });
    }
    assert_survives(|_, fields| {
        if fields.contains_key("TrackId") {
            fields.insert("BattlePassBundleImage".into(), json!("progression/bundle.png"));
            fields.insert("HideIfNotOwned".into(), json!(true));
        }
        if fields.contains_key("ActionPosePath") {
            fields.insert("StancePath".into(), json!("Inventory/Spartan/Stances/1.json"));
        }
    });
    let text = |value: &str| json!({ "status": "Ready", "value": value, "translations": { "fr-FR": value } });
    for (payload, mut json) in every_document().filter(|(payload, _)| payload.model == "ChallengeDecks") {
        json["ScheduledRewardTrack"] = json!({ "RewardTrackPath": "RewardTracks/Operations/S9.json", "IsOwned": false, "HasReachedMaxRank": false });
        each_object(&mut json, "", &mut |_, fields| {
            if fields.contains_key("CanReroll") {
                fields.insert("Title".into(), text("Regicide"));
                fields.insert("Description".into(), text("Kill Enemy Spartans in PvP"));
                fields.insert("Category".into(), json!("Capstone"));
                fields.insert("ThresholdForSuccess".into(), json!(30));
                let item =
                    json!({ "InventoryItemPath": "inventory/1.json", "Amount": 1, "Type": "ArmorVisor" });
                let reward =
                    json!({ "OperationExperience": 400, "InventoryItems": [], "InventoryRewards": [item] });
                fields.insert("Reward".into(), reward);
                fields.insert("SecondaryReward".into(), json!({ "SoftExperience": 500 }));
            }
        });
        let encoded = encode_again("ChallengeDecks", &json).unwrap();
        assert_eq!(difference(&json, &encoded), None, "{}", payload.file);
    }
}

#[test]
fn failed_results_decode() {
    for result in [None, Some(Value::Null)] {
        assert_survives(|_, fields| {
            if let Some(code) = fields.get("ResultCode") {
                // The skill service has numbers, the economy service texts.
                let failed = if code.is_number() {
                    json!(3)
                } else {
                    json!("NotFound")
                };
                fields.insert("ResultCode".into(), failed);
                fields.remove("Result");
                if let Some(result) = &result {
                    fields.insert("Result".into(), result.clone());
                }
            }
        });
    }
}

#[test]
fn assets_without_links_and_custom_data_decode() {
    let is_gone = |name: &str| name.ends_with("Link") || name.ends_with("Links") || name == "RotationEntries";
    assert_survives(|_, fields| {
        for (name, value) in fields.iter_mut() {
            if is_gone(name) {
                *value = Value::Null;
            }
        }
    });
    assert_survives(|_, fields| fields.retain(|name, _| !is_gone(name)));

    let of_asset = |fields: &Map<String, Value>| fields.contains_key("VersionId");
    for custom_data in [json!({}), Value::Null] {
        assert_survives(|_, fields| {
            if of_asset(fields) {
                fields
                    .entry("CustomData")
                    .and_modify(|value| *value = custom_data.clone());
            }
        });
    }
    assert_survives(|_, fields| {
        if of_asset(fields) {
            fields.remove("CustomData");
        }
    });
}

#[test]
fn assets_of_players_and_of_other_years_decode() {
    assert_survives(|_, fields| {
        if fields.contains_key("VersionId") && fields.contains_key("PublicName") {
            fields.insert("AssetHome".into(), json!(2));
            fields.insert(
                "Contributors".into(),
                json!(["xuid(2533274855333605)", "aaid(x)"]),
            );
            fields.insert("Admin".into(), json!("xuid(2533274855333605)"));
            fields.insert("VersionNumber".into(), json!(7));
            fields.insert("Description".into(), Value::Null);
        }
    });
    let null = [
        "DatePublishedUtc",
        "DateCreatedUtc",
        "HasNodeGraph",
        "AverageRating",
        "ThumbnailUrl",
        "OriginalAuthor",
        "Admin",
    ];
    assert_survives(|_, fields| {
        for name in null {
            fields.entry(name).and_modify(|value| *value = Value::Null);
        }
    });
    let new = [
        "AverageRating",
        "NumberOfRatings",
        "ParentAssetCount",
        "HasNodeGraph",
        "InspectionResult",
        "CloneBehavior",
        "Order",
        "PrefixEndpoint",
        "ReadOnlyClones",
    ];
    assert_survives(|_, fields| fields.retain(|name, _| !new.contains(&name.as_str())));
}

#[test]
fn optional_fields_of_game_content_may_be_missing() {
    let optional = [
        "EndDate",
        "Events",
        "CareerRank",
        "FreeRewards",
        "PaidRewards",
        "InventoryRewards",
        "CurrencyRewards",
        "RankSubTitle",
        "RankTier",
        "RankIcon",
        "RankAdornmentIcon",
        "DateRange",
        "sprites",
        "extra-large",
        "spriteIndex",
        "difficultyIndex",
        "typeIndex",
        "description",
        "translations",
        "status",
        "gamerpic",
        "HasReachedMaxRank",
        "ActiveOperationRewardTrackPath",
        "OperationRewardTracks",
    ];
    assert_survives(|_, fields| {
        for name in optional {
            fields.entry(name).and_modify(|value| *value = Value::Null);
        }
    });
    assert_survives(|_, fields| fields.retain(|name, _| !optional.contains(&name.as_str())));
}

#[test]
fn lists_can_be_empty() {
    assert_survives(|_, fields| {
        for value in fields.values_mut() {
            if value.is_array() {
                *value = json!([]);
            }
        }
    });
}

#[test]
fn dates_without_an_offset_and_dates_that_mean_never_decode() {
    for text in [
        "0001-01-01T00:00:00Z",
        "0001-01-01T00:00:00",
        "9999-12-31T23:59:59.9999999Z",
        "9999-12-31T23:59:59.9999999",
    ] {
        let problems = problems(
            |_, fields| {
                fields
                    .entry("ISO8601Date")
                    .and_modify(|value| *value = json!(text));
            },
            false,
        );
        assert!(problems.is_empty(), "{problems:#?}");
    }
}

#[test]
fn timestamps_decode_in_every_format() {
    for text in [
        "0001-01-01T00:00:00",
        "9999-12-31T23:59:59.9999999Z",
        "2022-02-03T04:05:06.7890123+01:00",
        "2022-02-03T04:05:06",
    ] {
        let refused = refused(|value| {
            let is_timestamp = |old: &str| old.parse::<jiff::Timestamp>().is_ok();
            if value.as_str().is_some_and(is_timestamp) {
                *value = json!(text);
            }
        });
        assert!(refused.is_empty(), "{text}: {refused:#?}");
    }
}

#[test]
fn integers_may_have_decimals_and_lists_may_be_null() {
    let refused_decimals = refused(|value| {
        if let Some(number) = value.as_i64() {
            *value = json!(number as f64);
        }
    });
    assert!(refused_decimals.is_empty(), "{refused_decimals:#?}");
    let refused_nulls = refused(|value| {
        if value.is_array() {
            *value = Value::Null;
        }
    });
    assert!(refused_nulls.is_empty(), "{refused_nulls:#?}");
}

#[test]
fn numbers_may_be_texts() {
    let refused = refused(|value| {
        if value.is_number() {
            *value = json!(value.to_string());
        }
    });
    assert!(refused.is_empty(), "{refused:#?}");
}

#[test]
fn ids_that_can_be_absent_may_be_empty() {
    for (model, name, json) in [
        (
            "AuthoringAssetVersion",
            "PreviousAssetVersionId",
            json!({ "AssetId": ID, "AssetVersionId": ID, "PublicName": "", "AssetVersionFiles": { "Prefix": "" } }),
        ),
        ("AcademyLevel", "GameAssetID", json!({})),
        (
            "FireteamDetails",
            "FireteamId",
            json!({ "PlayerCount": 1, "MaxPlayers": 4 }),
        ),
    ] {
        let with = |value: Value| {
            let mut json = json.clone();
            json[name] = value;
            encode_again(model, &json)
        };
        assert_eq!(with(json!("")), with(Value::Null), "{model}");
        assert_eq!(with(json!(ID.to_uppercase())).unwrap()[name], ID, "{model}");
        assert!(with(json!("x")).unwrap_err().contains(name), "{model}");
    }
    // Other IDs are never empty.
    let json = json!({ "AssetId": "", "AssetKind": 2 });
    assert!(encode_again("Favorite", &json).unwrap_err().contains("AssetId"));
}

#[test]
fn any_part_of_a_customization_may_be_missing() {
    let of_core = |fields: &Map<String, Value>| {
        [
            "ThemePath",
            "CorePath",
            "ServiceTag",
            "BodyType",
            "EmblemPath",
            "LocationId",
        ]
        .iter()
        .any(|name| fields.contains_key(*name))
    };
    assert_survives(|_, fields| {
        if of_core(fields) {
            fields.values_mut().for_each(|value| *value = Value::Null);
        }
    });
    assert_survives(|_, fields| {
        if of_core(fields) {
            fields.clear();
        }
    });
    for (payload, mut json) in documents().filter(|(payload, _)| payload.model == "PlayerCustomization") {
        // The private view lists all cores, with all their themes.
        each_object(&mut json, "", &mut |_, fields| {
            for name in ["ArmorCores", "WeaponCores", "Themes", "Emblems"] {
                if let Some(Value::Array(items)) = fields.get_mut(name) {
                    let copies = items.clone();
                    items.extend(copies);
                }
            }
            fields
                .entry("IsEquipped")
                .and_modify(|value| *value = json!(false));
        });
        let encoded = encode_again(&payload.model, &json).unwrap();
        assert_eq!(difference(&json, &encoded), None);
    }
}
