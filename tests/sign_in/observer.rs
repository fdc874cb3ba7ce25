//! The reports of a sign-in's requests.

use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};

use halo_infinite::auth::{Session, TokenSet};
use halo_infinite::request::AttemptOutcome;
use halo_infinite_sandbox::Answer;

use super::bench::Bench;
use super::setup::hours;
use crate::support::reports::Reports;
use crate::support::wait::{PATIENCE, within};

#[test]
fn each_step_of_a_sign_in_and_of_a_renewal_is_reported() {
    let mut bench = Bench::new();
    let reports = Reports::default();
    bench.sign_in = bench.sign_in.clone().observer(reports.observer());
    let session = bench.start();
    let steps: Vec<String> = reports.take().iter().map(ToString::to_string).collect();
    assert_eq!(steps.len(), bench.take_requests().len(), "{steps:?}");
    assert!(steps.len() >= 5, "{steps:?}");
    assert!(
        steps[0].starts_with("login.refresh_token 200 in 0 ms ("),
        "{steps:?}"
    );

    // The client has no observer of its own: only the renewal is reported.
    let client = bench.client(&session);
    bench.clock.advance(hours(30));
    bench.sandbox.answer_next("/xsts.auth/", Answer::new(503));
    bench.sandbox.answer_next("/stats/", Answer::new(404));
    client.stats().match_count(bench.xuid()).send().unwrap_err();
    let renewal = reports.take();
    let sent = bench.take_requests();
    let own = sent.iter().filter(|path| *path == "count").count();
    assert_eq!(renewal.len(), sent.len() - own, "{renewal:#?}");
    for report in &renewal {
        assert!(report.number > 0 && !report.from_cache, "{report}");
        assert_eq!((report.account, report.requests_per_second), (None, None));
    }
    let refused = renewal.iter().filter(|report| !report.outcome.is_success());
    assert_eq!(
        refused.map(|report| report.outcome).collect::<Vec<_>>(),
        [AttemptOutcome::Status(503)]
    );
}

#[test]
fn a_panic_of_an_observer_reaches_the_caller_that_waits_for_the_renewal() {
    within(PATIENCE, || {
        let bench = Bench::new();
        let panics = Arc::new(AtomicBool::new(false));
        let is_on = Arc::clone(&panics);
        let sign_in = bench
            .sign_in
            .clone()
            .observer(move |_| assert!(!is_on.load(Ordering::SeqCst), "the panel is broken"));
        let tokens = TokenSet::from_refresh_token(bench.sandbox.refresh_token());
        let session = Session::start(&sign_in, bench.disk.clone(), tokens).unwrap();
        bench.clock.advance(hours(30));
        panics.store(true, Ordering::SeqCst);
        let panic = catch_unwind(AssertUnwindSafe(|| session.player().map(drop))).unwrap_err();
        assert_eq!(panic.downcast_ref(), Some(&"the panel is broken"));
        panics.store(false, Ordering::SeqCst);
        session.player().unwrap();
    });
}
