//! `halo decode`.

use std::io::Write;
use std::process::Stdio;

use crate::support::{Halo, Run};

/// The program with three payloads in its folder: good, with an unknown field, and wrong.
fn halo() -> Halo {
    let halo = Halo::fresh();
    for (name, payload) in [
        ("good.json", r#"{"MatchmadeGames": 1, "OtherGames": 2}"#),
        (
            "drift.json",
            r#"{"MatchmadeGames": 1, "OtherGames": 2, "New": {"Field": 1}}"#,
        ),
        ("wrong.json", r#"{"MatchmadeGames": "x", "OtherGames": 2}"#),
    ] {
        std::fs::write(halo.home().join(name), payload).unwrap();
    }
    halo
}

fn run(halo: &Halo, arguments: &str) -> Run {
    let mut command = halo.command(arguments.split_whitespace());
    Run::of(command.current_dir(halo.home()).output().unwrap())
}

#[test]
fn payloads_are_reported_one_by_one() {
    let halo = halo();
    let good = run(&halo, "decode MatchesPrivacy good.json drift.json");
    assert_eq!(good.err, "decoded as MatchesPrivacy: 2 files, 1 unknown field\n");
    insta::assert_snapshot!("decode in a pipe", good.success());
    let all = run(
        &halo,
        "decode MatchesPrivacy good.json drift.json wrong.json missing.json",
    );
    assert_eq!(all.code, 1);
    assert_eq!(
        all.err,
        "halo: 2 of 4 files cannot be decoded as MatchesPrivacy\n"
    );
    insta::assert_snapshot!("decode with failures", all.out);
    insta::assert_snapshot!(
        "decode as JSON",
        run(&halo, "decode MatchesPrivacy drift.json --json all").success()
    );
    for width in [100, 40] {
        let file = halo.home().join("drift.json");
        let shown = halo.in_terminal(width, &format!("decode MatchesPrivacy {}", file.display()));
        assert!(shown.contains("drift") && shown.contains("ok"), "{shown}");
    }
}

#[test]
fn a_list_of_a_model_comes_from_the_standard_input() {
    let halo = Halo::fresh();
    let mut command = halo.command(["decode", "Vec<MatchesPrivacy>", "-"]);
    command
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped());
    let mut child = command.spawn().unwrap();
    let mut input = child.stdin.take().unwrap();
    input
        .write_all(br#"[{"MatchmadeGames": 1, "OtherGames": 2}]"#)
        .unwrap();
    drop(input);
    let run = Run::of(child.wait_with_output().unwrap());
    assert_eq!(run.success(), "ok\t-\t\n");
}

#[test]
fn models_are_listed_and_wrong_names_are_errors() {
    let halo = halo();
    let list = run(&halo, "decode --list matches").success();
    assert!(list.lines().any(|name| name == "MatchesPrivacy"), "{list}");
    let first = run(&halo, "decode --list matches --json name").json()[0].clone();
    assert_eq!(first["name"], list.lines().next().unwrap());
    let help = run(&halo, "decode --help").success();
    assert!(help.contains("Fields of --json with --list:\n  name "), "{help}");
    let words = run(&halo, "decode MatchesPriv good.json").failure(2);
    assert!(words.contains("did you mean MatchesPrivacy"), "{words}");
    let words = run(&halo, "decode MatchesPrivacy").failure(2);
    assert!(words.contains("FILE"), "{words}");
}
