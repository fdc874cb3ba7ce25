//! `halo match`.

use halo_infinite_sandbox::{Answer, Sandbox};
use serde_json::Value;

use crate::support::Halo;

/// The newest match of the demo player with this mode.
fn id_of(mode: &str) -> String {
    let history = Halo::in_sandbox()
        .run("history -n 60 --json match_id,mode")
        .json();
    let mut matches = history.as_array().unwrap().iter();
    let entry = matches.find(|entry| entry["mode"] == mode).expect(mode);
    entry["match_id"].as_str().unwrap().to_owned()
}

fn newest(sandbox: &Sandbox) -> String {
    let world = sandbox.world();
    world.match_ids(world.home())[0].to_string()
}

#[test]
fn the_scoreboard_of_the_last_match() {
    let halo = Halo::in_sandbox();
    insta::assert_snapshot!("match in a pipe", halo.run("match last").success());
    for width in [160, 100, 40] {
        insta::assert_snapshot!(
            format!("match in a terminal of {width} columns"),
            halo.in_terminal(width, "match last")
        );
    }
    insta::assert_snapshot!(
        "match with an explanation",
        halo.in_terminal(160, "match last --medals --explain")
    );
}

#[test]
fn matches_of_all_kinds() {
    let halo = Halo::in_sandbox();
    for mode in [
        "Arena:FFA Slayer",
        "Arena:Slayer Bots",
        "Firefight:King of the Hill",
        "Infection-Infection-UGC",
        "Ranked:Oddball",
    ] {
        insta::assert_snapshot!(
            format!("match of {}", mode.replace(':', " ")),
            halo.in_terminal(120, &format!("match {}", id_of(mode)))
        );
    }
    let history = halo.run("history -n 60 --json match_id,playlist").json();
    let custom = history
        .as_array()
        .unwrap()
        .iter()
        .find(|entry| entry["playlist"].is_null());
    let custom = custom.expect("a custom game")["match_id"].as_str().unwrap();
    let json = halo.run(&format!("match {custom} --json all")).json();
    assert_eq!(
        (&json["playlist"], &json["kind"]),
        (&Value::Null, &"custom".into())
    );
    assert!(json["players"][0]["expected_kills"].is_null());
}

#[test]
fn the_numbers_of_a_player_who_changed_teams_are_those_of_the_whole_match() {
    let halo = Halo::in_sandbox();
    let game = halo.run("match 2829c0ac --json players").json();
    let mut players = game["players"].as_array().unwrap().iter();
    let me = players.find(|player| player["is_marked"] == true).unwrap();
    let numbers = ["kills", "deaths", "assists"].map(|field| me[field].as_i64().unwrap());
    assert_eq!(numbers, [18, 6, 5]);
    assert_eq!(me["teams"], serde_json::json!(["Eagle", "Cobra"]));
    assert_eq!(players.next().unwrap()["teams"].as_array().unwrap().len(), 1);
    let piped = halo.run("match 2829c0ac").success();
    let changed = piped.lines().filter(|line| line.ends_with("\tchanged teams"));
    assert_eq!(changed.count(), 1, "{piped}");
    let shown = halo.in_terminal(80, "match 2829c0ac --color never");
    assert!(shown.contains("changed teams  Sandbox Spartan"), "{shown}");
    let film = halo.run("film 2829c0ac --json check").json();
    let checked = film["check"].as_array().unwrap().iter();
    let kills = checked.filter(|player| player["player"] == me["player"]);
    let kills: Vec<_> = kills.map(|player| &player["kills"]["statistics"]).collect();
    assert_eq!(kills, [&me["kills"]]);
}

#[test]
fn the_json_has_teams_players_and_events() {
    let halo = Halo::in_sandbox();
    let game = halo.run("match last --events --json all").json();
    let names: Vec<_> = game.as_object().unwrap().keys().map(String::as_str).collect();
    assert_eq!(
        names,
        [
            "match_id",
            "start",
            "end",
            "duration_seconds",
            "map",
            "map_id",
            "mode",
            "mode_id",
            "category",
            "playlist",
            "playlist_id",
            "kind",
            "csr_season",
            "xuid",
            "outcome",
            "teams",
            "players",
            "events"
        ]
    );
    let seasons = halo.run("seasons --csr --jq .[].csr_season").success();
    assert!(seasons.lines().any(|id| game["csr_season"] == id), "{seasons}");
    let players = game["players"].as_array().unwrap();
    assert_eq!((game["teams"].as_array().unwrap().len(), players.len()), (2, 8));
    assert_eq!(
        players
            .iter()
            .filter(|player| player["is_marked"] == true)
            .count(),
        1
    );
    let events = game["events"].as_array().unwrap();
    let kills = events.iter().filter(|event| event["event"] == "kill").count();
    let of_players: i64 = players.iter().filter_map(|player| player["kills"].as_i64()).sum();
    assert_eq!(kills as i64, of_players);
    // The words of the help name each field of the nested objects.
    let help = halo.run("match --help").success();
    for list in ["teams", "players", "events"] {
        for field in game[list][0].as_object().unwrap().keys() {
            assert!(
                help.contains(field.as_str()),
                "{list}: {field} is not in the help"
            );
        }
    }
}

