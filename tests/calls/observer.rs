//! The reports of attempts to an observer.

use std::collections::BTreeMap;
use std::net::TcpListener;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, OnceLock};
use std::time::Duration;

use halo_infinite::auth::{CallContext, Credentials, Secret, StaticTokens};
use halo_infinite::error::NetworkErrorKind;
use halo_infinite::request::{Attempt, AttemptOutcome};
use halo_infinite::time::Clock;
use halo_infinite::{CancelToken, Client, ClientBuilder, Environment, Error, Match, Names, Request, ureq};
use halo_infinite_sandbox::{Answer, Fault, Sandbox};

use crate::support::clocks::{JumpingClock, TestClock};
use crate::support::reports::Reports;
use crate::support::wait::{PATIENCE, within};

const SECOND: Duration = Duration::from_secs(1);

struct Bench {
    sandbox: Sandbox,
    clock: Arc<JumpingClock>,
    reports: Reports,
}

impl Bench {
    fn new() -> Self {
        Self {
            sandbox: Sandbox::start().unwrap(),
            clock: Arc::new(JumpingClock::default()),
            reports: Reports::default(),
        }
    }

    /// A client with the default rate.
    fn builder(&self) -> ClientBuilder {
        Client::builder()
            .environment(self.sandbox.environment())
            .tokens(self.sandbox.spartan_token(), self.sandbox.clearance())
            .clock(self.clock.clone())
            .observer(self.reports.observer())
    }

    fn client(&self) -> Client {
        self.builder().build().unwrap()
    }

    fn request(&self, client: &Client) -> Request<halo_infinite::models::stats::MatchCount> {
        client.stats().match_count(self.sandbox.world().home().xuid())
    }
}

fn outcomes(reports: &[Attempt]) -> Vec<(u32, AttemptOutcome, bool)> {
    let outcome = |report: &Attempt| (report.number, report.outcome, report.will_retry);
    reports.iter().map(outcome).collect()
}

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
fn a_report_describes_a_success() {
    let bench = Bench::new();
    let client = bench.client();
    let response = bench.request(&client).response().unwrap();
    let report = bench.reports.take_one();
    assert_eq!(report.endpoint.to_string(), "stats.match_count");
    assert_eq!((report.number, report.outcome), (1, AttemptOutcome::Status(200)));
    assert!(report.outcome.is_success());
    assert_eq!(report.outcome.status(), Some(200));
    assert_eq!(report.bytes, response.bytes().len() as u64);
    assert_eq!((report.waited, report.took), (Duration::ZERO, Duration::ZERO));
    assert_eq!((report.requests_per_second, report.account), (Some(5.0), Some(0)));
    assert!(!report.from_cache && !report.will_retry);

    // The next permit comes after a fifth of a second.
    bench.request(&client).send().unwrap();
    let report = bench.reports.take_one();
    assert_eq!(report.waited, SECOND / 5);
    let line = format!(
        "stats.match_count 200 in 0 ms (waited 200 ms, 5.0/s, {} B)",
        report.bytes
    );
    assert_eq!(report.to_string(), line);

    let unlimited = bench.builder().unlimited().build().unwrap();
    bench.request(&unlimited).send().unwrap();
    assert_eq!(bench.reports.take_one().requests_per_second, None);
    // Without the tokens of an account.
    client.wpcontent().article_categories().send().unwrap();
    assert_eq!(bench.reports.take_one().account, None);
}

#[test]
fn the_times_of_waiting_and_of_the_exchange_are_apart() {
    let sandbox = Sandbox::start().unwrap();
    let clock = TestClock::new();
    let reports = Reports::default();
    let exchange = Arc::clone(&clock);
    let middleware = move |request: ureq::http::Request<ureq::SendBody<'_>>,
                           next: ureq::middleware::MiddlewareNext<'_>| {
        exchange.advance(3 * SECOND);
        next.handle(request)
    };
    let agent = ureq::Agent::config_builder()
        .middleware(middleware)
        .http_status_as_error(false)
        .build()
        .new_agent();
    let client = Client::builder()
        .environment(sandbox.environment())
        .tokens(sandbox.spartan_token(), sandbox.clearance())
        .clock(clock.clone())
        .agent(agent)
        .observer(reports.observer())
        .build()
        .unwrap();
    let retry = Answer::new(503).header("Retry-After", "9");
    sandbox.answer_next("/profile/", retry);
    client.profile().current_user().send().unwrap();
    let times: Vec<_> = reports
        .take()
        .iter()
        .map(|report| (report.waited, report.took))
        .collect();
    assert_eq!(times, [(Duration::ZERO, 3 * SECOND), (9 * SECOND, 3 * SECOND)]);
    assert_eq!(clock.now(), 15 * SECOND);
}

