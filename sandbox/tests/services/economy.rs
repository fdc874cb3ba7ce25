//! The economy service: customization and progression.

use crate::common::*;
use halo_infinite_sandbox::{Person, Sandbox};
use serde_json::Value;

const CORES: [&str; 4] = ["ArmorCores", "WeaponCores", "AiCores", "VehicleCores"];

fn path(person: &Person, rest: &str) -> String {
    format!("/economy/hi/players/{}/{rest}", person.player_id())
}

fn cores<'a>(customization: &'a Value, kind: &str) -> &'a Vec<Value> {
    list(&customization[kind][kind])
}

/// All strings that end like a file path.
fn files(value: &Value, found: &mut Vec<String>) {
    match value {
        Value::String(text) if text.ends_with(".json") => found.push(text.clone()),
        Value::Array(items) => items.iter().for_each(|item| files(item, found)),
        Value::Object(fields) => fields.values().for_each(|value| files(value, found)),
        _ => {}
    }
}

#[test]
fn the_public_view_has_only_items_in_use() {
    let sandbox = Sandbox::start().expect("a sandbox");
    let home = sandbox.world().home();
    let public = get_json(&sandbox, &path(home, "customization?view=public"));
    assert_eq!(get_json(&sandbox, &path(home, "customization")), public);
    let private = get_json(&sandbox, &path(home, "customization?view=private"));
    assert_eq!(public["Appearance"], private["Appearance"]);
    for kind in CORES {
        // Weapons and vehicles have one core each, always in use.
        let in_use = |core: &&Value| core.get("IsEquipped").is_none_or(|equipped| equipped == true);
        for core in cores(&public, kind) {
            assert_eq!((in_use(&core), list(&core["Themes"]).len()), (true, 1));
            let one_of = ["ArmorCores", "AiCores"].contains(&kind);
            assert_eq!(core.get("IsEquipped").is_some(), one_of);
        }
        let themes = |of: &Value| -> usize {
            let cores = cores(of, kind).iter();
            cores.map(|core| list(&core["Themes"]).len()).sum()
        };
        assert!(themes(&private) > themes(&public));
        let in_use = cores(&private, kind).iter().filter(in_use);
        let in_use: Vec<&Value> = in_use.map(|core| &core["CoreId"]).collect();
        let shown: Vec<&Value> = cores(&public, kind).iter().map(|core| &core["CoreId"]).collect();
        assert_eq!(in_use, shown);
    }
    let mut named = Vec::new();
    files(&private, &mut named);
    assert!(named.len() > 20);
    for file in named {
        let path = format!("/gamecms_hacs/hi/Progression/file/{file}");
        assert_eq!(get(&sandbox, &path).status, 200, "{file}");
    }
}

#[test]
fn private_views_need_the_players_own_token() {
    let sandbox = Sandbox::start().expect("a sandbox");
    let (home, other) = (sandbox.world().home(), &sandbox.world().people()[1]);
    for (person, rest, status) in [
        (other, "customization?view=public", 200),
        (other, "customization?view=private", 403),
        (home, "customization?view=all", 400),
        (home, "rewardtracks/operations", 200),
        (other, "rewardtracks/operations", 403),
        (home, "rewardtracks/careerranks/careerRank1", 200),
        (other, "rewardtracks/careerranks/careerRank1", 403),
        (home, "rewardtracks/careerranks/careerRank2", 404),
    ] {
        assert_eq!(get(&sandbox, &path(person, rest)).status, status, "{rest}");
    }
    for (player, status) in [
        ("Sandbox%20Spartan", 400),
        (&home.xuid().to_string(), 400),
        ("xuid(2533274999999999)", 404),
    ] {
        let path = format!("/economy/hi/players/{player}/customization");
        assert_eq!(get(&sandbox, &path).status, status, "{player}");
    }
}

