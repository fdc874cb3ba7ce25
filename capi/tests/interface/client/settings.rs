//! Each setting does what it says.

use std::time::{Duration, Instant};

use halo_infinite_capi::HaloCode;
use halo_infinite_sandbox::{Answer, Fault, Sandbox};
use serde_json::{Value, json};

use crate::support::{Client, Failed};

const MEDALS: &str = "gamecms_hacs.medal_metadata";
const PLAIN: &str = "discovery_ugc.tags_info";

/// The attempts of a request.
fn attempts(client: &Client) -> Result<u32, Failed> {
    Ok(client.call(PLAIN, json!({}))?.attempts)
}

fn code(client: &Client) -> HaloCode {
    attempts(client).unwrap_err().code
}

/// A header of the last request.
fn sent(sandbox: &Sandbox, header: &str) -> Option<String> {
    let requests = sandbox.requests();
    requests.last()?.header(header).map(str::to_owned)
}

fn fail(sandbox: &Sandbox, fault: Fault) {
    sandbox.faults().on("/discovery").always().answer(fault);
}

#[test]
fn tokens_are_those_of_the_requests() {
    let sandbox = Sandbox::start().unwrap();
    // The sandbox issues new tokens each time.
    let (spartan, clearance) = (sandbox.spartan_token(), sandbox.clearance());
    let tokens = json!({ "spartan_token": spartan, "clearance": clearance });
    let client = Client::of(&sandbox, tokens);
    assert_eq!(attempts(&client).unwrap(), 1);
    assert_eq!(sent(&sandbox, "x-343-authorization-spartan"), Some(spartan));
    assert_eq!(sent(&sandbox, "343-clearance"), Some(clearance));
    let refused = client.call("peoplehub.friends", json!({})).unwrap_err();
    assert!(refused.message.contains("xbox_token"), "{}", refused.message);

    let (user_hash, token) = (sandbox.xbox_user_hash(), sandbox.xbox_token());
    let xbox = json!({ "xbox_user_hash": user_hash, "xbox_token": token });
    let client = Client::of(&sandbox, xbox);
    assert_eq!(client.call("peoplehub.friends", json!({})).unwrap().status, 200);
    let header = format!("XBL3.0 x={user_hash};{token}");
    assert_eq!(sent(&sandbox, "authorization"), Some(header));

    let client = Client::of(&sandbox, json!({ "clearance": null }));
    let response = client.call(MEDALS, json!({})).unwrap();
    assert_eq!((response.status, response.age_ms), (200, -1));
    assert_eq!(sent(&sandbox, "343-clearance"), None);
}

#[test]
fn the_user_agent_is_sent() {
    let sandbox = Sandbox::start().unwrap();
    let client = Client::of(&sandbox, json!({ "user_agent": "overlay/1.2" }));
    assert_eq!(attempts(&client).unwrap(), 1);
    assert_eq!(sent(&sandbox, "user-agent").as_deref(), Some("overlay/1.2"));
}

#[test]
fn times_and_sizes_are_bounded() {
    let sandbox = Sandbox::start().unwrap();
    let one = json!({ "max_attempts": 1 });
    let client = Client::of(&sandbox, json!({ "max_body_size": 10, "retries": one }));
    let long = attempts(&client).unwrap_err();
    assert_eq!(long.code, HaloCode::Network);
    assert!(long.message.contains("10"), "{}", long.message);

    fail(&sandbox, Fault::delay(Duration::from_secs(60)));
    let start = Instant::now();
    let client = Client::of(&sandbox, json!({ "timeout_ms": 50, "retries": one }));
    assert_eq!(code(&client), HaloCode::Network);
    // The deadline ends the attempt too, and the retries.
    let client = Client::of(&sandbox, json!({ "deadline_ms": 50 }));
    assert!(matches!(code(&client), HaloCode::Network | HaloCode::Deadline));
    assert!(start.elapsed() < Duration::from_secs(30));
}

