//! Captures mode with a temporary folder, and a comparison with real captures if the folder exists.

use crate::common::*;
use halo_infinite_sandbox::{Sandbox, Shapes};
use serde_json::{Value, json};
use std::fs;
use std::path::{Path, PathBuf};

/// A temporary folder, removed on drop.
struct Folder(PathBuf);

impl Folder {
    fn new(name: &str, files: &[(&str, &str)]) -> Self {
        let folder = std::env::temp_dir().join(format!("halo-sandbox-{}-{name}", std::process::id()));
        for (file, content) in files {
            let path = folder.join(file);
            fs::create_dir_all(path.parent().expect("a parent")).expect("a folder");
            fs::write(path, content).expect("a file");
        }
        Self(folder)
    }
}

impl Drop for Folder {
    fn drop(&mut self) {
        // A failure leaves the folder to the system's own cleanup.
        let _ = fs::remove_dir_all(&self.0);
    }
}

const HEAD: &str = "file\tmodel\tservice\tmethod\tpath\torigin\n";
const FIRST: &str = r#"{ "MatchId": "AAAA",
 "Players": [{"PlayerId":"xuid(2533274800000007)"},{"PlayerId":"xuid(2533274800000001)"},{"PlayerId":"bid(1.0)"}] }"#;
const SECOND: &str = r#"{"MatchId":"bbbb","Players":[{"PlayerId":"xuid(2533274800000007)"}]}"#;

fn folder(name: &str) -> Folder {
    let manifest = HEAD.to_owned()
        + "a/first.json\tMatchStats\tstats\tGET\t/hi/matches/{matchId}/stats\tx\n"
        + "a/second.json\tMatchStats\tstats\tGET\t/hi/matches/{matchId}/stats\tx\n"
        + "users.json\tVec<User>\tprofile\tGET\t/users?xuids=\tx\n"
        + "record.json\tServiceRecord\tstats\tGET\t/hi/players/{player}/Matchmade/servicerecord\tx\n"
        + "missing.json\tProblemDetails\tdiscovery_ugc\tGET\t/hi/maps/{assetId}\tan error (status 404)\n"
        + "any.json\tRewardTrack\tgamecms_hacs\tGET\t/hi/Progression/file/{rewardTrackPath}\tx\n"
        + "one.json\tCalendar\tgamecms_hacs\tGET\t/hi/Progression/file/Csr/Calendar.json\tx\n"
        + "image.png\t(image bytes)\tgamecms_hacs\tGET\t/hi/images/file/{path}\tx\n"
        + "oauth.json\tOAuth2Token\tlogin\tPOST\t/oauth20_token.srf\tx\n"
        + "clearance.json\tClearance\tsettings\tGET\t/oban/flight-configurations/titles/hi/audiences/RETAIL/active\tx\n"
        + "settings.json\tApiSettings\tsettings\tGET\t/settings/hipc/x\tx\n";
    let files = [
        ("manifest.tsv", manifest.as_str()),
        ("a/first.json", FIRST),
        ("a/second.json", SECOND),
        ("users.json", "[1 ,2]"),
        ("record.json", "{\"Wins\":1.50}"),
        ("missing.json", "{\"status\":404}"),
        ("any.json", "\"any\""),
        ("one.json", "\"one\""),
        ("image.png", "not really a PNG"),
        ("oauth.json", "{}"),
        ("clearance.json", "{}"),
        ("settings.json", "{\"Settings\":{}}"),
    ];
    Folder::new(name, &files)
}

