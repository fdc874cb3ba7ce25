//! The options of a call.

use std::collections::BTreeSet;
use std::time::{Duration, Instant};

use halo_infinite_capi::HaloCode;
use halo_infinite_sandbox::{Answer, Fault, Sandbox};
use serde_json::json;

use crate::documented::{in_backticks, listed, setters};
use crate::support::Client;

const PLAIN: &str = "discovery_ugc.tags_info";

/// The names of the options, as the error about an unknown one lists them.
fn options() -> BTreeSet<String> {
    let client = Client::new(&json!({ "spartan_token": "token" })).unwrap();
    let unknown = client.call_with(PLAIN, json!({}), json!({ "no option": 0 }));
    let failed = unknown.unwrap_err();
    assert_eq!(failed.code, HaloCode::NotJson);
    let list = failed.message.split("expected ").nth(1).unwrap();
    in_backticks(list).into_iter().collect()
}

#[test]
fn the_options_are_those_of_the_sdk_and_of_the_header() {
    let options = options();
    assert_eq!(listed("halo_call"), options);
    // The token is a parameter.
    let of_client = setters("Client").into_iter();
    let of_client = of_client.filter_map(|setter| setter.strip_prefix("with_").map(str::to_owned));
    let of_client = of_client.filter(|option| option != "cancel_token");
    for setter in of_client.chain(setters("NamedRequest")) {
        assert!(
            options.contains(&setter) || options.contains(&format!("{setter}_ms")),
            "{setter} is no option"
        );
    }
}

#[test]
fn a_deadline_replaces_that_of_the_client() {
    let sandbox = Sandbox::start().unwrap();
    let slow = json!({ "requests_per_second": 0.001, "deadline_ms": 60_000 });
    let client = Client::of(&sandbox, slow);
    let call = |deadline: u64| client.call_with(PLAIN, json!({}), json!({ "deadline_ms": deadline }));
    assert_eq!(call(10_000).unwrap().attempts, 1);
    let start = Instant::now();
    assert_eq!(call(20).unwrap_err().code, HaloCode::Deadline);
    // A deadline of no time is no mistake of the settings, but no request can be sent.
    assert_eq!(call(0).unwrap_err().code, HaloCode::Deadline);
    assert!(start.elapsed() < Duration::from_secs(30));
}

#[test]
fn data_that_appears_late_is_waited_for() {
    let sandbox = Sandbox::start().unwrap();
    let client = Client::of(&sandbox, json!({ "retries": { "max_attempts": 1 } }));
    let world = sandbox.world();
    let arguments = json!({ "match_id": world.match_ids(world.home())[0].to_string() });
    let call = |options| client.call_with("stats.match_stats", arguments.clone(), options);
    let missing = || sandbox.answer_next("/stats/hi/matches/", Answer::new(404));
    missing();
    let failed = call(json!({})).unwrap_err();
    assert_eq!(
        (failed.code, &failed.details["status"]),
        (HaloCode::Status, &json!(404))
    );
    missing();
    let response = call(json!({ "wait_until_available_ms": 60_000 })).unwrap();
    assert_eq!((response.status, response.attempts), (200, 2));
}

#[test]
fn an_account_is_one_of_the_clients() {
    let sandbox = Sandbox::start().unwrap();
    let client = Client::of(&sandbox, json!({}));
    let call = |account| client.call_with(PLAIN, json!({}), json!({ "account": account }));
    assert_eq!(call(0).unwrap().status, 200);
    assert_eq!(call(1).unwrap_err().code, HaloCode::Argument);
    assert_eq!(sandbox.requests().len(), 1);
}

#[cfg(feature = "cache")]
#[test]
fn the_cache_is_bypassed_or_used_for_longer() {
    let sandbox = Sandbox::start().unwrap();
    let folder = tempfile::tempdir().unwrap();
    let client = Client::of(&sandbox, json!({ "cache": { "folder": folder.path() } }));
    let medals = |options| {
        let response = client.call_with("gamecms_hacs.medal_metadata", json!({}), options);
        response.unwrap().attempts
    };
    assert_eq!([medals(json!({})), medals(json!({}))], [1, 0]);
    assert_eq!(medals(json!({ "fresh": true })), 1);
    assert_eq!(medals(json!({ "fresh": false })), 0);
    assert_eq!(medals(json!({ "max_age_ms": 3_600_000 })), 0);

    // A history is cached only on request.
    let me = sandbox.world().home().gamertag();
    let history = |options| {
        let response = client.call_with("stats.match_history", json!({ "player": me }), options);
        response.unwrap().attempts
    };
    assert_eq!([history(json!({})), history(json!({}))], [1, 1]);
    let hour = || json!({ "max_age_ms": 3_600_000 });
    assert_eq!([history(hour()), history(hour())], [1, 0]);
    assert_eq!(client.cached().unwrap(), 2);
    assert_eq!(history(json!({ "max_age_ms": 0 })), 1);
}

#[cfg(not(feature = "cache"))]
#[test]
fn options_of_the_cache_need_the_feature() {
    let client = Client::new(&json!({ "spartan_token": "token" })).unwrap();
    for options in [json!({ "fresh": true }), json!({ "max_age_ms": 1 })] {
        let failed = client.call_with(PLAIN, json!({}), options).unwrap_err();
        assert_eq!(failed.code, HaloCode::MissingFeature, "{}", failed.message);
    }
}

#[test]
fn wrong_options_are_named() {
    let sandbox = Sandbox::start().unwrap();
    sandbox.faults().on("/").always().answer(Fault::status(500));
    let client = Client::of(&sandbox, json!({}));
    for (name, value) in [
        ("deadline_ms", json!(-1)),
        ("wait_until_available_ms", json!("1")),
        ("account", json!(0.5)),
        ("fresh", json!(1)),
        ("max_age_ms", json!([])),
    ] {
        let failed = client
            .call_with(PLAIN, json!({}), json!({ name: value }))
            .unwrap_err();
        let start = format!("options: `{name}` has a wrong value: expected ");
        assert!(failed.message.starts_with(&start), "{}", failed.message);
        assert_eq!(failed.code, HaloCode::NotJson);
    }
    assert!(sandbox.requests().is_empty());
}

#[test]
fn a_raw_body_is_not_decoded() {
    let sandbox = Sandbox::start().unwrap();
    let client = Client::of(&sandbox, json!({}));
    let player = sandbox.world().home().gamertag();
    let count = |options| {
        sandbox.answer_next("/stats/hi/players/", Answer::new(200).json(json!([])));
        client.call_with("stats.match_count", json!({ "player": player }), options)
    };
    assert_eq!(count(json!({})).unwrap_err().code, HaloCode::Decode);
    let raw = count(json!({ "raw": true })).unwrap();
    assert_eq!((raw.status, raw.attempts), (200, 1));
}
