//! `halo api`.

use std::io::Write;
use std::process::Stdio;

use halo_infinite::services::by_name::named_endpoints;
use halo_infinite_sandbox::{Answer, Sandbox};
use serde_json::{Value, json};

use crate::support::{Halo, Run};

/// The number of requests that a sandbox has received, without those of the sign-in.
fn sent(sandbox: &Sandbox) -> usize {
    sandbox.requests().len()
}

#[test]
fn the_list_has_every_endpoint_in_the_order_of_the_sdk() {
    // The C interface lists `named_endpoints` too, so its names are these.
    let known: Vec<_> = named_endpoints()
        .map(|named| named.endpoint().to_string())
        .collect();
    let halo = Halo::fresh();
    let listed = halo.run("api --list --json name").json();
    let listed: Vec<_> = listed.as_array().unwrap().iter().map(|of| &of["name"]).collect();
    assert_eq!(json!(listed), json!(known));
    let table = halo.run("api --list").success();
    let names: Vec<_> = table
        .lines()
        .map(|line| line.split('\t').next().unwrap())
        .collect();
    assert_eq!(names, known);
}

#[test]
fn the_list_and_a_description_need_no_account() {
    let halo = Halo::fresh();
    insta::assert_snapshot!("api list in a pipe", halo.run("api --list film match").success());
    insta::assert_snapshot!(
        "api list in a terminal of 120 columns",
        halo.in_terminal(120, "api --list film")
    );
    insta::assert_snapshot!(
        "api list in a terminal of 40 columns",
        halo.in_terminal(40, "api --list film")
    );
    insta::assert_snapshot!(
        "api list as JSON",
        halo.run("api --list stats.match_history --json all").success()
    );
    insta::assert_snapshot!(
        "api description in a terminal of 100 columns",
        halo.in_terminal(100, "api stats.match_history --describe")
    );
    insta::assert_snapshot!(
        "api description of a call that writes",
        halo.in_terminal(100, "api stats.update_matches_privacy --describe")
    );
    let help = halo.run("api --help").success();
    assert!(
        help.contains("halo api --list film") && help.contains("Fields of --json"),
        "{help}"
    );
    let none = halo.run("api --list nonsense");
    assert!(none.err.contains("no endpoint"), "{}", none.err);
    assert_eq!(none.success(), "");
}

#[test]
fn a_call_prints_the_model_as_json() {
    let halo = Halo::in_sandbox();
    let count = halo.run("api stats.match_count me").success();
    insta::assert_snapshot!("api in a pipe", count);
    insta::assert_snapshot!(
        "api in a terminal of 100 columns",
        halo.in_terminal(100, "api stats.match_count me")
    );
    let words = halo.run_with(["api", "stats.match_count", "player=me", "--json", "all"]);
    assert_eq!(words.success(), count);
    let filtered = "api stats.match_history me count=3 --jq .Results[].MatchId";
    assert_eq!(halo.run(filtered).success().lines().count(), 3);
    let filled = halo.run_with([
        "api",
        "stats.match_history",
        "me",
        "count=3",
        "--template",
        "{{ ResultCount }}",
    ]);
    assert_eq!(filled.success(), "3\n");
    let raw: Value = halo.run("api stats.match_count me --raw").json();
    assert_eq!(raw, serde_json::from_str::<Value>(&count).unwrap());
}

#[test]
fn facts_about_the_response_go_to_the_standard_error() {
    let sandbox = Sandbox::start().unwrap();
    sandbox.answer_next("/stats/hi/players/", Answer::new(503));
    let halo = Halo::at(&sandbox);
    let run = halo.run(&format!(
        "api -i stats.match_count {}",
        sandbox.world().home().xuid()
    ));
    assert_eq!(run.err, "status 200, 2 attempts\n");
    assert!(run.success().starts_with('{'));
}

#[test]
fn arguments_come_from_files_and_the_standard_input() {
    let halo = Halo::in_sandbox();
    let expected = halo.run("api stats.match_history me count=2").success();
    let count = halo.home().join("count");
    std::fs::write(&count, "2\n").unwrap();
    let argument = format!("count=@{}", count.display());
    let from_file = halo.run_with(["api", "stats.match_history", "me", &argument]);
    assert_eq!(from_file.success(), expected);

    let mut command = halo.command(["api", "stats.match_history", "player=me", "count:=2", "-"]);
    command
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped());
    let mut child = command.spawn().unwrap();
    let mut input = child.stdin.take().unwrap();
    input.write_all(br#"{ "count": 9, "start": 0 }"#).unwrap();
    drop(input);
    assert_eq!(Run::of(child.wait_with_output().unwrap()).success(), expected);
}

#[test]
fn all_pages_come_one_after_the_other() {
    let halo = Halo::in_sandbox();
    let pages = halo.run("api stats.match_history me count=25 --paginate --jq .ResultCount");
    let counts: Vec<usize> = pages
        .success()
        .lines()
        .map(|line| line.parse().unwrap())
        .collect();
    assert!(counts.len() > 2, "{counts:?}");
    assert_eq!(counts.iter().sum::<usize>(), 60);
    let words = halo.run("api stats.match_count me --paginate").failure(2);
    assert!(words.contains("has no pages"), "{words}");
}