#[test]
fn a_folder_is_served_byte_for_byte() {
    let folder = folder("bytes");
    let sandbox = Sandbox::builder().captures(&folder.0).start().expect("a sandbox");
    let expected = [
        ("/stats/hi/matches/aaaa/stats", 200, "application/json", FIRST),
        ("/stats/hi/matches/BBBB/stats", 200, "application/json", SECOND),
        ("/stats/hi/matches/another/stats", 200, "application/json", FIRST),
        ("/Stats/HI/Matches/bbbB/Stats", 200, "application/json", SECOND),
        ("/profile/users?xuids=1,2", 200, "application/json", "[1 ,2]"),
        (
            "/stats/hi/players/Some%20One/matchmade/servicerecord?seasonid=x",
            200,
            "application/json",
            "{\"Wins\":1.50}",
        ),
        (
            "/discovery_ugc/hi/maps/x",
            404,
            "application/json",
            "{\"status\":404}",
        ),
        (
            "/gamecms_hacs/hi/Progression/file/Csr/Calendar.json",
            200,
            "application/json",
            "\"one\"",
        ),
        (
            "/gamecms_hacs/hi/Progression/file/RewardTracks/Operations/x.json",
            200,
            "application/json",
            "\"any\"",
        ),
        (
            "/gamecms_hacs/hi/images/file/ranks/gold.png",
            200,
            "image/png",
            "not really a PNG",
        ),
        (
            "/settings/settings/hipc/x",
            200,
            "application/json",
            "{\"Settings\":{}}",
        ),
    ];
    for (path, status, content_type, body) in expected {
        let reply = get(&sandbox, path);
        assert_eq!(
            (reply.status, reply.content_type.as_str()),
            (status, content_type),
            "{path}"
        );
        assert_eq!(reply.text(), body, "{path}");
    }
    for unknown in [
        "/stats/hi/matches/aaaa/stats/more",
        "/stats/hi/matches/aaaa/stats/",
        "/stats//hi/matches/aaaa/stats",
        "/gamecms_hacs/hi/images/file/",
        "/stats/hi/matches",
        "/economy/x",
        "/gamecms_hacs/hi/images/file",
    ] {
        let reply = get(&sandbox, unknown);
        assert_eq!(
            (reply.status, &reply.json()["title"]),
            (404, &json!("Not Found")),
            "{unknown}"
        );
    }
    assert_eq!(get_with(&sandbox, "/profile/users?xuids=1", &[]).status, 401);
    assert_eq!(
        post(
            &sandbox,
            "/profile/users",
            &[("x-343-authorization-spartan", &sandbox.spartan_token())],
            ""
        )
        .status,
        404
    );
}

#[test]
fn the_sandbox_serves_the_sign_in_itself() {
    let folder = folder("sign-in");
    let sandbox = Sandbox::builder().captures(&folder.0).start().expect("a sandbox");
    assert_eq!(sandbox.world().home().xuid(), 2_533_274_800_000_007);
    let oauth = refresh(&sandbox, &refresh_form(&sandbox, &sandbox.refresh_token())).json();
    let user = user_token(&sandbox, &user_request(text(&oauth["access_token"]))).json();
    let halo = xsts_token(&sandbox, &xsts_request(text(&user["Token"]), HALO)).json();
    assert_eq!(halo["DisplayClaims"]["xui"][0]["xid"], "2533274800000007");
    let spartan = spartan_token(&sandbox, &spartan_request(text(&halo["Token"])));
    assert_eq!(spartan.status, 200);
    let clearance = "/settings/oban/flight-configurations/titles/hi/audiences/RETAIL/active";
    assert_eq!(
        get_json(&sandbox, clearance)["FlightConfigurationId"],
        sandbox.clearance()
    );
    // The folder does not answer wrong requests to the sign-in either.
    assert_eq!(get(&sandbox, "/login/oauth20_token.srf").status, 405);
}

#[test]
fn an_invalid_folder_is_an_error_that_names_the_problem() {
    let start = |folder: &Path| {
        Sandbox::builder()
            .captures(folder)
            .start()
            .expect_err("no such folder")
            .to_string()
    };
    let empty = Folder::new("empty", &[("other.txt", "")]);
    let error = start(&empty.0);
    assert!(error.contains("manifest.tsv"), "{error}");
    let row = "gone.json\tMap\tdiscovery_ugc\tGET\t/hi/maps/{assetId}\tx\n";
    let gone = Folder::new("gone", &[("manifest.tsv", &(HEAD.to_owned() + row))]);
    let error = start(&gone.0);
    assert!(error.contains("gone.json"), "{error}");
    let headless = Folder::new("headless", &[("manifest.tsv", row)]);
    let error = start(&headless.0);
    assert!(error.contains("the columns must be"), "{error}");
    let short = Folder::new("short", &[("manifest.tsv", &(HEAD.to_owned() + "a\tb\n"))]);
    let error = start(&short.0);
    assert!(error.contains("a row must have 6 columns"), "{error}");
}