#[test]
fn each_attempt_is_reported_before_the_wait_for_the_next() {
    let bench = Bench::new();
    let client = bench.builder().unlimited().build().unwrap();
    bench
        .sandbox
        .answer_next("/stats/", Answer::new(503).body("trouble"));
    let truncated = Answer::new(200).body(vec![b' '; 5000]).truncated_after(100);
    bench.sandbox.answer_next("/stats/", truncated);
    bench.request(&client).send().unwrap();
    let reports = bench.reports.take();
    assert_eq!(
        outcomes(&reports),
        [
            (1, AttemptOutcome::Status(503), true),
            (2, AttemptOutcome::Network(NetworkErrorKind::BrokenOff), true),
            (3, AttemptOutcome::Status(200), false),
        ]
    );
    assert_eq!((reports[0].bytes, reports[1].bytes), (7, 0));
    assert!(!reports[1].outcome.is_success() && reports[1].outcome.status().is_none());
    // Time passes on this clock only in the backoff.
    let waited: Duration = reports.iter().map(|report| report.waited).sum();
    assert_eq!(waited, bench.clock.now());
    assert!(waited > Duration::ZERO);
}

#[test]
fn a_429_shows_its_pause_and_the_lower_rate() {
    let bench = Bench::new();
    let client = bench.client();
    bench
        .sandbox
        .answer_next("/stats/", Answer::new(429).retry_after(7));
    bench.request(&client).send().unwrap();
    let reports = bench.reports.take();
    assert_eq!(
        outcomes(&reports),
        [
            (1, AttemptOutcome::Status(429), true),
            (2, AttemptOutcome::Status(200), false),
        ]
    );
    assert_eq!(reports[0].requests_per_second, Some(2.5));
    let raised = reports[1].requests_per_second.unwrap();
    assert!(raised > 2.5 && raised < 3.0, "{raised}");
    assert!(reports[1].waited >= 7 * SECOND, "{:?}", reports[1].waited);
    assert_eq!(reports[1].waited, bench.clock.now());
}

#[test]
fn failures_have_their_kinds() {
    let listener = TcpListener::bind("127.0.0.1:0").unwrap();
    let closed = Environment::at(&format!("http://{}", listener.local_addr().unwrap())).unwrap();
    drop(listener);
    let bench = Bench::new();
    let refused = bench.builder().environment(closed).no_retries().build().unwrap();
    bench.request(&refused).send().unwrap_err();
    let report = bench.reports.take_one();
    assert_eq!(report.outcome, AttemptOutcome::Network(NetworkErrorKind::Refused));
    assert_eq!((report.number, report.will_retry), (1, false));

    let short = bench.builder().max_body_size(10).no_retries().build().unwrap();
    bench.request(&short).send().unwrap_err();
    let outcome = AttemptOutcome::Network(NetworkErrorKind::BodyTooLong);
    assert_eq!(bench.reports.take_one().outcome, outcome);

    // The attempt itself succeeded, but the body does not fit.
    bench
        .sandbox
        .answer_next("/stats/", Answer::new(200).body("<html>"));
    let error = bench.request(&bench.client()).send().unwrap_err();
    assert!(matches!(error, Error::Decode { .. }), "{error:?}");
    assert_eq!(bench.reports.take_one().outcome, AttemptOutcome::Status(200));
}

