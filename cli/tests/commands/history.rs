//! `halo history`.

use std::time::Duration;

use halo_infinite_sandbox::{Answer, Fault, Sandbox};

use crate::support::Halo;

#[test]
fn the_last_matches_of_the_signed_in_player() {
    let halo = Halo::in_sandbox();
    insta::assert_snapshot!("history in a pipe", halo.run("history -n 3").success());
    insta::assert_snapshot!(
        "history in a terminal of 120 columns",
        halo.in_terminal(120, "history -n 3")
    );
    insta::assert_snapshot!(
        "history in a terminal of 40 columns",
        halo.in_terminal(40, "history -n 3")
    );
    insta::assert_snapshot!("history as JSON", halo.run("history -n 2 --json all").success());
}

#[test]
fn terminals_show_the_start_of_each_id_which_suffices_for_its_match() {
    let halo = Halo::in_sandbox();
    let played = halo.run("history -n 2 --json match_id").json();
    let id = played[1]["match_id"].as_str().unwrap();
    let (start, rest) = id.split_at(8);
    let table = halo.in_terminal(80, "history -n 25 --color never");
    assert!(table.contains(start) && !table.contains(rest), "{table}");
    assert!(halo.run("history -n 2").success().contains(id));
    // The whole date fits.
    for arguments in ["history", "history --stats"] {
        let table = halo.in_terminal(40, &format!("{arguments} --color never -q"));
        assert!(
            table.contains("2026-10-31 19:22 ") && !table.contains('…'),
            "{table}"
        );
    }
    for start in [start.to_owned(), id[..12].to_uppercase()] {
        let game = halo.run(&format!("match {start} --json match_id")).json();
        assert_eq!(game["match_id"], id);
        let film = halo.run(&format!("film {start} --json match_id")).json();
        assert_eq!(film["match_id"], id);
    }
    for command in ["match", "film"] {
        let words = halo.run(&format!("{command} 00000000")).failure(1);
        assert!(words.contains("history --json match_id"), "{words}");
        let words = halo.run(&format!("{command} {}", &start[..7])).failure(2);
        assert!(words.contains("first 8"), "{words}");
    }
}

#[test]
fn statistics_are_columns() {
    let halo = Halo::in_sandbox();
    insta::assert_snapshot!(
        "history with statistics in a terminal of 120 columns",
        halo.in_terminal(120, "history -n 4 --stats -q")
    );
    insta::assert_snapshot!(
        "history with statistics in a terminal of 40 columns",
        halo.in_terminal(40, "history -n 4 --stats -q")
    );
    let played = halo.run("history -n 2 --stats --json kills,kda").json();
    assert!(
        played[0]["kills"].is_i64() && played[1]["kda"].is_f64(),
        "{played}"
    );
    let sandbox = Sandbox::start().unwrap();
    sandbox.answer_next("/stats/hi/matches/", Answer::new(403));
    let home = sandbox.world().home().xuid();
    let halo = Halo::at(&sandbox);
    let run = halo.run(&format!("history {home} -n 3 --stats --json kills"));
    let kills = run.incomplete("1 of 3 statistics of matches cannot be read");
    let kills: serde_json::Value = serde_json::from_str(&kills).unwrap();
    let missing = kills
        .as_array()
        .unwrap()
        .iter()
        .filter(|played| played["kills"].is_null());
    assert_eq!((kills.as_array().unwrap().len(), missing.count()), (3, 1));
    // If all fail, that is one error.
    sandbox
        .faults()
        .on("/stats/hi/matches/")
        .always()
        .answer(Answer::new(403));
    let words = halo
        .run(&format!("history {home} -n 3 --stats --no-cache"))
        .failure(1);
    assert_eq!(words.lines().count(), 1, "{words}");
}

