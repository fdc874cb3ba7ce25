//! The forms of the output, which all commands have.

use std::io::Read;
use std::process::Stdio;

use halo_infinite_sandbox::{LoggedRequest, Sandbox};

use crate::support::Halo;

#[test]
fn fields_filters_templates_and_separated_values() {
    let halo = Halo::in_sandbox();
    let first = halo.run("history -n 2 --json map,outcome").json()[0].clone();
    let names: Vec<_> = first.as_object().unwrap().keys().collect();
    assert_eq!(names, ["map", "outcome"]);
    let map = first["map"].as_str().unwrap();
    assert_eq!(
        halo.run("history -n 1 --jq .[0].map").success(),
        format!("{map}\n")
    );
    assert_eq!(
        halo.run_with(["history", "-n", "1", "--template", "{{ map }}!"])
            .success(),
        format!("{map}!\n")
    );
    let csv = halo.run("history -n 2 --csv").success();
    assert!(csv.starts_with("match_id,start,duration_seconds,map,"), "{csv}");
    assert_eq!(csv.lines().count(), 3);
    assert!(
        halo.run("history -n 1 --tsv")
            .success()
            .starts_with("match_id\tstart\t")
    );
}

#[test]
fn a_wrong_field_lists_all_and_is_json_too() {
    let words = Halo::in_sandbox().run("history -n 1 --json mapp").failure(2);
    let error: serde_json::Value = serde_json::from_str(&words).unwrap();
    let message = error["error"]["message"].as_str().unwrap();
    assert!(
        message.contains("`mapp`") && message.contains("match_id"),
        "{message}"
    );
}

#[test]
fn colours_are_for_terminals_alone() {
    let mut halo = Halo::in_sandbox();
    assert!(!halo.run("history -n 3").success().contains('\u{1b}'));
    assert!(
        halo.run("history -n 3 --color always")
            .success()
            .contains('\u{1b}')
    );
    assert!(halo.in_terminal(100, "history -n 3").contains('\u{1b}'));
    assert!(
        !halo
            .in_terminal(100, "history -n 3 --color never")
            .contains('\u{1b}')
    );
    halo.set("NO_COLOR", "1");
    assert!(!halo.in_terminal(100, "history -n 3").contains('\u{1b}'));
}

#[test]
fn a_closed_pipe_is_no_error() {
    let mut child = Halo::in_sandbox()
        .command(["history", "-n", "60"])
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .unwrap();
    drop(child.stdout.take());
    let mut words = String::new();
    child.stderr.take().unwrap().read_to_string(&mut words).unwrap();
    assert_eq!((child.wait().unwrap().code(), words.as_str()), (Some(0), ""));
}

#[test]
fn an_option_counts_before_the_variable_of_another_one() {
    let mut halo = Halo::in_sandbox();
    for (name, value) in [
        ("HALO_PROFILE", "smurf"),
        ("HALO_ENVIRONMENT", "http://127.0.0.1:9"),
        ("HALO_CACHE", "cache"),
    ] {
        halo.set(name, value);
    }
    let me = halo.run("whoami --no-cache --json profile").json();
    assert_eq!(me["profile"], "sandbox");
}

#[test]
fn wrong_options_are_explained() {
    for arguments in ["histry", "history -n x"] {
        let words = Halo::in_sandbox().run(arguments).failure(2);
        assert!(words.contains("Usage:") || words.contains("--help"), "{words}");
    }
}

#[test]
fn options_exclude_each_other_on_both_sides_of_the_command() {
    let halo = Halo::fresh();
    for (arguments, option) in [
        ("history --csv --tsv", "--csv and --tsv exclude"),
        ("history --json map --template x", "--json and --template exclude"),
        ("--csv history --jq .", "--csv"),
        ("--json map history --csv", "--csv"),
        ("--offline history --no-cache", "--no-cache"),
        ("--sandbox history --offline", "--offline"),
    ] {
        let words = halo.run(arguments).failure(2);
        assert!(words.contains(option), "{arguments}: {words}");
    }
}

#[test]
fn fields_filters_and_templates_are_checked_before_anything_is_sent() {
    // Nobody is signed in, and the services cannot be reached.
    let halo = Halo::fresh();
    let field = halo.run("history --json mapp").failure(2);
    assert!(field.contains("`mapp`") && field.contains("match_id"), "{field}");
    assert!(halo.run("history --jq ((").failure(2).contains("--jq"));
    let template = ["history", "--template", "{{ map"];
    assert!(halo.run_with(template).failure(2).contains("--template"));
}

#[test]
fn wrong_arguments_are_json_if_json_is_asked_for() {
    let words = Halo::fresh().run("history --json map --color x").failure(2);
    let error: serde_json::Value = serde_json::from_str(&words).unwrap();
    assert_eq!(error["error"]["exit_code"], 2);
}

#[test]
fn explanations_are_beside_the_data_of_a_pipe() {
    let run = Halo::in_sandbox().run("record --explain");
    assert!(run.err.contains("KDA: kills"), "{}", run.err);
    assert!(!run.success().contains("KDA: kills"));
}

#[test]
fn wrong_settings_name_their_option() {
    for (arguments, words) in [
        ("history --rate 0", "--rate: 0 is not a rate: choose between"),
        (
            "history --language xx",
            "--language: the services have no names in `xx`",
        ),
        (
            "history --language zz-!!",
            "--language: `zz-!!` is not a language tag",
        ),
        (
            "history --sandbox-matches 1000000000",
            "--sandbox-matches: a sandbox has at most",
        ),
    ] {
        let said = Halo::in_sandbox().run(arguments).failure(2);
        assert!(said.contains(words) && !said.contains("unlimited"), "{said}");
    }
    let mut halo = Halo::in_sandbox();
    halo.set("HALO_CONFIG", "/nowhere/config.toml");
    let said = halo.run("history").failure(1);
    assert!(said.contains("/nowhere/config.toml cannot be read"), "{said}");
}

#[test]
fn a_language_needs_no_region_and_an_unknown_one_has_a_note() {
    let sandbox = Sandbox::start().unwrap();
    let halo = Halo::at(&sandbox);
    let home = sandbox.world().home().xuid();
    let run = halo.run(&format!("history {home} -n 1 --language de"));
    assert_eq!((run.code, run.err.as_str()), (0, ""));
    let asked = sandbox.take_requests();
    let german = ("accept-language".to_owned(), "de-DE".to_owned());
    let is_german = |request: &LoggedRequest| request.headers.contains(&german);
    assert!(asked.iter().any(is_german));
    let run = halo.run(&format!("history {home} -n 1 --language xx-YY"));
    assert_eq!(run.code, 0);
    assert!(
        run.err.contains("not known to have names in xx-YY"),
        "{}",
        run.err
    );
}

#[test]
fn a_filter_that_is_none_has_a_short_error() {
    let said = Halo::in_sandbox().run_with(["history", "--jq", ".[] | nonsense"]);
    let said = said.failure(2);
    let error: serde_json::Value = serde_json::from_str(&said).unwrap();
    assert_eq!(
        error["error"]["message"],
        "--jq: this is not a jq filter: there is no filter `nonsense` at character 7"
    );
    let csv = Halo::in_sandbox().run_with(["history", "-n", "1", "--jq", ".[] | [.map, .kills] | @csv"]);
    assert!(csv.success().starts_with('"'));
}
