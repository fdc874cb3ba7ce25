//! `halo players`.

use std::io::Write;
use std::process::Stdio;

use halo_infinite_sandbox::{Answer, Sandbox};

use crate::support::{Halo, Run};

#[test]
fn gamertags_and_xuids() {
    let halo = Halo::in_sandbox();
    let arguments = "players me Rook0042 2533274997275015";
    insta::assert_snapshot!("players in a pipe", halo.run(arguments).success());
    insta::assert_snapshot!(
        "players in a terminal of 40 columns",
        halo.in_terminal(40, arguments)
    );
    insta::assert_snapshot!(
        "players as JSON",
        halo.run(&format!("{arguments} --json all")).success()
    );
}

#[test]
fn unknown_players_do_not_end_the_batch() {
    let run =
        Halo::in_sandbox().run_with(["players", "Nobody At All", "Rook0042", "a\nb", "2533274999999999"]);
    assert_eq!((run.code, run.out.lines().count()), (1, 1));
    for words in [
        "`Nobody At All`",
        "control characters",
        "XUID 2533274999999999",
        "3 of 4 players",
    ] {
        assert!(run.err.contains(words), "{words}: {}", run.err);
    }
    assert_eq!(run.err.lines().count(), 4);
}

#[test]
fn with_json_the_unknown_players_are_in_the_error() {
    let run = Halo::in_sandbox().run_with(["players", "Nobody At All", "Rook0042", "--json", "asked"]);
    assert_eq!((run.code, run.out.as_str()), (1, "[{\"asked\":\"Rook0042\"}]\n"));
    let error: serde_json::Value = serde_json::from_str(&run.err).unwrap();
    assert_eq!(
        error["error"]["reasons"],
        serde_json::json!(["no player has the gamertag `Nobody At All`"])
    );
    Halo::in_sandbox()
        .run_with(["players", "Nobody At All", "--json", "all"])
        .failure(1);
}

#[test]
fn only_unknown_players_are_not_found() {
    let sandbox = Sandbox::start().unwrap();
    for command in ["players", "career"] {
        let arguments = format!("{command} Rook0042 Rook0043");
        let halo = Halo::at(&sandbox);
        sandbox.faults().on("/profile/").always().answer(Answer::new(401));
        let words = halo.run(&arguments).failure(4);
        assert!(words.contains("401"), "{words}");
        sandbox.faults().clear();
        let mut dead = Halo::at(&sandbox);
        dead.set("HALO_ENVIRONMENT", "http://127.0.0.1:9");
        let words = dead.run(&arguments).failure(1);
        assert!(
            words.contains("does not accept connections") && words.lines().count() == 1,
            "{words}"
        );
    }
}

#[test]
fn names_come_from_the_standard_input() {
    let sandbox = Sandbox::start().unwrap();
    let people = &sandbox.world().people()[..3];
    let mut child = Halo::at(&sandbox)
        .command(["players", "-", "--json", "xuid"])
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .unwrap();
    let names: String = people
        .iter()
        .map(|person| format!("  {}\r\n\n", person.gamertag()))
        .collect();
    child.stdin.take().unwrap().write_all(names.as_bytes()).unwrap();
    let found = Run::of(child.wait_with_output().unwrap()).json();
    let xuids: Vec<_> = found
        .as_array()
        .unwrap()
        .iter()
        .map(|player| player["xuid"].clone())
        .collect();
    let expected: Vec<_> = people.iter().map(|person| person.xuid().to_string()).collect();
    assert_eq!(xuids, expected);
}

#[test]
fn bad_input_is_explained() {
    let impossible = ["players", "", "2533274994690982000000"];
    let words = Halo::in_sandbox().run_with(impossible).failure(2);
    assert!(
        words.contains("the gamertag is empty") && words.contains("16 digits"),
        "{words}"
    );
    let words = Halo::in_sandbox().run("players").failure(2);
    assert!(words.contains("<NAMES>"), "{words}");
    let words = Halo::fresh().run("players Rook0042").failure(4);
    assert!(words.contains("halo login"), "{words}");
}