#[test]
fn a_request_without_time_or_that_is_cancelled_is_reported_without_a_number() {
    let bench = Bench::new();
    let client = bench.builder().requests_per_second(0.01).build().unwrap();
    bench.request(&client).send().unwrap();
    bench.reports.take();
    let hasty = client.with_deadline(SECOND);
    bench.request(&hasty).send().unwrap_err();
    assert_eq!(
        outcomes(&bench.reports.take()),
        [(0, AttemptOutcome::Deadline, false)]
    );

    let stop = CancelToken::new();
    stop.cancel();
    bench
        .request(&client.with_cancel_token(&stop))
        .send()
        .unwrap_err();
    let report = bench.reports.take_one();
    assert_eq!((report.number, report.outcome), (0, AttemptOutcome::Cancelled));

    // The time for another attempt is over after the first: the request returns the status.
    bench.sandbox.answer_next("/profile/", Answer::new(503));
    let error = hasty.profile().current_user().send().unwrap_err();
    assert_eq!(error.status(), Some(503));
    assert_eq!(
        outcomes(&bench.reports.take()),
        [
            (1, AttemptOutcome::Status(503), true),
            (0, AttemptOutcome::Deadline, false),
        ]
    );
    // Wrong arguments are not reported.
    client.stats().match_count("").send().unwrap_err();
    assert_eq!(bench.reports.take(), []);
}

/// Credentials that always fail.
struct Dead;

impl Credentials for Dead {
    fn spartan_token(&self, _: &CallContext) -> Result<Secret, Error> {
        Err(Error::credentials("this account is dead"))
    }

    fn clearance(&self, _: &CallContext) -> Result<Option<Secret>, Error> {
        Ok(None)
    }

    fn refused(&self, _: &Secret) -> bool {
        false
    }
}

#[test]
fn each_account_is_reported() {
    let bench = Bench::new();
    let token = || Arc::new(StaticTokens::new(bench.sandbox.spartan_token(), None)) as Arc<dyn Credentials>;
    let client = Client::builder()
        .environment(bench.sandbox.environment())
        .clock(bench.clock.clone())
        .observer(bench.reports.observer())
        .accounts([Arc::new(Dead), token(), token()])
        .build()
        .unwrap();
    let accounts = |reports: &[Attempt]| -> Vec<_> {
        let account = |report: &Attempt| (report.account.unwrap(), report.outcome.to_string());
        reports.iter().map(account).collect()
    };
    bench.request(&client).send().unwrap();
    let reports = bench.reports.take();
    assert_eq!(accounts(&reports), [(0, "no tokens".into()), (1, "200".into())]);
    assert_eq!((reports[0].number, reports[0].will_retry), (0, true));
    assert_eq!((reports[1].number, reports[1].will_retry), (1, false));

    bench.request(&client.with_account(2)).send().unwrap();
    assert_eq!(accounts(&bench.reports.take()), [(2, "200".into())]);

    // The rate is that of the account which the service throttled.
    bench.clock.sleep_until(60 * SECOND);
    bench
        .sandbox
        .answer_next("/stats/", Answer::new(429).retry_after(30));
    bench.request(&client.with_account(1)).send().unwrap();
    let reports = bench.reports.take();
    assert_eq!(accounts(&reports), [(1, "429".into()), (1, "200".into())]);
    assert_eq!(reports[0].requests_per_second, Some(2.5));
    bench
        .sandbox
        .answer_next("/profile/", Answer::new(429).retry_after(30));
    client.profile().current_user().send().unwrap();
    let sent: Vec<_> = bench
        .reports
        .take()
        .into_iter()
        .filter(|report| report.number > 0)
        .collect();
    assert_eq!(outcomes(&sent)[0], (1, AttemptOutcome::Status(429), true));
    assert_ne!(sent[0].account, sent[1].account);
    assert_eq!(
        (sent[0].requests_per_second, sent[1].requests_per_second),
        (Some(2.5), Some(5.0))
    );

    let dead = bench.builder().credentials(Arc::new(Dead)).build().unwrap();
    bench.request(&dead).send().unwrap_err();
    assert_eq!(
        outcomes(&bench.reports.take()),
        [(0, AttemptOutcome::NoTokens, false)]
    );
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
