//! The reports of cached responses.

use std::time::Duration;

use halo_infinite::request::{Attempt, AttemptOutcome};
use halo_infinite::{CancelToken, Client};
use halo_infinite_sandbox::Answer;

use super::setup::Setup;
use crate::support::reports::Reports;

const DAY: Duration = Duration::from_secs(24 * 3600);

fn outcomes(reports: &[Attempt]) -> Vec<(u32, AttemptOutcome, bool)> {
    let outcome = |report: &Attempt| (report.number, report.outcome, report.from_cache);
    reports.iter().map(outcome).collect()
}

#[test]
fn responses_from_the_cache_have_reports_without_a_number() {
    let setup = Setup::new();
    let reports = Reports::default();
    let client = setup.builder().observer(reports.observer()).build().unwrap();
    let medals = client.gamecms_hacs().medal_metadata();
    let answer = Answer::new(200)
        .header("Content-Type", "application/json")
        .header("ETag", "\"one\"");
    let body = medals.response().unwrap().into_bytes();
    let length = body.len() as u64;
    assert_eq!(
        outcomes(&reports.take()),
        [(1, AttemptOutcome::Status(200), false)]
    );
    setup.sandbox.answer_next("/gamecms_hacs/", answer.body(body));
    medals.clone().fresh().send().unwrap();
    reports.take();

    assert!(medals.response().unwrap().from_cache());
    let report = reports.take_one();
    assert_eq!((report.number, report.from_cache), (0, true));
    assert_eq!(
        (report.outcome, report.bytes),
        (AttemptOutcome::Status(200), length)
    );
    assert_eq!((report.account, report.requests_per_second), (None, None));
    assert_eq!((report.waited, report.will_retry), (Duration::ZERO, false));
    let line = report.to_string();
    let start = "gamecms_hacs.medal_metadata 200 from the cache in 0 ms (";
    assert!(line.starts_with(start), "{line}");

    // The service confirms the stale response: an attempt, and a response from the cache.
    setup.clock.pass(2 * DAY);
    setup.sandbox.answer_next("/gamecms_hacs/", Answer::new(304));
    assert!(medals.response().unwrap().from_cache());
    let confirmed = reports.take();
    assert_eq!(
        outcomes(&confirmed),
        [
            (1, AttemptOutcome::Status(304), false),
            (0, AttemptOutcome::Status(200), true),
        ]
    );
    assert_eq!((confirmed[0].bytes, confirmed[1].bytes), (0, length));
    assert!(!confirmed[0].will_retry);
}

#[test]
fn requests_that_end_at_the_cache_are_reported() {
    let setup = Setup::new();
    let reports = Reports::default();
    let offline = Client::builder()
        .environment(setup.sandbox.environment())
        .cache(setup.cache())
        .offline()
        .observer(reports.observer())
        .build()
        .unwrap();
    // The first could be cached, the second never is.
    offline.gamecms_hacs().medal_metadata().send().unwrap_err();
    offline.profile().current_user().send().unwrap_err();
    assert_eq!(
        outcomes(&reports.take()),
        [
            (0, AttemptOutcome::NotCached, false),
            (0, AttemptOutcome::NotCached, false)
        ]
    );
    let stop = CancelToken::new();
    stop.cancel();
    let stopped = offline.with_cancel_token(&stop);
    stopped.gamecms_hacs().medal_metadata().send().unwrap_err();
    assert_eq!(reports.take_one().outcome, AttemptOutcome::Cancelled);
}
