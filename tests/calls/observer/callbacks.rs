//! Which requests call an observer, and what it may do.

use std::collections::BTreeMap;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, OnceLock};

use halo_infinite::request::Attempt;
use halo_infinite::{Client, Match, Names};
use halo_infinite_sandbox::{Fault, Sandbox};

use super::bench::Bench;
use crate::support::wait::{PATIENCE, within};

/// The number of requests to each service, by the sandbox's log and by the reports.
fn assert_same_counts(sandbox: &Sandbox, reports: &[Attempt]) {
    let mut sent = BTreeMap::<String, usize>::new();
    for request in sandbox.requests() {
        let prefix = request.path.split('/').nth(1).unwrap_or_default().to_owned();
        *sent.entry(prefix).or_default() += 1;
    }
    let mut reported = BTreeMap::<String, usize>::new();
    for report in reports.iter().filter(|report| report.number > 0) {
        let service = report.endpoint.service().name().to_owned();
        *reported.entry(service).or_default() += 1;
    }
    assert_eq!(sent.values().sum::<usize>(), reported.values().sum::<usize>());
    for (prefix, count) in sent {
        assert_eq!(reported.get(&prefix), Some(&count), "{prefix}: {reported:?}");
    }
}

#[test]
fn all_kinds_of_requests_are_reported_as_often_as_they_arrive() {
    let bench = Bench::new();
    let client = bench.builder().unlimited().build().unwrap();
    let world = bench.sandbox.world();
    let ids = world.match_ids(world.home());
    let faults = bench.sandbox.faults();
    faults
        .on("/")
        .share(0.2)
        .answer_in_turn([Fault::status(503), Fault::truncated_after(20)]);

    let requests = ids.iter().map(|id| client.stats().match_stats(id));
    let fetched = client.fetch(requests).threads(16);
    let failed = fetched.filter(|fetched| fetched.result.is_err()).count();
    let reports = bench.reports.take();
    assert_same_counts(&bench.sandbox, &reports);
    let retries = reports.iter().filter(|report| report.will_retry).count();
    assert!(retries > 2, "{retries}");
    assert_eq!(reports.len() - retries, ids.len());
    let successes = reports.iter().filter(|report| report.outcome.is_success());
    assert_eq!(successes.count(), ids.len() - failed);

    bench.sandbox.clear_requests();
    let game = Match::new(&client, ids[0]).unwrap();
    // Some fail because of the faults.
    game.map().ok();
    game.highlight_events().ok();
    if let Ok(stats) = game.stats() {
        Names::new(&client).prepare(stats);
    }
    client.profile().users_by_id([world.home().xuid()]).send().ok();
    client
        .stats()
        .match_history(world.home().xuid())
        .iter()
        .take(60)
        .count();
    let reports = bench.reports.take();
    assert!(reports.len() > 6, "{reports:#?}");
    assert_same_counts(&bench.sandbox, &reports);
}

#[test]
fn a_panic_of_an_observer_is_propagated_and_breaks_nothing() {
    within(PATIENCE, || {
        let sandbox = Sandbox::start().unwrap();
        let panics = Arc::new(AtomicBool::new(true));
        let is_on = Arc::clone(&panics);
        let client = Client::builder()
            .environment(sandbox.environment())
            .tokens(sandbox.spartan_token(), sandbox.clearance())
            .unlimited()
            .observer(move |_| assert!(!is_on.load(Ordering::SeqCst), "the panel is broken"))
            .build()
            .unwrap();
        let request = client.profile().current_user();
        let panic = catch_unwind(AssertUnwindSafe(|| request.send())).unwrap_err();
        assert_eq!(panic.downcast_ref(), Some(&"the panel is broken"));
        let mut fetch = client.fetch([client.profile().current_user()]);
        let panic = catch_unwind(AssertUnwindSafe(|| fetch.next())).unwrap_err();
        assert_eq!(panic.downcast_ref(), Some(&"the panel is broken"));
        drop(fetch);
        panics.store(false, Ordering::SeqCst);
        request.send().unwrap();
    });
}

#[test]
fn an_observer_can_use_the_client() {
    within(PATIENCE, || {
        let bench = Bench::new();
        let me = bench.sandbox.world().home().xuid();
        let client = Arc::new(OnceLock::<Client>::new());
        let own = Arc::clone(&client);
        let reports = bench.reports.observer();
        let observing = bench.builder().observer(move |attempt: &Attempt| {
            reports(attempt);
            // Otherwise it would go on for ever.
            if attempt.endpoint.name() == "match_count" {
                // The same service: its rate limiter is not locked.
                let stats = own.get().unwrap().stats();
                stats.match_history(me).count(1).send().unwrap();
            }
        });
        let client = client.get_or_init(|| observing.build().unwrap());
        bench.request(client).send().unwrap();
        let reports = bench.reports.take();
        let names: Vec<_> = reports.iter().map(|report| report.endpoint.name()).collect();
        assert_eq!(names, ["match_count", "match_history"]);
    });
}
