//! Results that come in pages.

use std::ptr;

use halo_infinite_capi::*;
use halo_infinite_sandbox::Answer;
use serde_json::{Value, json};

use crate::support::{Bench, Failed, c, content, made};

fn pages(
    bench: &Bench,
    endpoint: &str,
    arguments: &Value,
    options: &Value,
) -> Result<*mut HaloPages, Failed> {
    let (endpoint, arguments, options) = (c(endpoint), c(arguments), c(options));
    made(|pages, error| {
        halo_pages_new(
            bench.client,
            InText::of(&endpoint),
            InText::of(&arguments),
            InText::of(&options),
            ptr::null(),
            pages,
            error,
        )
    })
}

fn next(pages: *const HaloPages) -> Result<Value, Failed> {
    made(|response, error| halo_pages_next(pages, response, error)).map(content)
}

fn over() -> Result<Value, Failed> {
    Err(Failed::without_words(HaloCode::Over))
}

/// The matches of a history, page by page.
fn matches(bench: &Bench, options: &Value) -> Vec<String> {
    let me = bench.sandbox.world().home().gamertag();
    let pages = pages(bench, "stats.match_history", &json!({ "player": me }), options).unwrap();
    let mut found = Vec::new();
    let last = loop {
        match next(pages) {
            Ok(page) => {
                let results = page["Results"].as_array().unwrap();
                assert!(!results.is_empty());
                assert_eq!(page["ResultCount"], results.len());
                found.extend(
                    results
                        .iter()
                        .map(|one| one["MatchId"].as_str().unwrap().to_owned()),
                );
            }
            other => break other,
        }
    };
    assert_eq!(last, over());
    assert_eq!(next(pages), over());
    assert_eq!(halo_pages_close(pages), HaloCode::Ok);
    found
}

#[test]
fn a_history_is_read_to_its_end_or_to_a_match() {
    let bench = Bench::new();
    assert!(bench.ids.len() > 30);
    assert_eq!(matches(&bench, &json!({})), bench.ids);
    assert_eq!(
        matches(&bench, &json!({ "since": bench.ids[30] })),
        bench.ids[..30]
    );
    assert_eq!(
        matches(&bench, &json!({ "since": null, "deadline_ms": 60_000 })),
        bench.ids
    );
    assert_eq!(
        matches(&bench, &json!({ "since": "2999-01-01T00:00:00Z" })),
        [""; 0]
    );
}

#[test]
fn a_page_that_failed_is_requested_again() {
    let bench = Bench::new();
    let me = bench.sandbox.world().home().gamertag();
    let arguments = json!({ "player": me, "count": 5 });
    let history = pages(&bench, "stats.match_history", &arguments, &json!({})).unwrap();
    bench.sandbox.answer_next("/stats/hi/players/", Answer::new(404));
    assert_eq!(next(history).unwrap_err().code, HaloCode::Status);
    let first = next(history).unwrap();
    assert_eq!(first["Results"].as_array().unwrap().len(), 5);
    assert_eq!(first["Results"][0]["MatchId"], bench.ids[0].as_str());
    halo_pages_close(history);
    assert_eq!(next(history).unwrap_err().code, HaloCode::ClosedHandle);
}

#[test]
fn a_search_and_articles_come_in_pages() {
    let bench = Bench::new();
    for (endpoint, arguments) in [
        ("discovery_ugc.search_assets", json!({ "count": 10 })),
        ("wpcontent.articles", json!({})),
    ] {
        let found = pages(&bench, endpoint, &arguments, &json!({})).unwrap();
        let first = next(found).unwrap();
        let second = next(found);
        assert_ne!(second.as_ref(), Ok(&first), "{endpoint}");
        halo_pages_close(found);
    }
}

#[test]
fn other_endpoints_and_wrong_options_are_errors() {
    let bench = Bench::new();
    let me = json!({ "player": bench.sandbox.world().home().gamertag() });
    let failed = pages(&bench, "stats.match_count", &me, &json!({})).unwrap_err();
    assert_eq!(failed.code, HaloCode::Argument);
    assert!(
        failed.message.contains("do not come in pages"),
        "{}",
        failed.message
    );
    let failed = pages(&bench, "stats.nothing", &me, &json!({})).unwrap_err();
    assert_eq!(failed.code, HaloCode::UnknownEndpoint);
    for (since, code) in [
        (json!("yesterday"), HaloCode::Argument),
        (json!(7), HaloCode::NotJson),
    ] {
        let failed = pages(&bench, "stats.match_history", &me, &json!({ "since": since })).unwrap_err();
        assert_eq!(failed.code, code, "{}", failed.message);
    }
    let since = json!({ "since": bench.ids[0] });
    let failed = pages(&bench, "discovery_ugc.search_assets", &json!({}), &since).unwrap_err();
    assert_eq!(failed.code, HaloCode::Argument);
    let failed = pages(&bench, "stats.match_history", &me, &json!({ "deadline": 1 })).unwrap_err();
    assert_eq!(failed.code, HaloCode::NotJson);
    assert_eq!(bench.sandbox.requests().len(), 0);
}
