//! The example `film_events`, as a user runs it.

use std::process::Output;

use serde_json::{Value, json};

use super::writer::{Bits, Written};
use crate::support::example::example;
use crate::support::wait;

/// Runs it for a chunk on its standard input.
fn run(version: &str, chunk: &[u8]) -> Output {
    wait::output(
        example("film_events").args(["--film-version", version, "-"]),
        chunk,
    )
}

fn chunk() -> Vec<u8> {
    let mut bits = Bits::default();
    for (hint, is_medal, code, time) in [
        (50, 0, 0, 1001),
        (20, 0, 1, 1002),
        (100, 1, 0, 1003),
        (77, 0, 5, 1004),
    ] {
        Written::new(2_533_274_800_000_001, "é\"A", hint, is_medal, code, time).write(&mut bits, 36, 0);
    }
    bits.bytes
}

#[test]
fn each_event_is_a_line_of_json() {
    let output = run("36", &chunk());
    assert!(output.status.success() && output.stderr.is_empty(), "{output:?}");
    let text = String::from_utf8(output.stdout).unwrap();
    let lines: Vec<Value> = text
        .lines()
        .map(|line| serde_json::from_str(line).unwrap())
        .collect();
    let line = |kind, time: u32, code: u8, name: Option<&str>| {
        json!({
            "xuid": 2_533_274_800_000_001_u64,
            "gamertag": "é\"A",
            "kind": kind,
            "time_ms": time,
            "medal_code": code,
            "medal_name": name,
        })
    };
    assert_eq!(
        lines,
        [
            line("kill", 1001, 0, None),
            line("death", 1002, 1, None),
            line("medal", 1003, 0, Some("Double Kill")),
            line("unknown", 1004, 5, None),
        ]
    );
}

#[test]
fn an_empty_chunk_is_accepted_and_other_files_are_refused() {
    let empty = run("36", &[9, 0, 0, 0]);
    assert!(empty.status.success() && empty.stdout.is_empty(), "{empty:?}");
    let page = run("36", b"<html>404</html>");
    assert!(!page.status.success() && page.stdout.is_empty(), "{page:?}");
    let problem = String::from_utf8(page.stderr).unwrap();
    assert!(
        problem.contains("not compressed") && problem.contains("<html>"),
        "{problem}"
    );
    // The layout chosen for an unknown version is reported.
    let newer = run("99", &chunk());
    assert!(newer.status.success(), "{newer:?}");
    assert!(
        String::from_utf8(newer.stderr)
            .unwrap()
            .contains("gamertag first")
    );
}