#[test]
fn retries_are_those_of_the_policy() {
    let sandbox = Sandbox::start().unwrap();
    fail(&sandbox, Answer::new(503).into());
    for (retries, expected) in [
        (json!({ "max_attempts": 1 }), 1),
        (json!({ "max_attempts": 5, "initial_backoff_ms": 1 }), 5),
        (json!({ "max_attempts": 5, "max_backoff_ms": 1, "budget": 2 }), 3),
    ] {
        let client = Client::of(&sandbox, json!({ "retries": retries }));
        sandbox.clear_requests();
        assert_eq!(code(&client), HaloCode::Status);
        assert_eq!(sandbox.requests().len(), expected, "{retries}");
    }
    sandbox.faults().clear();
    fail(&sandbox, Answer::new(429).retry_after(3600).into());
    let client = Client::of(&sandbox, json!({ "retries": { "max_retry_after_ms": 10 } }));
    sandbox.clear_requests();
    assert_eq!(code(&client), HaloCode::Status);
    assert_eq!(sandbox.requests().len(), 1);
}

#[test]
fn the_rate_is_that_of_the_settings() {
    let sandbox = Sandbox::start().unwrap();
    // The second request would have to wait for 1000 seconds.
    let slow = |more: Value| {
        let mut settings = json!({ "requests_per_second": 0.001, "deadline_ms": 5000 });
        settings
            .as_object_mut()
            .unwrap()
            .extend(more.as_object().unwrap().clone());
        Client::of(&sandbox, settings)
    };
    let client = slow(json!({}));
    assert_eq!(attempts(&client).unwrap(), 1);
    assert_eq!(code(&client), HaloCode::Deadline);

    let client = slow(json!({ "burst": 2 }));
    assert_eq!([1, 2].map(|_| attempts(&client).unwrap()), [1, 1]);
    assert_eq!(code(&client), HaloCode::Deadline);

    // Two clients with one folder have one rate.
    let folder = tempfile::tempdir().unwrap();
    let shared = json!({ "shared_rate": folder.path() });
    let (first, second) = (slow(shared.clone()), slow(shared));
    assert_eq!(attempts(&first).unwrap(), 1);
    assert_eq!(code(&second), HaloCode::Deadline);

    let client = Client::of(&sandbox, json!({ "unlimited": true }));
    assert_eq!([1, 2, 3].map(|_| attempts(&client).unwrap()), [1, 1, 1]);
}

#[test]
fn writes_need_a_permission() {
    let sandbox = Sandbox::start().unwrap();
    let me = sandbox.world().home().gamertag();
    let arguments = json!({ "player": me, "matchmade_games": "hide", "other_games": "show" });
    let write = |client: &Client| client.call("stats.update_matches_privacy", arguments.clone());
    let refused = write(&Client::of(&sandbox, json!({}))).unwrap_err();
    assert_eq!(refused.code, HaloCode::Argument);
    assert!(refused.message.contains("allow_writes"), "{}", refused.message);
    assert!(sandbox.requests().is_empty());
    let client = Client::of(&sandbox, json!({ "allow_writes": true }));
    assert_eq!(write(&client).unwrap().status, 200);
}

#[test]
fn responses_are_recorded() {
    let sandbox = Sandbox::start().unwrap();
    let me = sandbox.world().home().gamertag();
    let recorded = |more: Value| {
        let folder = tempfile::tempdir().unwrap();
        let mut record = json!({ "folder": folder.path() });
        record
            .as_object_mut()
            .unwrap()
            .extend(more.as_object().unwrap().clone());
        let client = Client::of(&sandbox, json!({ "record": record }));
        let call = client.call("profile.user_by_gamertag", json!({ "gamertag": me }));
        assert_eq!(call.unwrap().status, 200);
        std::fs::read_to_string(folder.path().join("profile/user_by_gamertag_1.json")).unwrap()
    };
    assert!(recorded(json!({})).contains(me));
    assert!(!recorded(json!({ "replacing_players": true })).contains(me));
}
