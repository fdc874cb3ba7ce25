//! What is reported.

use std::ptr;

use halo_infinite_capi::*;
use halo_infinite_sandbox::{Answer, Fault, Sandbox};
use serde_json::{Value, json};

use crate::documented::{fields, listed};
use crate::support::{Client, Received, cancel, made, outcome, receive, text};

const PLAIN: &str = "discovery_ugc.tags_info";

fn observe(client: &Client, received: &Received) {
    let set = outcome(|error| halo_client_observe(client.0, Some(receive), received.context(), error));
    assert_eq!(set.unwrap(), HaloCode::Ok);
}

fn stop(client: &Client) {
    let removed = outcome(|error| halo_client_observe(client.0, None, ptr::null_mut(), error));
    assert_eq!(removed.unwrap(), HaloCode::Ok);
}

#[test]
fn each_attempt_is_reported() {
    let sandbox = Sandbox::start().unwrap();
    let received = Received::default();
    let client = Client::of(
        &sandbox,
        json!({ "requests_per_second": 100, "retries": { "initial_backoff_ms": 1 } }),
    );
    assert_eq!(client.call(PLAIN, json!({})).unwrap().attempts, 1);
    observe(&client, &received);
    sandbox.answer_next("/discovery", Answer::new(503));
    sandbox.faults().on("/discovery").once().answer(Fault::reset());
    assert_eq!(client.call(PLAIN, json!({})).unwrap().attempts, 3);
    let reports = received.take();
    let expected = [
        ("status", json!(503), false, true),
        ("network", json!(null), true, true),
        ("status", json!(200), false, false),
    ];
    assert_eq!(reports.len(), expected.len());
    for (number, (report, (outcome, status, has_kind, will_retry))) in
        reports.iter().zip(expected).enumerate()
    {
        assert_eq!(report["endpoint"], PLAIN);
        assert_eq!(report["number"], number + 1);
        assert_eq!(
            (&report["outcome"], &report["status"]),
            (&json!(outcome), &status)
        );
        assert_eq!(report["network"].is_string(), has_kind, "{report}");
        assert_eq!(report["will_retry"], will_retry);
        assert_eq!(
            (&report["from_cache"], &report["account"]),
            (&json!(false), &json!(0))
        );
        assert_eq!(report["requests_per_second"], 100.0);
        assert!(report["took_ms"].as_f64().unwrap() > 0.0 && report["waited_ms"].is_f64());
        assert!(report["line"].as_str().unwrap().starts_with(PLAIN));
        let text = report.to_string();
        assert!(
            !sandbox.secrets().iter().any(|secret| text.contains(secret)),
            "{text}"
        );
    }
    assert!(reports[2]["bytes"].as_u64().unwrap() > 100);
    // Wrong arguments are none.
    assert!(client.call(PLAIN, json!({ "x": 1 })).is_err());
    assert!(received.take().is_empty());
    stop(&client);
    assert_eq!(client.call(PLAIN, json!({})).unwrap().attempts, 1);
    assert!(received.take().is_empty());
}

#[test]
fn the_reasons_without_an_attempt_are_named() {
    let sandbox = Sandbox::start().unwrap();
    let slow = Client::of(
        &sandbox,
        json!({ "requests_per_second": 0.001, "deadline_ms": 5000 }),
    );
    let received = Received::default();
    observe(&slow, &received);
    assert!(slow.call(PLAIN, json!({})).is_ok() && slow.call(PLAIN, json!({})).is_err());
    let outcomes = |reports: &[Value]| {
        let outcomes = reports
            .iter()
            .map(|report| (report["outcome"].clone(), report["number"].clone()));
        outcomes.collect::<Vec<_>>()
    };
    let expected = [(json!("status"), json!(1)), (json!("deadline"), json!(0))];
    assert_eq!(outcomes(&received.take()), expected);
    stop(&slow);

    let client = Client::of(&sandbox, json!({}));
    observe(&client, &received);
    let endpoint = c"discovery_ugc.tags_info";
    let cancel = cancel();
    assert_eq!(halo_cancel_cancel(cancel), HaloCode::Ok);
    let cancelled = made(|response, error| {
        let (endpoint, none) = (InText::of(endpoint), InText::none());
        halo_call(client.0, endpoint, none, InText::none(), cancel, response, error)
    });
    assert_eq!(cancelled.unwrap_err().code, HaloCode::Cancelled);
    assert_eq!(outcomes(&received.take()), [(json!("cancelled"), json!(0))]);
    assert_eq!(halo_cancel_close(cancel), HaloCode::Ok);
    stop(&client);
}

#[cfg(feature = "cache")]
#[test]
fn responses_from_the_cache_are_reported() {
    let sandbox = Sandbox::start().unwrap();
    let folder = tempfile::tempdir().unwrap();
    let client = Client::of(&sandbox, json!({ "cache": { "folder": folder.path() } }));
    let received = Received::default();
    observe(&client, &received);
    for _ in 0..2 {
        assert!(client.call("gamecms_hacs.medal_metadata", json!({})).is_ok());
    }
    let reports = received.take();
    let cached: Vec<_> = reports.iter().map(|report| &report["from_cache"]).collect();
    assert_eq!(cached, [&json!(false), &json!(true)]);
    assert_eq!(
        (&reports[1]["number"], &reports[1]["account"]),
        (&json!(0), &Value::Null)
    );
    assert!(reports[1]["took_ms"].as_f64().unwrap() > 0.0, "{}", reports[1]);
    stop(&client);
}

#[test]
fn a_report_has_all_that_the_sdk_has_and_the_header_says_so() {
    let sandbox = Sandbox::start().unwrap();
    let client = Client::of(&sandbox, json!({}));
    let received = Received::default();
    observe(&client, &received);
    assert!(client.call(PLAIN, json!({})).is_ok());
    stop(&client);
    let reports = received.take();
    let report = reports[0].as_object().unwrap();
    let members: std::collections::BTreeSet<_> = report.keys().cloned().collect();
    assert_eq!(members, listed("halo_client_observe"));
    for field in fields("Attempt") {
        assert!(
            members.contains(&field) || members.contains(&format!("{field}_ms")),
            "{field}"
        );
    }
}

#[test]
fn observing_needs_an_open_client() {
    let received = Received::default();
    let observe = |client| halo_client_observe(client, Some(receive), received.context(), None);
    assert_eq!(observe(ptr::null()), HaloCode::NullPointer);
    let client = Client::new(&json!({ "spartan_token": "token" })).unwrap();
    assert_eq!(halo_client_close(client.0), HaloCode::Ok);
    assert_eq!(observe(client.0), HaloCode::ClosedHandle);
    assert!(text(ptr::null()).is_none());
}
