//! Wrong lists of requests, and wrong options.

use std::ptr;

use halo_infinite_capi::*;
use serde_json::{Value, json};

use super::{Received, fetch, next, stats};
use crate::support::{Bench, Failed, c, failure, made, place};

#[test]
fn wrong_requests_are_named_and_nothing_is_sent() {
    let bench = Bench::new();
    let good = json!({ "endpoint": "stats.match_stats", "arguments": { "match_id": bench.ids[0] } });
    for (wrong, code) in [
        (json!(7), HaloCode::NotJson),
        (json!({}), HaloCode::NotJson),
        (
            json!({ "endpoint": "stats.match_stats", "argument": 1 }),
            HaloCode::NotJson,
        ),
        (json!({ "endpoint": "stats.nothing" }), HaloCode::UnknownEndpoint),
        (json!({ "endpoint": "stats.match_stats" }), HaloCode::Argument),
        (
            json!({ "endpoint": "stats.match_stats", "arguments": [] }),
            HaloCode::Argument,
        ),
        (
            json!({ "endpoint": "stats.match_stats", "options": { "dead": 1 } }),
            HaloCode::NotJson,
        ),
        (
            json!({ "endpoint": "stats.match_stats", "options": [1000] }),
            HaloCode::NotJson,
        ),
    ] {
        let failed = fetch(&bench, &json!([good, wrong]), &json!({})).unwrap_err();
        assert_eq!(failed.code, code, "{wrong}: {}", failed.message);
        assert!(failed.message.starts_with("requests[1]: "), "{}", failed.message);
    }
    assert_eq!(bench.sandbox.requests().len(), 0);
}

#[test]
fn lists_and_options_of_another_form_are_errors() {
    let bench = Bench::new();
    for requests in [Value::Null, json!({}), json!("text")] {
        let Failed { code, message, .. } = fetch(&bench, &requests, &json!({})).unwrap_err();
        assert_eq!(code, HaloCode::NotJson);
        assert!(message.contains("a JSON list"), "{message}");
    }
    for options in [
        json!([]),
        json!({ "threads": -1 }),
        json!({ "thread": 1 }),
        json!({ "in_order": 1 }),
    ] {
        let Failed { code, message, .. } = fetch(&bench, &stats(&bench.ids[..1]), &options).unwrap_err();
        assert_eq!(code, HaloCode::NotJson, "{message}");
    }
    let without = made(|fetch, error| {
        halo_fetch_new(
            bench.client,
            InText::none(),
            InText::none(),
            None,
            ptr::null_mut(),
            ptr::null(),
            fetch,
            error,
        )
    });
    assert_eq!(without.unwrap_err().code, HaloCode::NullPointer);
    let requests = c("[]");
    let without = made(|fetch, error| {
        halo_fetch_new(
            ptr::null(),
            InText::of(&requests),
            InText::none(),
            None,
            ptr::null_mut(),
            ptr::null(),
            fetch,
            error,
        )
    });
    assert_eq!(without.unwrap_err().code, HaloCode::NullPointer);
}

#[test]
fn wrong_places_and_handles_are_errors() {
    let bench = Bench::new();
    let fetch = fetch(&bench, &json!([]), &json!({})).unwrap();
    let mut index = 7;
    let failed = failure(|error| halo_fetch_next(fetch, 0, Some(place(&mut index)), None, None, error));
    assert_eq!((failed.code, index), (HaloCode::NullPointer, usize::MAX));
    let other = bench.client.cast::<HaloFetch>();
    assert_eq!(next(other), Received::Code(HaloCode::WrongHandle));
    assert_eq!(halo_fetch_close(other), HaloCode::WrongHandle);
    assert_eq!(halo_fetch_close(ptr::null_mut()), HaloCode::Ok);
    halo_fetch_close(fetch);
}
