//! The reports of attempts: their outcomes, times, rates and accounts.

use std::net::TcpListener;
use std::sync::Arc;
#[cfg(feature = "connector")]
use std::thread;
use std::time::Duration;

use halo_infinite::auth::{CallContext, Credentials, Secret, StaticTokens};
use halo_infinite::error::NetworkErrorKind;
use halo_infinite::request::{Attempt, AttemptOutcome};
use halo_infinite::time::Clock;
use halo_infinite::{CancelToken, Client, Environment, Error, ureq};
#[cfg(feature = "connector")]
use halo_infinite_sandbox::Fault;
use halo_infinite_sandbox::{Answer, Sandbox};

use super::bench::{Bench, outcomes};
use crate::support::clocks::TestClock;
use crate::support::reports::Reports;
#[cfg(feature = "connector")]
use crate::support::wait::{PATIENCE, join, until};

const SECOND: Duration = Duration::from_secs(1);

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

#[cfg(feature = "connector")]
#[test]
fn an_exchange_that_is_cancelled_is_reported_with_its_number() {
    let bench = Bench::new();
    let stop = CancelToken::new();
    let client = bench.client().with_cancel_token(&stop);
    let stats = bench.sandbox.faults().on("/stats/");
    stats.answer(Fault::delay(2 * PATIENCE));
    let request = bench.request(&client);
    let sending = thread::spawn(move || request.send().unwrap_err());
    until("the request has arrived", || !bench.sandbox.requests().is_empty());
    stop.cancel();
    let error = join(sending);
    assert!(matches!(error, Error::Cancelled { .. }), "{error:?}");
    let report = bench.reports.take_one();
    assert_eq!((report.number, report.outcome), (1, AttemptOutcome::Cancelled));
    assert!(!report.will_retry);
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
