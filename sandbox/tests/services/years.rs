//! The fields of payloads in each year.

use crate::common::histories::*;
use crate::common::*;
use halo_infinite_sandbox::{Sandbox, Shapes};
use serde_json::Value;

/// The names of all fields of some payloads.
fn fields<'a>(payloads: impl IntoIterator<Item = &'a Value>, found: &mut Vec<String>) {
    for payload in payloads {
        match payload {
            Value::Object(entries) => {
                for (name, value) in entries {
                    if !found.contains(name) {
                        found.push(name.clone());
                    }
                    fields([value], found);
                }
            }
            Value::Array(items) => fields(items, found),
            _ => {}
        }
    }
}

/// Payloads of all services, in the shapes of a year.
fn payloads(shapes: Shapes) -> Vec<Value> {
    let sandbox = Sandbox::builder()
        .matches(150)
        .shapes(shapes)
        .start()
        .expect("a sandbox");
    let world = sandbox.world();
    let home = world.home();
    let me = home.player_id();
    let mut payloads = history(&sandbox, home, "all");
    let mut get = |path: String| payloads.push(get_json(&sandbox, &path));
    for id in world.match_ids(home) {
        let game = world.match_stats(id).expect("a match");
        let players = list(&game["Players"])
            .iter()
            .map(|player| text(&player["PlayerId"]));
        let players = players.filter(|id| id.starts_with("xuid(")).collect::<Vec<_>>();
        get(format!("/stats/hi/matches/{id}/stats"));
        get(format!(
            "/skill/hi/matches/{id}/skill?players={}",
            players.join("&players=")
        ));
    }
    get(path(home, "matchmade/servicerecord"));
    get(path(home, "decks"));
    get(format!("/skill/hi/playlist/{RANKED_ARENA}/csrs?players={me}"));
    get(format!("/discovery_ugc/hi/playlists/{RANKED_ARENA}"));
    get("/discovery_ugc/hi/ugcGameVariants/1e8cd10b-1496-423b-8699-f98f6f5db67e".to_owned());
    get("/gamecms_hacs/hi/Progression/file/RewardTracks/Operations/S05OpPassM01.json".to_owned());
    get(format!("/economy/hi/players/{me}/customization?view=public"));
    get(format!("/economy/hi/players/{me}/rewardtracks/operations"));
    payloads
}

const SINCE_2023: [&str; 9] = [
    "ArmorFxPaths",
    "BattlePassImage",
    "GameplayInteraction",
    "GameplayInteractions",
    "HasReachedMaxRank",
    "ObjectivesCompleted",
    "PlayerTitlePath",
    "PveStats",
    "PvpStats",
];
const SINCE_2025: [&str; 11] = [
    "AwardedRewards",
    "BattlePassBundleImage",
    "DemotionProtectionMatchesRemaining",
    "DisplayOwnerOverride",
    "HasNodeGraph",
    "HideIfNotOwned",
    "InitialDemotionProtectionMatches",
    "PublishedDate",
    "ScheduledRewardTrack",
    "StancePath",
    "ThresholdForSuccess",
];
/// Fields that are no more.
const UNTIL_2022: [&str; 1] = ["BombStats"];

#[test]
fn payloads_have_the_fields_of_their_year() {
    let of = |shapes| {
        let mut found = Vec::new();
        fields(&payloads(shapes), &mut found);
        found
    };
    let (in_2022, in_2024, now) = (of(Shapes::Year2022), of(Shapes::Year2024), of(Shapes::Current));
    let has = |found: &[String], name: &str| found.iter().any(|field| field == name);
    for name in SINCE_2023 {
        assert_eq!(
            [&in_2022, &in_2024, &now].map(|found| has(found, name)),
            [false, true, true],
            "{name}"
        );
    }
    for name in SINCE_2025 {
        assert_eq!(
            [&in_2022, &in_2024, &now].map(|found| has(found, name)),
            [false, false, true],
            "{name}"
        );
    }
    for name in UNTIL_2022 {
        assert_eq!(
            [&in_2022, &in_2024, &now].map(|found| has(found, name)),
            [true, false, false]
        );
    }
}

#[test]
fn in_2022_unranked_matches_have_no_performances() {
    let sandbox = Sandbox::builder()
        .shapes(Shapes::Year2022)
        .start()
        .expect("a sandbox");
    let home = sandbox.world().home();
    let mut seen = [0, 0];
    for entry in history(&sandbox, home, "matchmaking") {
        let path = format!(
            "/skill/hi/matches/{}/skill?players={}",
            text(&entry["MatchId"]),
            home.player_id()
        );
        let result = &get_json(&sandbox, &path)["Value"][0]["Result"];
        let ranked = is_ranked(&entry["MatchInfo"]);
        assert_eq!(keys(&result["StatPerformances"]).is_empty(), !ranked);
        assert_eq!(result["Counterfactuals"].is_null(), !ranked);
        seen[usize::from(ranked)] += 1;
    }
    assert!(seen.iter().all(|count| *count > 5), "{seen:?}");
}

#[test]
fn in_2022_records_know_no_interactions() {
    let sandbox = Sandbox::builder()
        .shapes(Shapes::Year2022)
        .start()
        .expect("a sandbox");
    let home = sandbox.world().home();
    let season = "Csr/Seasons/CsrSeason13-1.json";
    let record = |filter: &str| {
        get_json(
            &sandbox,
            &path(
                home,
                &format!("matchmade/servicerecord?seasonid={season}{filter}"),
            ),
        )
    };
    let whole = record("");
    assert!(number(&whole["MatchesCompleted"]) > 0);
    assert!(whole["Subqueries"].get("GameplayInteractions").is_none());
    // The service of 2022 did not know the filter.
    assert_eq!(record("&gameplayinteraction=2"), whole);
}
