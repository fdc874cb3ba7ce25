//! The order of the rooms, the top-level modules of `src`. Imports run down this list, and files never import in a
//! circle.

use crate::imports::{circle, sources, violations};

/// Top room first. A room may import only the rooms below it.
const ROOMS: [&str; 26] = [
    "lib",
    "guide",
    "fuzzing",
    "spartan_id",
    "rotation",
    "names",
    "watch",
    "matches",
    "worker",
    "client",
    "services",
    "request",
    "pipeline",
    "recording",
    "cache",
    "auth",
    "http",
    "limiter",
    "sync",
    "film",
    "models",
    "error",
    "types",
    "refdata",
    "decode",
    "fs",
];

#[test]
fn rooms_import_only_rooms_below_them() {
    let violations = violations(&sources(), &ROOMS);
    assert!(violations.is_empty(), "{violations:#?}");
}

#[test]
fn files_do_not_import_in_a_circle() {
    let circle = circle(&sources());
    assert!(circle.is_empty(), "{circle:#?}");
}