#[test]
fn careers_advance_with_the_number_of_matches() {
    let mut last = -1;
    for matches in [0, 60, 400, 10_000] {
        let sandbox = Sandbox::builder().matches(matches).start().expect("a sandbox");
        let home = sandbox.world().home();
        let career = get_json(&sandbox, &path(home, "rewardtracks/careerranks/careerrank1"));
        let progress = &career["CurrentProgress"];
        assert!(number(&progress["Rank"]) > last);
        last = number(&progress["Rank"]);
        assert_eq!(progress["HasReachedMaxRank"], last == 272);
        let track = get_json(
            &sandbox,
            "/gamecms_hacs/hi/Progression/file/RewardTracks/CareerRanks/careerRank1.json",
        );
        if let Some(rank) = list(&track["Ranks"]).get(last as usize) {
            assert!(number(&progress["PartialProgress"]) < number(&rank["XpRequiredForRank"]));
        }
    }
    assert_eq!(last, 272);
}

#[test]
fn operations_match_the_calendar() {
    let sandbox = Sandbox::start().expect("a sandbox");
    let home = sandbox.world().home();
    let passes = get_json(&sandbox, &path(home, "rewardtracks/operations"));
    let calendar = get_json(
        &sandbox,
        "/gamecms_hacs/hi/Progression/file/calendars/seasons/seasoncalendar.json",
    );
    let mut named: Vec<&Value> = list(&calendar["Seasons"])
        .iter()
        .map(|season| &season["OperationTrackPath"])
        .collect();
    named.dedup();
    let tracks = list(&passes["OperationRewardTracks"]).iter();
    let tracks: Vec<&Value> = tracks.map(|pass| &pass["RewardTrackPath"]).collect();
    assert_eq!(tracks, named);
    assert_eq!(Some(&&passes["ActiveOperationRewardTrackPath"]), named.last());
}

#[test]
fn lists_of_players_agree_with_the_players_themselves() {
    let sandbox = Sandbox::builder().matches(300).start().expect("a sandbox");
    let people = &sandbox.world().people()[..5];
    let ids: Vec<String> = people.iter().map(Person::player_id).collect();
    for (list_path, field, own) in [
        (
            "customization?",
            "PlayerCustomizations",
            "customization?view=public",
        ),
        (
            "careerranks/careerRank1?",
            "RewardTracks",
            "rewardtracks/careerranks/careerRank1",
        ),
    ] {
        let ask = |query: &str| get_json(&sandbox, &format!("/economy/hi/{list_path}{query}"));
        let together = ask(&format!("players={}", ids.join(",")));
        assert_eq!(ask(&format!("players={}", ids.join("&players="))), together);
        let results = list(&together[field]);
        assert_eq!(results.len(), people.len());
        for (person, entry) in people.iter().zip(results) {
            assert_eq!(
                (text(&entry["Id"]), text(&entry["ResultCode"])),
                (&*person.player_id(), "Success")
            );
            // Only the home player's token reads their own career.
            if person == sandbox.world().home() || field == "PlayerCustomizations" {
                let own = get_json(&sandbox, &path(person, own));
                assert_contains(&own, &entry["Result"]);
            }
        }
        for (bad, status) in [
            ("", 400),
            ("players=", 400),
            ("players=Sandbox%20Spartan", 400),
            ("players=bid(3.0)", 400),
            ("players=xuid(2533274999999999)", 404),
        ] {
            let path = format!("/economy/hi/{list_path}{bad}");
            assert_eq!(get(&sandbox, &path).status, status, "{path}");
        }
    }
    let other_track = format!("/economy/hi/careerranks/careerRank2?players={}", ids[0]);
    assert_eq!(get(&sandbox, &other_track).status, 404);
}

/// Asserts that all fields of a part have the same values in the whole.
fn assert_contains(whole: &Value, part: &Value) {
    match part.as_object() {
        Some(fields) => fields
            .iter()
            .for_each(|(name, value)| assert_contains(&whole[name], value)),
        None => assert_eq!(whole, part),
    }
}

#[test]
fn appearances_of_all_players_are_those_of_their_customizations() {
    let sandbox = Sandbox::start().expect("a sandbox");
    for person in &sandbox.world().people()[..3] {
        let appearance = get_json(&sandbox, &path(person, "customization/appearance"));
        let customization = get_json(&sandbox, &path(person, "customization"));
        assert_eq!(appearance["Status"], "Success");
        assert_eq!(appearance["Appearance"], customization["Appearance"]);
    }
}
