//! Which requests meet a fault.

use crate::common::*;
use halo_infinite_sandbox::{Answer, Fault, Sandbox};
use std::time::{Duration, Instant};

const ROUTE: &str = "/stats/hi/players/xuid(1)/matches/count";

fn statuses(sandbox: &Sandbox, requests: usize) -> Vec<u16> {
    (0..requests).map(|_| get(sandbox, ROUTE).status).collect()
}

/// The route's own status: nobody has that XUID.
const OWN: u16 = 404;

#[test]
fn a_place_means_exactly_that_request() {
    let sandbox = Sandbox::start().expect("a sandbox");
    let nth = sandbox.faults().on("/stats/").nth(3).answer(Fault::status(503));
    assert_eq!(statuses(&sandbox, 5), [OWN, OWN, 503, OWN, OWN]);
    assert_eq!((nth.used(), nth.seen()), (1, 3));
    let every = sandbox.faults().on("/stats/").every(2).answer(Fault::status(503));
    assert_eq!(statuses(&sandbox, 5), [OWN, 503, OWN, 503, OWN]);
    assert_eq!((every.used(), every.seen()), (2, 5));
}

#[test]
fn a_number_of_times_is_used_up_and_always_never_is() {
    let sandbox = Sandbox::start().expect("a sandbox");
    let twice = sandbox.faults().on("/stats/").times(2).answer(Fault::status(503));
    assert_eq!(statuses(&sandbox, 3), [503, 503, OWN]);
    let always = sandbox.faults().on("/stats/").always().answer(Answer::new(502));
    assert_eq!(statuses(&sandbox, 3), [502, 502, 502]);
    assert_eq!((twice.used(), always.used()), (2, 3));
}

#[test]
fn the_first_rule_that_means_a_request_answers_it() {
    let sandbox = Sandbox::start().expect("a sandbox");
    let faults = sandbox.faults();
    faults.on("/stats/").once().answer(Fault::status(500));
    sandbox.answer_next("/stats/hi/", Answer::new(501));
    faults.on("/stats/").times(2).answer(Fault::status(502));
    // Places count what other rules answer; this one is asked last and never gets its first two.
    let every = faults.on("/stats/").every(2).answer(Fault::status(503));
    assert_eq!(statuses(&sandbox, 7), [500, 501, 502, 502, OWN, 503, OWN]);
    assert_eq!((every.used(), every.seen()), (1, 7));
}

#[test]
fn a_rule_is_for_a_route_and_a_method() {
    let sandbox = Sandbox::start().expect("a sandbox");
    let posted = sandbox.faults().on("/").method("POST").answer(Fault::status(503));
    let skill = sandbox.faults().on("/skill/").answer(Fault::status(502));
    assert_eq!(get(&sandbox, ROUTE).status, OWN);
    assert_eq!(post(&sandbox, "/login/oauth20_token.srf", &[], "").status, 503);
    assert_eq!(get(&sandbox, "/skill/hi/x").status, 502);
    assert_eq!(
        (posted.used(), posted.seen(), skill.used(), skill.seen()),
        (1, 1, 1, 1)
    );
}

#[test]
fn faults_come_in_turn() {
    let sandbox = Sandbox::start().expect("a sandbox");
    let storm = sandbox
        .faults()
        .on("/")
        .times(6)
        .answer_in_turn(Fault::server_errors());
    assert_eq!(statuses(&sandbox, 7), [500, 502, 503, 504, 500, 502, OWN]);
    assert_eq!(storm.used(), 6);
}

#[test]
fn a_share_of_the_requests_is_the_same_for_a_seed() {
    let run = |seed| {
        let sandbox = Sandbox::start().expect("a sandbox");
        let rule = sandbox
            .faults()
            .on("/")
            .share(0.3)
            .seed(seed)
            .answer_any_of(Fault::server_errors());
        let statuses = statuses(&sandbox, 60);
        let failed = statuses.iter().filter(|status| **status != OWN).count();
        assert_eq!(rule.used(), failed);
        assert!((6..=30).contains(&failed), "{failed} of 60");
        for status in [500, 502, 503, 504] {
            assert!(statuses.contains(&status), "{status} in {statuses:?}");
        }
        statuses
    };
    assert_eq!(run(1), run(1));
    assert_ne!(run(1), run(2));
}

#[test]
fn rules_can_be_taken_back() {
    let sandbox = Sandbox::start().expect("a sandbox");
    let first = sandbox.faults().on("/").answer(Fault::status(500));
    let second = sandbox.faults().on("/").answer(Fault::status(502));
    assert_eq!(statuses(&sandbox, 1), [500]);
    first.remove();
    assert_eq!(statuses(&sandbox, 1), [502]);
    sandbox.answer_next("/", Answer::new(503));
    sandbox.faults().clear();
    assert_eq!(statuses(&sandbox, 1), [OWN]);
    // What was taken back still tells what it did.
    assert_eq!((first.used(), second.used()), (1, 1));
}

#[test]
fn the_log_tells_the_fault_and_the_time() {
    let began = Instant::now();
    let sandbox = Sandbox::start().expect("a sandbox");
    sandbox.faults().on("/stats/").nth(2).answer(Fault::close());
    for _ in 0..3 {
        wire::exchange(&sandbox, ROUTE);
    }
    let requests = sandbox.requests();
    let faults: Vec<Option<Fault>> = requests.iter().map(|request| request.fault.clone()).collect();
    assert_eq!(faults, [None, Some(Fault::close()), None]);
    let times: Vec<Duration> = requests.iter().map(|request| request.at).collect();
    assert!(times.is_sorted() && times[2] > times[0], "{times:?}");
    assert!(times[2] < began.elapsed());
}

#[test]
fn rules_without_a_meaning_are_refused() {
    let sandbox = Sandbox::start().expect("a sandbox");
    let refused = |make: &dyn Fn()| {
        let caught = std::panic::catch_unwind(std::panic::AssertUnwindSafe(make));
        *caught
            .expect_err("refused")
            .downcast::<String>()
            .expect("a message")
    };
    let on = || sandbox.faults().on("/");
    assert_eq!(
        refused(&|| drop(on().share(1.5))),
        "a share is from 0 to 1, not 1.5"
    );
    assert!(std::panic::catch_unwind(std::panic::AssertUnwindSafe(|| drop(on().nth(0)))).is_err());
    assert!(std::panic::catch_unwind(std::panic::AssertUnwindSafe(|| drop(on().every(0)))).is_err());
    let none = Vec::<Fault>::new();
    let empty = || drop(on().answer_in_turn(none.clone()));
    assert!(std::panic::catch_unwind(std::panic::AssertUnwindSafe(empty)).is_err());
    assert_eq!(statuses(&sandbox, 1), [OWN]);
}