/// The folder of real captures: `HALO_CAPTURES`, or the default one beside the repository.
pub fn real_captures() -> Option<PathBuf> {
    let beside = || PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("../../shared/captures");
    let folder = std::env::var_os("HALO_CAPTURES").map_or_else(beside, PathBuf::from);
    let there = folder.join("manifest.tsv").is_file();
    if !there {
        println!("skipped: no captures in {}", folder.display());
    }
    there.then_some(folder)
}

#[test]
fn real_captures_are_served_byte_for_byte() {
    let Some(folder) = real_captures() else { return };
    let sandbox = Sandbox::builder().captures(&folder).start().expect("a sandbox");
    let manifest = fs::read_to_string(folder.join("manifest.tsv")).expect("a manifest");
    let mut served = 0;
    for row in manifest.lines().skip(1) {
        let [file, _, service, "GET", path, _] = row.split('\t').collect::<Vec<_>>()[..] else {
            continue;
        };
        if path.ends_with("/active") {
            continue;
        }
        let expected = fs::read(folder.join(file)).expect("a file");
        let payload: Value = serde_json::from_slice(&expected).unwrap_or_default();
        let id = payload["MatchId"]
            .as_str()
            .or(payload["AssetId"].as_str())
            .unwrap_or("someone");
        let filled: Vec<&str> = path
            .split('/')
            .map(|segment| if segment.starts_with('{') { id } else { segment })
            .collect();
        let reply = get(&sandbox, &format!("/{service}{}", filled.join("/")));
        // Rows without own ids that share a path share the response of the first one.
        let shared = manifest
            .lines()
            .filter(|other| other.contains(&format!("\t{service}\tGET\t{path}\t")))
            .count();
        if shared == 1 || payload["MatchId"].is_string() {
            assert_eq!(reply.body, expected, "{file}");
            served += 1;
        }
    }
    assert!(served > 30, "only {served}");
}

/// The names and types of a payload's fields, in order. For lists, those of the first element.
fn shape(value: &Value, path: &str, shape: &mut Vec<String>) {
    match value {
        Value::Object(fields) => fields
            .iter()
            .for_each(|(name, value)| self::shape(value, &format!("{path}.{name}"), shape)),
        Value::Array(items) => items
            .iter()
            .take(1)
            .for_each(|item| self::shape(item, &format!("{path}[]"), shape)),
        Value::Null => shape.push(format!("{path}: null")),
        Value::Bool(_) => shape.push(format!("{path}: bool")),
        Value::Number(number) => shape.push(format!(
            "{path}: {}",
            if number.is_f64() { "float" } else { "whole" }
        )),
        Value::String(_) => shape.push(format!("{path}: text")),
    }
}

fn shape_of(value: &Value) -> Vec<String> {
    let mut found = Vec::new();
    shape(value, "", &mut found);
    found
}

/// Removes the differences between matches: keeps one human who stayed, and no awards.
fn typical(game: &Value) -> Value {
    let mut game = game.clone();
    let stays = |player: &&Value| {
        let info = &player["ParticipationInfo"];
        player["PlayerType"] == 1 && info["LastLeaveTime"].is_null() && info["JoinedInProgress"] == false
    };
    let human = list(&game["Players"])
        .iter()
        .find(stays)
        .expect("a human")
        .clone();
    game["Players"] = json!([human]);
    strip_awards(&mut game);
    game
}

