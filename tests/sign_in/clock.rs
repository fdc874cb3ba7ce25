//! A machine whose clock is wrong by up to a day.

use std::sync::Arc;
use std::time::Duration;

use halo_infinite::auth::{Credentials, SignIn};
use halo_infinite::jiff::SignedDuration;
use halo_infinite::ureq::{self, http::header};

use super::bench::Bench;
use super::setup::{call, hours};
use crate::support::clocks::WrongClock;
use crate::support::log;

fn wrong(bench: &Bench, ahead: SignedDuration) -> SignIn {
    bench.sign_in.clone().clock(Arc::new(WrongClock {
        right: bench.clock.clone(),
        ahead,
    }))
}

/// Signs in, plays for two days and restarts the program in between. Returns the requests.
fn two_days(mut bench: Bench, ahead: SignedDuration) -> Vec<String> {
    bench.sign_in = wrong(&bench, ahead);
    let mut session = bench.start();
    for hour in 0..48 {
        for _ in 0..3 {
            let client = bench.client(&session);
            client
                .economy()
                .player_career_rank(bench.xuid())
                .response()
                .unwrap();
            bench.clock.advance(Duration::from_secs(1200));
        }
        if hour % 5 == 0 {
            session.player().unwrap();
            session = bench.restore(&bench.sign_in).unwrap();
        }
    }
    let mut requests = bench.take_requests();
    requests.retain(|name| name != "careerrank1");
    requests
}

#[test]
fn a_wrong_clock_costs_no_sign_in_requests_and_one_warning() {
    let right = two_days(Bench::new(), SignedDuration::ZERO);
    log::record_process();
    // Other tests have clocks that are wrong by 5 and 24 hours, and log that too.
    for hours in [-23, -6, -1, 1, 6, 23] {
        log::clear_process();
        let requests = two_days(Bench::new(), SignedDuration::from_hours(hours));
        assert_eq!(requests, right, "{hours} h");
        let direction = if hours > 0 { "ahead of" } else { "behind" };
        let warning = format!(
            "this machine's clock is {}h {direction} the services'",
            hours.abs()
        );
        let log = log::read_process();
        assert_eq!(log.matches(&warning).count(), 1, "{hours} h: {log}");
    }
    log::take_process();
}

#[test]
fn a_clock_that_becomes_wrong_costs_one_request() {
    for ahead in [-24, 24].map(SignedDuration::from_hours) {
        let bench = Bench::new();
        bench.start();
        bench.take_requests();
        let session = bench.restore(&wrong(&bench, ahead)).unwrap();
        for _ in 0..10 {
            session.spartan_token(&call()).unwrap();
            session.player().unwrap();
        }
        // The first response corrects the time.
        assert!(bench.take_requests().len() <= 1);
    }
}

/// A proxy removes the header `Date`.
#[test]
fn without_dates_a_token_that_seems_expired_is_used_until_it_is_refused() {
    let bench = Bench::new();
    let undated = |request: ureq::http::Request<ureq::SendBody>, next: ureq::middleware::MiddlewareNext| {
        let mut response = next.handle(request)?;
        response.headers_mut().remove(header::DATE);
        Ok(response)
    };
    let agent = ureq::Agent::config_builder()
        .middleware(undated)
        .http_status_as_error(false);
    let sign_in = wrong(&bench, SignedDuration::from_hours(24)).agent(agent.build().new_agent());
    bench.start();
    let session = bench.restore(&sign_in).unwrap();
    let client = bench.client(&session);
    let count = || client.stats().match_count(bench.xuid()).send().unwrap();
    count();
    session.player().unwrap();
    bench.take_requests();
    for _ in 0..10 {
        count();
        session.player().unwrap();
    }
    assert_eq!(bench.take_requests(), ["count"; 10]);
    // It is replaced as soon as a service refuses it.
    bench.clock.advance(hours(4));
    count();
    let sent = bench.take_requests();
    assert_eq!(
        sent.iter().filter(|name| *name == "spartan-token").count(),
        1,
        "{sent:?}"
    );
}
