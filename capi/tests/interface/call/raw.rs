//! The option `raw`, which is only for calls and workers.

use std::ptr;

use halo_infinite_capi::*;
use serde_json::json;

use crate::support::{Bench, Failed, c, made};

#[test]
fn what_needs_decoded_responses_refuses_raw_ones() {
    let bench = Bench::new();
    let (id, player) = (&bench.ids[0], bench.me());
    let options = c(r#"{"raw": true}"#);
    let options = || InText::of(&options);
    let requests = json!([{
        "endpoint": "stats.match_stats",
        "arguments": { "match_id": id },
        "options": { "raw": true },
    }]);
    let requests = c(requests);
    let (client, none, context) = (bench.client, InText::none, ptr::null_mut());
    let fetch = made(|fetch, error| {
        let requests = InText::of(&requests);
        halo_fetch_new(client, requests, none(), None, context, ptr::null(), fetch, error)
    });
    let arguments = c(json!({ "player": player }));
    let pages = made(|pages, error| {
        let (endpoint, arguments) = (InText::of(c"stats.match_history"), InText::of(&arguments));
        halo_pages_new(client, endpoint, arguments, options(), ptr::null(), pages, error)
    });
    let match_id = c(id);
    let film = made(|film, error| {
        halo_film_of_match(client, InText::of(&match_id), options(), ptr::null(), film, error)
    });
    let refused = [
        (fetch.map(drop), "requests[0]: options: "),
        (pages.map(drop), "options: "),
        (film.map(drop), "options: "),
    ];
    for (result, place) in refused {
        let Failed { code, message, .. } = result.unwrap_err();
        assert_eq!(code, HaloCode::Argument, "{message}");
        assert_eq!(message, format!("{place}`raw` is for halo_call and for workers"));
    }
    assert!(bench.sandbox.requests().is_empty());
}
