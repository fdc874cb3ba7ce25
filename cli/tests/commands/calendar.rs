//! `halo seasons` and `halo operations`.

use halo_infinite_sandbox::{Answer, Sandbox};

use crate::support::Halo;

/// Seasons and operations of the past: they do not change with the clock.
const PAST: usize = 20;

#[test]
fn the_calendar_of_seasons() {
    let halo = Halo::in_sandbox();
    let past = |text: String| {
        text.lines()
            .filter(|line| !line.contains("2026") && !line.contains("current"))
            .collect::<Vec<_>>()
            .join("\n")
    };
    insta::assert_snapshot!("seasons in a pipe", past(halo.run("seasons").success()));
    for width in [160, 80, 40] {
        insta::assert_snapshot!(
            format!("seasons in a terminal of {width} columns"),
            past(halo.in_terminal(width, "seasons --quiet"))
        );
    }
    let seasons = halo.run("seasons --json all").json();
    let seasons = seasons.as_array().unwrap();
    insta::assert_snapshot!("the first season as JSON", seasons.last().unwrap());
    let current = seasons.iter().filter(|season| season["current"] == true).count();
    assert_eq!(current, 1);
    let csr = halo.run("seasons --csr --json all").json();
    assert_eq!(
        csr.as_array().unwrap().last().unwrap()["csr_season"],
        "CsrSeason1"
    );
}

#[test]
fn operations_and_events() {
    let halo = Halo::in_sandbox();
    let last = |text: String| {
        let lines: Vec<_> = text.lines().collect();
        lines[lines.len() - PAST..].join("\n")
    };
    insta::assert_snapshot!("operations in a pipe", last(halo.run("operations").success()));
    for width in [160, 80, 40] {
        insta::assert_snapshot!(
            format!("operations in a terminal of {width} columns"),
            last(halo.in_terminal(width, "operations --quiet"))
        );
    }
    let operations = halo.run("operations --json all").json();
    insta::assert_snapshot!(
        "the first operation as JSON",
        operations.as_array().unwrap().last().unwrap()
    );
    assert_eq!(operations[0]["kind"], "operation");
    assert_eq!(operations[0]["completed_ranks"], serde_json::Value::Null);
}

#[test]
fn an_old_operation_without_its_file_has_no_name() {
    let sandbox = Sandbox::start().unwrap();
    let halo = Halo::at(&sandbox);
    let run = |status| {
        let tracks = "/gamecms_hacs/hi/Progression/file/RewardTracks/";
        sandbox.answer_next(tracks, Answer::new(status));
        halo.run("operations --no-cache --json name,ranks")
    };
    let gone = run(404);
    assert!(
        gone.err.contains(" reward tracks, but do not have 1 of them"),
        "{}",
        gone.err
    );
    let operations = gone.json();
    let nameless = operations.as_array().unwrap().iter();
    assert_eq!(
        nameless.filter(|operation| operation["ranks"].is_null()).count(),
        1
    );
    run(403).incomplete(" reward tracks cannot be read: ");
    // All of them are gone.
    sandbox
        .faults()
        .on("/gamecms_hacs/hi/Progression/file/RewardTracks/")
        .always()
        .answer(Answer::new(404));
    halo.run("operations --no-cache").success();
}

#[test]
fn progress_in_operations() {
    let halo = Halo::in_sandbox();
    let explained = halo.run("operations me --explain");
    assert!(
        explained.err.contains("next rank of the operation"),
        "{}",
        explained.err
    );
    let operations = halo.run("operations me --json all").json();
    let operations = operations.as_array().unwrap();
    let started = operations
        .iter()
        .find(|operation| operation["completed_ranks"].as_i64() > Some(0))
        .unwrap();
    assert!(
        started["ranks"].as_i64() >= started["completed_ranks"].as_i64(),
        "{started}"
    );
    assert_eq!(
        operations
            .iter()
            .filter(|operation| operation["active"] == true)
            .count(),
        1
    );
    let table = halo.in_terminal(80, "operations me --color never --quiet");
    assert!(
        table.contains(&format!("{} of {}", started["completed_ranks"], started["ranks"])),
        "{table}"
    );
    let wide = halo.in_terminal(160, "operations me --color never --quiet");
    assert!(wide.contains(" of 1,000 XP"), "{wide}");
    let piped = halo.run("operations me").success();
    let numbers = ["completed_ranks", "ranks", "xp", "xp_per_rank"].map(|field| started[field].to_string());
    assert!(piped.contains(&format!("\t{}\t", numbers.join("\t"))), "{piped}");
    let narrow = halo.in_terminal(40, "operations me --color never --quiet");
    assert!(narrow.lines().all(|line| line.chars().count() <= 40), "{narrow}");
    assert!(narrow.contains(" of "), "{narrow}");
}