#[test]
fn a_file_is_saved_and_never_printed_on_a_terminal() {
    const PNG: &[u8] = b"\x89PNG\r\n";
    let halo = Halo::in_sandbox();
    let path = halo.home().join("rank.png");
    let place = path.to_str().unwrap();
    let run = halo.run_with(["api", "waypoint.csr_image", "diamond_4", "-o", place]);
    assert!(
        run.err.starts_with("saved ") && run.err.ends_with("rank.png\n"),
        "{}",
        run.err
    );
    assert_eq!(run.success(), "");
    let saved = std::fs::read(&path).unwrap();
    assert!(saved.starts_with(PNG));
    let piped = halo.command(["api", "waypoint.csr_image", "diamond_4"]).output();
    assert_eq!(piped.unwrap().stdout, saved);
    let streamed = halo
        .command(["api", "waypoint.csr_image", "diamond_4", "-o", "-"])
        .current_dir(halo.home())
        .output()
        .unwrap();
    assert_eq!((streamed.stdout, streamed.stderr), (saved.clone(), Vec::new()));
    assert!(!halo.home().join("-").exists());
    let shown = halo.shown(100, "api waypoint.csr_image diamond_4", "");
    assert_eq!(shown.code, 2, "{shown:?}");
    assert!(shown.text.contains("save it in a file"), "{shown:?}");
    let arguments = ["api", "waypoint.csr_image", "diamond_4", "-o", place];
    assert!(halo.run_with(arguments).failure(1).contains("--force"));
    assert_eq!(halo.run_with(arguments.iter().chain(&["--force"])).code, 0);
    let nowhere = halo
        .run("api waypoint.csr_image diamond_4 -o /nowhere/rank.png")
        .failure(1);
    assert!(nowhere.contains("/nowhere/rank.png"), "{nowhere}");
}

#[test]
fn a_call_that_writes_needs_permission() {
    let sandbox = Sandbox::start().unwrap();
    let halo = Halo::at(&sandbox);
    let me = sandbox.world().home().xuid();
    let call = format!("api stats.update_matches_privacy {me} matchmade_games=hide other_games=1");
    let words = halo.run(&call).failure(2);
    assert!(words.contains("--allow-writes"), "{words}");
    assert_eq!(sent(&sandbox), 0);
    let written = halo.run(&format!("{call} --allow-writes")).json();
    assert_eq!(
        written,
        halo.run(&format!("api stats.matches_privacy {me}")).json()
    );
}

#[test]
fn wrong_calls_fail_before_anything_is_sent() {
    let sandbox = Sandbox::start().unwrap();
    let halo = Halo::at(&sandbox);
    for (call, expected) in [
        ("stats.match_histroy", "did you mean stats.match_history?"),
        ("nope", "`halo api --list` lists"),
        ("stats.match_stats x", "not a GUID"),
        ("stats.match_stats", "match_id: it is missing"),
        ("stats.match_history PLAYER count=many", "count: it is a text"),
        ("stats.match_history PLAYER count=300", "count"),
        (
            "stats.match_history PLAYER nonsense=1",
            "the arguments are player",
        ),
        ("stats.match_history PLAYER 8", "one value too many"),
        ("stats.match_history PLAYER match_type=ranked", "Matchmade"),
        ("stats.match_history PLAYER --csv", "no table"),
        ("stats.match_history PLAYER --json kills", "--jq"),
        ("stats.match_history PLAYER --raw --jq .", "--raw"),
        ("stats.match_history PLAYER -o file --jq .", "--output"),
        ("", "required"),
    ] {
        let run = halo.run(&format!("api {}", call.replace("PLAYER", "2533274800000001")));
        let words = run.failure(2);
        assert!(words.contains(expected), "{call}: {words}");
        assert_eq!(sandbox.take_requests().len(), 0, "{call}");
    }
}

#[test]
fn failures_of_the_services_and_of_the_network_are_errors() {
    let words = Halo::fresh()
        .run("api stats.match_count 2533274800000001")
        .failure(4);
    assert!(words.contains("halo login"), "{words}");
    let dead = Halo::with([
        ("HALO_ENVIRONMENT", "http://127.0.0.1:9"),
        ("HALO_SPARTAN_TOKEN", "token"),
    ]);
    let words = dead
        .run("api stats.match_count 2533274800000001 --json all")
        .failure(1);
    let error: Value = serde_json::from_str(&words).unwrap();
    assert_eq!(error["error"]["endpoint"], "stats.match_count");
    let sandbox = Sandbox::start().unwrap();
    let id = "00000000-0000-0000-0000-000000000001";
    let words = Halo::at(&sandbox)
        .run(&format!("api stats.match_stats {id}"))
        .failure(1);
    assert!(words.contains("404"), "{words}");
}
