//! Payloads of the sandbox beside captures of the same endpoints: the names and types of all fields.

use crate::captures::real_captures;
use crate::common::*;
use halo_infinite_sandbox::{Sandbox, Shapes};
use serde_json::Value;
use std::collections::{BTreeMap, BTreeSet};
use std::path::PathBuf;

/// The captures of 2022, in a folder beside the others.
fn captures_of_2022() -> Option<PathBuf> {
    let folder = real_captures()?.parent()?.join("captures-2022");
    let there = folder.join("manifest.tsv").is_file();
    if !there {
        println!("skipped: no captures in {}", folder.display());
    }
    there.then_some(folder)
}

/// The types of all fields, by path. The items of a list count as one.
type Shape = BTreeMap<String, BTreeSet<&'static str>>;

fn collect(value: &Value, path: &str, shape: &mut Shape) {
    let name = match value {
        Value::Null => "null",
        Value::Bool(_) => "bool",
        Value::Number(_) => "number",
        Value::String(_) => "text",
        Value::Array(_) => "list",
        Value::Object(_) => "object",
    };
    shape.entry(path.to_owned()).or_default().insert(name);
    match value {
        Value::Array(items) => items
            .iter()
            .for_each(|item| collect(item, &format!("{path}[]"), shape)),
        // The keys of translations are languages.
        Value::Object(fields) if !path.ends_with(".translations") => fields
            .iter()
            .for_each(|(field, value)| collect(value, &format!("{path}.{field}"), shape)),
        _ => {}
    }
}

fn shape(value: &Value) -> Shape {
    let mut shape = Shape::new();
    collect(value, "", &mut shape);
    shape
}

/// The differences between two payloads, except for the items of lists that are empty in one of them.
fn differences(ours: &Value, real: &Value, newer: &[&str]) -> Vec<String> {
    let (ours, real) = (shape(ours), shape(real));
    let in_empty_list = |path: &str, other: &Shape| {
        let lists = path.match_indices("[]").map(|(at, _)| &path[..at + 2]);
        lists.into_iter().any(|list| !other.contains_key(list))
    };
    let mut found = Vec::new();
    for (path, types) in &ours {
        let field = path.rsplit('.').next().unwrap_or_default().trim_end_matches("[]");
        match real.get(path) {
            None if newer.contains(&field) || in_empty_list(path, &real) => {}
            None => found.push(format!("{path} is only ours")),
            Some(others) => {
                let nullable = types.contains("null") || others.contains("null");
                if types.is_disjoint(others) && !nullable {
                    found.push(format!("{path}: {types:?} instead of {others:?}"));
                }
            }
        }
    }
    for path in real.keys().filter(|path| !ours.contains_key(*path)) {
        if !in_empty_list(path, &ours) {
            found.push(format!("{path} is missing"));
        }
    }
    found
}

