//! `halo film`.

use halo_infinite_sandbox::{Answer, Sandbox};
use serde_json::Value;

use crate::support::Halo;

#[test]
fn the_events_of_the_last_match() {
    let halo = Halo::in_sandbox();
    let piped = halo.run("film --kind kill --player me").success();
    insta::assert_snapshot!("film in a pipe", piped);
    insta::assert_snapshot!(
        "film in a terminal of 100 columns",
        halo.in_terminal(100, "film -q --player me")
    );
    insta::assert_snapshot!(
        "film in a terminal of 40 columns",
        halo.in_terminal(40, "film -q --player me --kind medal,kill")
    );
    insta::assert_snapshot!(
        "film as JSON",
        halo.run("film last --player me --kind medal --json all")
            .success()
    );
}

#[test]
fn a_narrow_terminal_has_the_reason_of_a_difference() {
    let halo = Halo::in_sandbox();
    let firefight = r#"[.[] | select(.mode | startswith("Firefight"))][0].match_id"#;
    let id = halo.run_with(["history", "--all", "--jq", firefight]).success();
    let shown = halo.in_terminal(80, &format!("film {} --color never", id.trim()));
    let (_, differences) = shown.split_once("Film and statistics differ\n").unwrap();
    assert!(
        differences.starts_with("likely reason: films have no events for kills of AI enemies\n"),
        "{differences}"
    );
}

#[test]
fn filters_select_events_of_players_and_kinds() {
    let halo = Halo::in_sandbox();
    let film = halo.run("film --json all").json();
    let events = film["events"].as_array().unwrap();
    let of = |kind: &str| events.iter().filter(|event| event["event"] == kind).count();
    for kind in ["kill", "death", "medal"] {
        assert!(of(kind) > 0, "{kind}");
        let only = halo.run(&format!("film --kind {kind}")).success();
        assert_eq!(only.lines().count(), of(kind), "{kind}");
    }
    let player = events[0]["player"].as_str().unwrap();
    let only = halo.run_with([
        "film",
        "--player",
        &player.to_uppercase(),
        "--jq",
        ".events[].player",
    ]);
    let only = only.success();
    assert!(
        !only.is_empty() && only.lines().all(|line| line == player),
        "{only}"
    );
    let words = halo.run_with(["film", "--player", "Nobody At All"]).failure(1);
    assert!(words.contains(player), "{words}");
    let run = halo.run("film --kind mode --player me");
    let note = match run.out.is_empty() {
        true => "the film has no such events\n",
        false => "",
    };
    assert_eq!((run.code, run.err.as_str()), (0, note));
    let words = halo.run("film --kind nonsense").failure(2);
    assert!(words.contains("medal"), "{words}");
}

#[test]
fn a_picture_is_an_svg_with_every_player() {
    let halo = Halo::in_sandbox();
    let svg = halo.run("film --svg -").success();
    assert!(svg.starts_with("<svg ") && svg.ends_with("</svg>\n"), "{svg}");
    let film = halo.run("film --json all").json();
    for event in film["events"].as_array().unwrap() {
        let player = event["player"].as_str().unwrap();
        assert!(svg.contains(&format!(">{player}<")), "{player}");
    }
    let path = halo.home().join("film.svg");
    let run = halo.run_with(["film", "--svg", path.to_str().unwrap()]);
    assert!(
        run.err.starts_with("saved ") && run.err.contains("events of 8 players in "),
        "{}",
        run.err
    );
    assert_eq!(run.success(), "");
    assert_eq!(std::fs::read_to_string(&path).unwrap(), svg);
    let arguments = ["film", "--svg", path.to_str().unwrap()];
    assert!(halo.run_with(arguments).failure(1).contains("--force"));
    assert_eq!(halo.run_with(arguments.iter().chain(&["--force"])).code, 0);
    let words = halo.run("film --svg - --json all").failure(2);
    assert!(words.contains("--svg"), "{words}");
    let words = halo.run("film --svg /nowhere/film.svg").failure(1);
    assert!(words.contains("/nowhere/film.svg"), "{words}");
}

#[test]
fn a_saved_film_is_read_again() {
    let halo = Halo::in_sandbox();
    let folder = halo.home().join("film");
    let files = halo
        .run_with(["film", "--save", folder.to_str().unwrap()])
        .success();
    let film = halo.run("film --json all").json();
    let version = film["film_version"].to_string();
    // The highlight events are the last chunk.
    let last = files.lines().last().unwrap();
    let read = halo.run_with([
        "film",
        "--chunk",
        last,
        "--film-version",
        &version,
        "--json",
        "all",
    ]);
    let read = read.json();
    assert_eq!(read["events"], film["events"]);
    assert_eq!(read["match_id"], Value::Null);

    let again = ["film", "--save", folder.to_str().unwrap()];
    assert!(halo.run_with(again).failure(1).contains("--force"));
    assert_eq!(halo.run_with(again.iter().chain(&["--force"])).success(), files);
    let listed = halo
        .run_with(again.iter().chain(&["--force", "--json", "file"]))
        .json();
    let listed: Vec<_> = listed
        .as_array()
        .unwrap()
        .iter()
        .map(|chunk| &chunk["file"])
        .collect();
    assert_eq!(listed, files.lines().collect::<Vec<_>>());
    let words = halo.run("film --save /dev/null/film").failure(1);
    assert!(words.contains("/dev/null"), "{words}");
    let newer = halo.run_with(["film", "--chunk", last, "--film-version", "99"]);
    assert!(newer.err.contains("version 99"), "{}", newer.err);
    let ordinary = files.lines().next().unwrap();
    let words = halo
        .run_with(["film", "--chunk", ordinary, "--film-version", &version])
        .failure(2);
    assert!(words.contains("no highlight event"), "{words}");
    let page = halo.home().join("page");
    std::fs::write(&page, "<html>404</html>").unwrap();
    let page = page.to_str().unwrap();
    let words = halo
        .run_with(["film", "--chunk", page, "--film-version", "41"])
        .failure(2);
    assert!(words.contains("not compressed"), "{words}");
    let words = halo.run_with(["film", "--chunk", page]).failure(2);
    assert!(words.contains("--film-version"), "{words}");
}

#[test]
fn matches_without_a_film_and_unknown_matches_are_errors() {
    let sandbox = Sandbox::start().unwrap();
    let halo = Halo::at(&sandbox);
    let id = sandbox.world().match_ids(sandbox.world().home())[0];
    sandbox.answer_next("/discovery_ugc/hi/films/", Answer::new(404));
    let words = halo.run(&format!("film {id}")).failure(1);
    assert!(words.contains("has no film"), "{words}");
    let words = halo.run("film 00000000-0000-0000-0000-000000000001").failure(1);
    assert!(words.contains("no match has the ID"), "{words}");
    assert!(halo.run("film x").failure(2).contains("halo history"));
    let words = Halo::fresh().run("film last").failure(4);
    assert!(words.contains("halo login"), "{words}");
}