#[test]
fn the_events_are_the_same_as_those_of_the_film() {
    let halo = Halo::in_sandbox();
    let game = halo.run("match last --events --json events").json();
    let film = halo.run("film last --json events").json();
    assert_eq!(game["events"], film["events"]);
}

#[test]
fn the_events_of_the_film() {
    let halo = Halo::in_sandbox();
    let shown = halo.in_terminal(100, "match last --events --color never");
    let (_, events) = shown.split_once("Events\n").unwrap();
    insta::assert_snapshot!(
        "match events",
        events.lines().take(12).collect::<Vec<_>>().join("\n")
    );
}

#[test]
fn a_missing_part_is_a_failure_in_the_end_and_the_rest_is_printed() {
    let sandbox = Sandbox::start().unwrap();
    let halo = Halo::at(&sandbox);
    let id = newest(&sandbox);
    let home = sandbox.world().home().xuid();
    for (prefix, status, words) in [
        ("/skill/", 404, "without the skill"),
        ("/gamecms_hacs/", 404, "without the rarity of medals"),
        ("/discovery_ugc/hi/maps/", 403, "without 1 names"),
        ("/profile/", 403, "names"),
    ] {
        sandbox.answer_next(prefix, Answer::new(status));
        // Even --quiet does not hide the reason.
        let run = halo.run(&format!("match {id} {home} --events --no-cache --quiet"));
        let out = run.incomplete(words);
        assert!(out.contains("EAGLE"), "{prefix}: {out}");
    }
    // A film that does not exist is no failure.
    sandbox.answer_next("/discovery_ugc/hi/films/", Answer::new(404));
    let run = halo.run(&format!("match {id} {home} --events --no-cache"));
    assert_eq!(
        (run.code, run.err.as_str()),
        (0, "the match has no film, or no longer has one\n")
    );
}

#[test]
fn the_reasons_of_several_missing_parts_are_in_the_error() {
    let sandbox = Sandbox::start().unwrap();
    let halo = Halo::at(&sandbox);
    let id = newest(&sandbox);
    let fail = || {
        sandbox.answer_next("/skill/", Answer::new(403));
        sandbox.answer_next("/profile/", Answer::new(403));
    };
    fail();
    let run = halo.run(&format!("match {id} --no-cache"));
    let lines: Vec<_> = run.err.lines().collect();
    assert!(lines[0].starts_with("halo: without the skill: "), "{lines:?}");
    assert!(lines[1].contains(" names: "), "{lines:?}");
    assert_eq!(lines[2..], ["halo: the result is incomplete"]);
    fail();
    let run = halo.run(&format!("match {id} --no-cache --json match_id"));
    assert!(run.out.contains(&id), "{}", run.out);
    let error: Value = serde_json::from_str(&run.err).unwrap();
    assert_eq!(error["error"]["exit_code"], 1);
    assert_eq!(error["error"]["reasons"].as_array().unwrap().len(), 2, "{error}");
}

#[test]
fn a_map_that_no_longer_exists_is_no_failure() {
    let sandbox = Sandbox::start().unwrap();
    let id = newest(&sandbox);
    sandbox
        .faults()
        .on("/discovery_ugc/hi/maps/")
        .always()
        .answer(Answer::new(404));
    Halo::at(&sandbox).run(&format!("match {id}")).success();
}

#[test]
fn a_closed_account_is_shown_as_an_xuid() {
    let sandbox = Sandbox::start().unwrap();
    let xuid = sandbox.world().people()[1].xuid();
    sandbox.close_account(xuid);
    let world = sandbox.world();
    let with = |id: &halo_infinite::uuid::Uuid| {
        world
            .match_stats(*id)
            .unwrap()
            .to_string()
            .contains(&xuid.to_string())
    };
    let id = world.match_ids(world.home()).into_iter().find(with).unwrap();
    let listed = Halo::at(&sandbox).run(&format!("match {id}")).success();
    assert!(listed.contains(&format!("xuid({xuid})")), "{listed}");
}

#[test]
fn bad_input_is_explained() {
    let halo = Halo::in_sandbox();
    let words = halo.run("match nonsense").failure(2);
    assert!(words.contains("halo history"), "{words}");
    let words = halo.run("match 00000000-0000-0000-0000-000000000001").failure(1);
    assert!(words.contains("no match has the ID"), "{words}");
    let words = halo.run_with(["match", "last", "Nobody At All"]).failure(1);
    assert!(words.contains("Nobody At All"), "{words}");
    for arguments in ["match last", "match 00000000-0000-0000-0000-000000000001"] {
        let words = Halo::fresh().run(arguments).failure(4);
        assert!(words.contains("halo login"), "{words}");
    }
    let sandbox = Sandbox::builder().matches(0).start().unwrap();
    let home = sandbox.world().home().xuid();
    let words = Halo::at(&sandbox).run(&format!("match last {home}")).failure(1);
    assert!(words.contains("no matches"), "{words}");
}

#[test]
fn the_last_match_takes_few_requests() {
    let sandbox = Sandbox::start().unwrap();
    let home = sandbox.world().home().xuid();
    Halo::at(&sandbox).run(&format!("match last {home}")).success();
    // History, statistics, skill, players, medals, and the names of map, mode and playlist.
    assert_eq!(sandbox.requests().len(), 8);
}