#[test]
fn other_names_and_types_are_found() {
    let value = |text: &str| -> Value { serde_json::from_str(text).expect("JSON") };
    let real =
        value(r#"{ "A": [{ "B": 1 }, { "C": null }], "D": [], "E": { "translations": { "x": "" } } }"#);
    for (ours, expected) in [
        (
            r#"{ "A": [{ "B": 1, "C": "x" }], "D": ["x"], "E": { "translations": {} } }"#,
            vec![],
        ),
        (r#"{ "A": [], "D": [], "E": { "translations": {} } }"#, vec![]),
        (
            r#"{ "A": [{ "B": "1", "C": 1 }], "D": [], "E": 1 }"#,
            vec![
                r#".A[].B: {"text"} instead of {"number"}"#,
                r#".E: {"number"} instead of {"object"}"#,
                ".E.translations is missing",
            ],
        ),
        (
            r#"{ "A": [{ "C": 1 }], "F": 1, "N": 1, "E": { "translations": {} } }"#,
            vec![".F is only ours", ".A[].B is missing", ".D is missing"],
        ),
    ] {
        assert_eq!(differences(&value(ours), &real, &["N"]), expected, "{ours}");
    }
}

/// The fields that customizations and reward tracks got after 2022.
const NEWER: [&str; 6] = [
    "ArmorFxPaths",
    "PlayerTitlePath",
    "StancePath",
    "BattlePassImage",
    "BattlePassBundleImage",
    "HideIfNotOwned",
];

#[test]
fn payloads_have_the_shape_of_captures_of_2022() {
    let Some(folder) = captures_of_2022() else { return };
    let sandbox = Sandbox::start().expect("a sandbox");
    let home = sandbox.world().home().player_id();
    let other = sandbox.world().people()[1].player_id();
    let file = |path: &str| format!("/gamecms_hacs/hi/Progression/file/{path}");
    let deck = "ChallengeContent/ClientChallengeDeckDefinitions/WeeklyDeck.json";
    let capstone = get_json(&sandbox, &file(deck))["CapstoneChallengePath"].clone();
    let calendar = get_json(&sandbox, &file("calendars/seasons/seasoncalendar.json"));
    let operation = text(&calendar["Seasons"][0]["OperationTrackPath"]);
    let event = text(&calendar["Events"][0]["RewardTrackPath"]);
    let clearance =
        format!("/settings/oban/flight-configurations/titles/hi/audiences/retail/players/{home}/active");
    let appearance = format!("/economy/hi/players/{home}/customization/appearance");
    let emblem = get_json(&sandbox, &appearance)["Appearance"]["Emblem"]["EmblemPath"].clone();
    for (capture, path) in [
        (
            "banprocessor/ban_summary.json",
            format!("/banprocessor/hi/bansummary?auth=st&targets={home}"),
        ),
        ("auth/player_clearance.json", clearance),
        ("lobby/qos_servers.json", "/lobby/titles/hi/qosservers".to_owned()),
        (
            "settings/feature_flags.json",
            "/settings/featureflags/hi".to_owned(),
        ),
        (
            "economy/players_customization.json",
            format!("/economy/hi/customization?players={home},{other}"),
        ),
        ("economy/appearance.json", appearance.clone()),
        ("gamecms_hacs/item.json", file(text(&emblem))),
        ("gamecms_hacs/season_metadata.json", file("Seasons/Season7.json")),
        ("gamecms_hacs/challenge.json", file(text(&capstone))),
        ("gamecms_hacs/challenge_deck.json", file(deck)),
        ("gamecms_hacs/metadata.json", file("metadata/metadata.json")),
        ("gamecms_hacs/operation_reward_track_2022.json", file(operation)),
        ("gamecms_hacs/event_reward_track.json", file(event)),
        (
            "gamecms_hacs/currency.json",
            file("Currency/Currencies/xpboost.json"),
        ),
    ] {
        let real = std::fs::read(folder.join(capture)).expect("a file");
        let real: Value = serde_json::from_slice(&real).expect("JSON");
        let found = differences(&get_json(&sandbox, &path), &real, &NEWER);
        assert!(found.is_empty(), "{capture}: {found:#?}");
    }
}

#[test]
fn content_has_the_shape_of_captures_of_2022() {
    let Some(folder) = captures_of_2022() else { return };
    let sandbox = Sandbox::start().expect("a sandbox");
    let lobby = "Multiplayer/file/gameStartErrorMessages/LobbyHoppperErrorMessageList.json";
    for (capture, path) in [
        ("guide_progression", "Progression/guide/xo"),
        ("guide_images", "images/guide/xo"),
        ("guide_news", "News/guide/xo"),
        ("news", "news/file/articles/articles.json"),
        ("achievements", "Multiplayer/file/Live/Achievements.json"),
        (
            "custom_game_defaults",
            "Multiplayer/file/NonMatchmaking/customgame.json",
        ),
        ("lobby_error_messages", lobby),
        (
            "recommended_drivers",
            "Specs/file/graphics/RecommendedDrivers.json",
        ),
        ("cpu_presets", "Specs/file/cpu/presets.json"),
        (
            "academy_content",
            "multiplayer/file/Academy/AcademyClientManifest.json",
        ),
        (
            "academy_stars",
            "multiplayer/file/Academy/AcademyStarGUIDDefinitions.json",
        ),
        (
            "bot_customization",
            "multiplayer/file/Academy/BotCustomizationData.json",
        ),
    ] {
        let file = folder.join(format!("gamecms_hacs/{capture}.json"));
        let real: Value = serde_json::from_slice(&std::fs::read(file).expect("a file")).expect("JSON");
        let ours = get_json(&sandbox, &format!("/gamecms_hacs/hi/{path}"));
        let found = differences(&ours, &real, &[]);
        assert!(found.is_empty(), "{capture}: {found:#?}");
    }
}

#[test]
fn own_content_has_the_shape_of_captures_of_2022() {
    let Some(folder) = captures_of_2022() else { return };
    let sandbox = Sandbox::builder()
        .shapes(Shapes::Year2022)
        .start()
        .expect("a sandbox");
    let home = sandbox.world().home().player_id();
    let of_home = format!("/authoring_ugc/hi/players/{home}");
    let own = |kind: &str| {
        let page = get_json(&sandbox, &format!("{of_home}/assets?kind={kind}"));
        text(&page["Results"][0]["AssetId"]).to_owned()
    };
    let (mode, film) = (own("UgcGameVariant"), own("Film"));
    let mode = format!("/authoring_ugc/hi/ugcGameVariants/{mode}");
    let favorites = get_json(&sandbox, &format!("{of_home}/favorites/ugcGameVariants?count=25"));
    let marked = list(&favorites["Results"]).iter();
    let marked = marked
        .map(|favorite| text(&favorite["AssetId"]))
        .collect::<Vec<_>>();
    let rated = marked
        .iter()
        .map(|id| format!("{of_home}/ratings/ugcGameVariants/{id}"))
        .find(|path| get(&sandbox, path).status == 200);
    for (capture, path) in [
        ("asset", mode.clone()),
        ("latest_version", format!("{mode}/versions/latest")),
        ("published_version", format!("{mode}/versions/published")),
        ("versions", format!("{mode}/versions")),
        (
            "film_latest_version",
            format!("/authoring_ugc/hi/films/{film}/versions/latest"),
        ),
        ("player_assets", format!("{of_home}/assets?kind=UgcGameVariant")),
        ("favorites", format!("{of_home}/favorites")),
        (
            "favorites_of_kind",
            format!("{of_home}/favorites/ugcGameVariants"),
        ),
        (
            "favorite",
            format!("{of_home}/favorites/ugcGameVariants/{}", marked[0]),
        ),
        ("rating", rated.expect("a rated mode")),
    ] {
        let real = std::fs::read(folder.join(format!("authoring_ugc/{capture}.json"))).expect("a file");
        let real: Value = serde_json::from_slice(&real).expect("JSON");
        let found = differences(&get_json(&sandbox, &path), &real, &[]);
        // The captured film is a mode, which links to an engine.
        let found = found
            .iter()
            .filter(|problem| capture != "film_latest_version" || !problem.starts_with(".Links"));
        assert_eq!(found.collect::<Vec<_>>(), Vec::<&String>::new(), "{capture}");
    }
}

/// Shapes that the captures lack, from the documentation of Grunt: its responses of 2022 and 2023.
#[test]
fn payloads_have_the_fields_that_public_clients_show() {
    let sandbox = Sandbox::start().expect("a sandbox");
    let home = sandbox.world().home().player_id();
    let careers = get_json(
        &sandbox,
        &format!("/economy/hi/careerranks/careerRank1?players={home}"),
    );
    assert_eq!(keys(&careers), ["RewardTracks"]);
    let entry = &careers["RewardTracks"][0];
    assert_eq!(keys(entry), ["Id", "ResultCode", "Result"]);
    let result = &entry["Result"];
    assert_eq!(keys(result), ["RewardTrackPath", "TrackType", "CurrentProgress"]);
    assert_eq!(keys(&result["CurrentProgress"]), ["Rank", "PartialProgress"]);
    let path = "playlists/assets/edfef3ac-9cbe-4fa2-b949-8f29deafd483.json";
    let playlist = get_json(&sandbox, &format!("/gamecms_hacs/hi/Multiplayer/file/{path}"));
    let (of_2022, newer) = (keys(&playlist)[..10].to_vec(), keys(&playlist)[10..].to_vec());
    assert_eq!(
        of_2022,
        [
            "NameHint",
            "UgcPlaylistVersion",
            "PlatformMatchmakingHopperId",
            "GameStartRulesId",
            "ThunderheadContentConfiguration",
            "ThunderheadVmSize",
            "TrueMatchSettings",
            "HasCsr",
            "PlaylistExperience",
            "MatchmakingDelaySec",
        ]
    );
    assert_eq!(newer, ["UseGameVariantFilter", "MatchOnCsr", "ForceEnableEac"]);
}