fn strip_awards(value: &mut Value) {
    match value {
        Value::Object(fields) => {
            for (name, value) in fields.iter_mut() {
                match name.as_str() {
                    "Medals" | "PersonalScores" => *value = json!([]),
                    _ => strip_awards(value),
                }
            }
        }
        Value::Array(items) => items.iter_mut().for_each(strip_awards),
        _ => {}
    }
}

#[test]
fn matches_have_the_shape_of_real_matches() {
    let Some(folder) = real_captures() else { return };
    let sandbox = Sandbox::builder()
        .seed(5)
        .matches(200)
        .start()
        .expect("a sandbox");
    let world = sandbox.world();
    let ours: Vec<Value> = world
        .match_ids(world.home())
        .into_iter()
        .map(|id| world.match_stats(id).expect("a match"))
        .collect();
    let mut compared = 0;
    for file in fs::read_dir(folder.join("stats"))
        .expect("a folder")
        .map(|file| file.expect("a file").path())
    {
        let real: Value = serde_json::from_slice(&fs::read(&file).expect("a file")).expect("JSON");
        if real.get("Players").is_none() {
            continue;
        }
        let same = |game: &&Value| {
            let info = &game["MatchInfo"];
            info["GameVariantCategory"] == real["MatchInfo"]["GameVariantCategory"]
                && info.get("GameplayInteraction").is_some()
        };
        let ours = ours
            .iter()
            .find(same)
            .unwrap_or_else(|| panic!("no match like {}", file.display()));
        let (mut ours, mut real) = (typical(ours), typical(&real));
        // A custom game may be compared with a matchmade one: these fields differ.
        for game in [&mut ours, &mut real] {
            for field in [
                "Playlist",
                "PlaylistExperience",
                "PlaylistMapModePair",
                "SeasonId",
            ] {
                game["MatchInfo"][field] = Value::Null;
            }
        }
        assert_eq!(shape_of(&ours), shape_of(&real), "{}", file.display());
        compared += 1;
    }
    assert!(compared >= 10, "only {compared}");
}

#[test]
fn the_other_payloads_have_the_shape_of_real_payloads() {
    let Some(folder) = real_captures() else { return };
    let real = |file: &str| -> Value {
        serde_json::from_slice(&fs::read(folder.join(file)).expect("a file")).expect("JSON")
    };
    let start = |shapes| {
        Sandbox::builder()
            .seed(5)
            .matches(300)
            .shapes(shapes)
            .start()
            .expect("a sandbox")
    };
    let (sandbox, in_2022) = (start(Shapes::Year2024), start(Shapes::Year2022));
    let home = sandbox.world().home().player_id();
    let player = |rest: &str| get_json(&sandbox, &format!("/stats/hi/players/{home}/{rest}"));
    let old = get_json(
        &in_2022,
        &format!("/stats/hi/players/{home}/matches?type=matchmaking"),
    );
    let customization = get_json(
        &sandbox,
        &format!("/economy/hi/players/{home}/customization?view=public"),
    );
    let id = sandbox.world().match_ids(sandbox.world().home())[0];
    let pairs = [
        ("stats/match_history.json", player("matches")),
        ("stats/match_history_2022.json", old),
        ("stats/match_count.json", player("matches/count")),
        ("stats/challenge_decks.json", player("decks")),
        ("stats/matches_privacy.json", player("matches-privacy")),
        (
            "stats/match_progression.json",
            player(&format!("matches/{id}/progression")),
        ),
        ("stats/service_record.json", player("matchmade/servicerecord")),
        (
            "stats/service_record_empty.json",
            player("matchmade/servicerecord?gamevariantcategory=99"),
        ),
    ];
    assert_eq!(
        keys(&customization["Appearance"]),
        keys(&real("economy/player_customization.json")["Appearance"])
    );
    for (file, ours) in pairs {
        assert_eq!(shape_of(&ours), shape_of(&real(file)), "{file}");
    }
    assert_eq!(
        shape_of(&get(&sandbox, "/x").json()),
        shape_of(&real("errors/not_found.json"))
    );
}