#[test]
fn a_filter_shows_progress_since_it_may_read_all_pages() {
    let sandbox = Sandbox::start().unwrap();
    let home = sandbox.world().home().xuid();
    sandbox
        .faults()
        .on("/stats/hi/players/")
        .once()
        .answer(Fault::delay(Duration::from_millis(600)));
    let halo = Halo::at(&sandbox);
    let seen = halo.in_terminal(80, &format!("history {home} --map nowhere"));
    assert!(seen.contains("reading the history"), "{seen}");
}

#[test]
fn filters_combine() {
    let halo = Halo::in_sandbox();
    let list = |arguments: &str| {
        let json = halo.run(&format!("history {arguments} --json all")).json();
        json.as_array().unwrap().clone()
    };
    let all = list("--all");
    assert_eq!(all.len(), 60);
    assert_eq!(list("").len(), 25);
    type Fits<'f> = &'f dyn Fn(&serde_json::Value) -> bool;
    let has = |played: &serde_json::Value, field: &str, part: &str| {
        played[field]
            .as_str()
            .is_some_and(|name| name.to_lowercase().contains(part))
    };
    let cases: [(&str, Fits); 8] = [
        ("--all --mode ctf:ranked", &|played| {
            has(played, "mode", "ctf") && has(played, "mode", "ranked")
        }),
        ("--all --map BAZAAR", &|played| has(played, "map", "bazaar")),
        ("--all --mode ctf --playlist quick", &|played| {
            has(played, "mode", "ctf") && has(played, "playlist", "quick")
        }),
        ("--all --type custom", &|played| played["kind"] == "custom"),
        ("--since 2026-10-30", &|played| {
            played["start"].as_str() >= Some("2026-10-30")
        }),
        ("--all --until 2026-10-29", &|played| {
            played["start"].as_str() < Some("2026-10-30")
        }),
        ("--since 2026-10-25 --until 2026-10-27", &|played| {
            let start = played["start"].as_str();
            start >= Some("2026-10-25") && start < Some("2026-10-28")
        }),
        ("--since 2026-10-30T19:00:00Z --mode ranked", &|played| {
            played["start"].as_str() >= Some("2026-10-30T19:00:00") && has(played, "mode", "ranked")
        }),
    ];
    for (arguments, fits) in cases {
        let expected: Vec<_> = all.iter().filter(|played| fits(played)).cloned().collect();
        assert!(!expected.is_empty() && expected.len() < 60, "{arguments}");
        assert_eq!(list(arguments), expected, "{arguments}");
    }
    assert_eq!(list("--since 2026-10-20 -n 2").len(), 2);
    assert_eq!(
        list("--since 2026-10-20 --until 9999-12-31"),
        list("--since 2026-10-20")
    );
    let mut elsewhere = Halo::in_sandbox();
    elsewhere.set("TZ", "Asia/Tokyo");
    let local = elsewhere
        .run("history --since 2026-10-31T04:00 --json all")
        .json();
    assert_eq!(local.as_array().unwrap(), &list("--since 2026-10-30T19:00:00Z"));
}

#[test]
fn nothing_that_fits_is_a_note() {
    let run = Halo::in_sandbox().run("history --map nowhere --json all");
    assert_eq!(
        (run.code, run.out.as_str(), run.err.as_str()),
        (0, "[]\n", "no match fits the filters\n")
    );
}

#[test]
fn wrong_filters_are_explained() {
    let halo = Halo::in_sandbox();
    for (arguments, words) in [
        ("history --since yesterday", "2026-10-31"),
        ("history --type ranked", "matchmaking"),
        ("history --all -n 3", "cannot be used with"),
        ("history -n 0", "from 1"),
    ] {
        let said = halo.run(arguments).failure(2);
        assert!(said.contains(words), "{said}");
    }
}

#[test]
fn a_player_who_does_not_exist_is_an_error() {
    let sandbox = Sandbox::start().unwrap();
    let words = Halo::at(&sandbox)
        .run_with(["history", "Nobody At All"])
        .failure(1);
    assert!(words.contains("Nobody At All"), "{words}");
}
