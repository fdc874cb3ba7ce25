//! The order of the rooms, the top-level modules of `src`. Imports run down this list, and files never import in a
//! circle.

#[path = "../../tests/support/rooms.rs"]
mod rooms;

use rooms::{Module, circle, sources, violations};

/// Top room first. A room may import only the rooms below it.
const ROOMS: [&str; 30] = [
    "program",
    "lib",
    "sdk",
    "info",
    "builder",
    "sandbox",
    "server",
    "services",
    "app",
    "captures",
    "hosts",
    "trace",
    "request_log",
    "faults",
    "answer",
    "codes",
    "device_codes",
    "tokens",
    "registration",
    "authority",
    "consent",
    "privacy",
    "content",
    "closed_accounts",
    "live",
    "secrets",
    "clock",
    "world",
    "wire",
    "rng",
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

#[test]
fn upward_imports_missing_rooms_and_circles_are_found() {
    let with = |module: &[&str], code: &str| {
        let mut sources = sources();
        let module: Module = module.iter().map(|part| (*part).to_owned()).collect();
        let text = sources.entry(module).or_default();
        *text = format!("{code}\n{text}");
        sources
    };
    for upward in [
        "use crate::services;",
        "use crate::services::path::{PathMatch, parameter};",
        "use crate::{rng::Rng, services::{self, path}};",
        "use super::super::services::path;",
        "use crate::Sandbox;",
        "use crate::*;",
        "fn f() { crate::services::path::xuid(\"\"); }",
    ] {
        let found = violations(&with(&["world", "plan"], upward), &ROOMS);
        let is_upward = |found: &String| found.starts_with("world::plan imports");
        assert!(
            !found.is_empty() && found.iter().all(is_upward),
            "{upward}: {found:?}"
        );
    }
    assert_eq!(
        violations(&with(&["attic"], ""), &ROOMS),
        ["attic is not in the table"]
    );
    for circular in [
        "use super::ranks;",
        "use crate::world::World;",
        "use super::{self as world};",
    ] {
        let circle = circle(&with(
            &["world", "catalog", "maps"],
            &circular.replace("super", "super::super"),
        ));
        assert!(
            circle.contains(&"world::catalog::maps".to_owned()),
            "{circular}: {circle:?}"
        );
    }
}
