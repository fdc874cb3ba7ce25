//! No method of a service without a test of its exact request and one round trip to the sandbox.

use std::fs;
use std::path::{Path, PathBuf};

fn root() -> PathBuf {
    PathBuf::from(env!("CARGO_MANIFEST_DIR"))
}

fn read(path: &Path) -> String {
    fs::read_to_string(path).unwrap_or_else(|error| panic!("{}: {error}", path.display()))
}

/// The methods of a service: the public ones of the handle that the client gives.
fn methods(source: &str) -> Vec<String> {
    let handles = source
        .split("\nimpl<'c> ")
        .skip(1)
        .filter_map(|rest| rest.split("\n}\n").next());
    let lines = handles.flat_map(str::lines);
    lines
        .filter_map(|line| line.strip_prefix("    pub fn "))
        .map(|line| line.split(['(', '<']).next().unwrap().to_owned())
        .collect()
}

#[test]
fn every_method_is_tested_by_request_and_by_round_trip() {
    let mut round_trips = String::new();
    for entry in fs::read_dir(root().join("tests/calls/round_trips")).unwrap() {
        round_trips += &read(&entry.unwrap().path());
    }
    round_trips += &read(&root().join("tests/payloads/schemas.rs"));
    round_trips.retain(|letter| !letter.is_whitespace());

    let mut untested = Vec::new();
    let mut count = 0;
    for entry in fs::read_dir(root().join("src/services")).unwrap() {
        let path = entry.unwrap().path();
        let service = path.file_stem().unwrap().to_string_lossy().into_owned();
        let methods = methods(&read(&path));
        if methods.is_empty() {
            continue;
        }
        let requests = read(&root().join("tests/calls/requests").join(format!("{service}.rs")));
        for method in methods {
            count += 1;
            if !requests.contains(&format!(".{method}(")) && !requests.contains(&format!("({method},")) {
                untested.push(format!(
                    "{service}.{method} has no test in tests/calls/requests/{service}.rs"
                ));
            }
            // On the handle, whether it has a name of its own or not.
            let calls = [
                format!("{service}().{method}("),
                format!("{service}.{method}("),
                format!("{service}().{method}::"),
            ];
            if !calls.iter().any(|call| round_trips.contains(call)) {
                untested.push(format!("{service}.{method} has no round trip to the sandbox"));
            }
        }
    }
    assert!(count > 30, "only {count} methods were found");
    assert!(untested.is_empty(), "{untested:#?}");
}
