//! The selection of requests by rules.

use crate::common::*;
use halo_infinite_sandbox::{Answer, Fault, Sandbox};
use std::time::{Duration, Instant};

const ROUTE: &str = "/stats/hi/players/xuid(1)/matches/count";

fn statuses(sandbox: &Sandbox, requests: usize) -> Vec<u16> {
    (0..requests).map(|_| get(sandbox, ROUTE).status).collect()
}

/// The status without a fault: the XUID is unknown.
const UNKNOWN: u16 = 404;

#[test]
fn a_position_selects_exactly_that_request() {
    let sandbox = Sandbox::start().expect("a sandbox");
    let nth = sandbox.faults().on("/stats/").nth(3).answer(Fault::status(503));
    assert_eq!(statuses(&sandbox, 5), [UNKNOWN, UNKNOWN, 503, UNKNOWN, UNKNOWN]);
    assert_eq!((nth.used(), nth.seen()), (1, 3));
    let every = sandbox.faults().on("/stats/").every(2).answer(Fault::status(503));
    assert_eq!(statuses(&sandbox, 5), [UNKNOWN, 503, UNKNOWN, 503, UNKNOWN]);
    assert_eq!((every.used(), every.seen()), (2, 5));
}

#[test]
fn times_is_used_up_and_always_is_not() {
    let sandbox = Sandbox::start().expect("a sandbox");
    let twice = sandbox.faults().on("/stats/").times(2).answer(Fault::status(503));
    assert_eq!(statuses(&sandbox, 3), [503, 503, UNKNOWN]);
    let always = sandbox.faults().on("/stats/").always().answer(Answer::new(502));
    assert_eq!(statuses(&sandbox, 3), [502, 502, 502]);
    assert_eq!((twice.used(), always.used()), (2, 3));
}

#[test]
fn the_first_rule_that_selects_a_request_answers_it() {
    let sandbox = Sandbox::start().expect("a sandbox");
    let faults = sandbox.faults();
    faults.on("/stats/").once().answer(Fault::status(500));
    sandbox.answer_next("/stats/hi/", Answer::new(501));
    faults.on("/stats/").times(2).answer(Fault::status(502));
    // Positions include requests that other rules answer. This rule is the last one, so the others answer its first
    // two.
    let every = faults.on("/stats/").every(2).answer(Fault::status(503));
    assert_eq!(statuses(&sandbox, 7), [500, 501, 502, 502, UNKNOWN, 503, UNKNOWN]);
    assert_eq!((every.used(), every.seen()), (1, 7));
}

#[test]
fn a_rule_applies_to_a_route_and_a_method() {
    let sandbox = Sandbox::start().expect("a sandbox");
    let posted = sandbox.faults().on("/").method("POST").answer(Fault::status(503));
    let skill = sandbox.faults().on("/skill/").answer(Fault::status(502));
    assert_eq!(get(&sandbox, ROUTE).status, UNKNOWN);
    assert_eq!(post(&sandbox, "/login/oauth20_token.srf", &[], "").status, 503);
    assert_eq!(get(&sandbox, "/skill/hi/x").status, 502);
    assert_eq!(
        (posted.used(), posted.seen(), skill.used(), skill.seen()),
        (1, 1, 1, 1)
    );
}

#[test]
fn the_case_of_a_path_makes_no_difference() {
    let sandbox = Sandbox::start().expect("a sandbox");
    let upper = sandbox
        .faults()
        .on("/STATS/hi/Players/")
        .times(2)
        .answer(Fault::status(503));
    assert_eq!(get(&sandbox, ROUTE).status, 503);
    assert_eq!(get(&sandbox, &ROUTE.to_ascii_uppercase()).status, 503);
    assert_eq!(get(&sandbox, ROUTE).status, UNKNOWN);
    assert_eq!(get(&sandbox, "/%C3%A9").status, UNKNOWN);
    assert_eq!((upper.used(), upper.seen()), (2, 2));
}

#[test]
fn faults_can_take_turns() {
    let sandbox = Sandbox::start().expect("a sandbox");
    let storm = sandbox
        .faults()
        .on("/")
        .times(6)
        .answer_in_turn(Fault::server_errors());
    assert_eq!(statuses(&sandbox, 7), [500, 502, 503, 504, 500, 502, UNKNOWN]);
    assert_eq!(storm.used(), 6);
}

#[test]
fn a_seed_fixes_the_share_of_the_requests() {
    let run = |seed| {
        let sandbox = Sandbox::start().expect("a sandbox");
        let rule = sandbox
            .faults()
            .on("/")
            .share(0.3)
            .seed(seed)
            .answer_any_of(Fault::server_errors());
        let statuses = statuses(&sandbox, 60);
        let failed = statuses.iter().filter(|status| **status != UNKNOWN).count();
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
fn rules_can_be_removed() {
    let sandbox = Sandbox::start().expect("a sandbox");
    let first = sandbox.faults().on("/").answer(Fault::status(500));
    let second = sandbox.faults().on("/").answer(Fault::status(502));
    assert_eq!(statuses(&sandbox, 1), [500]);
    first.remove();
    assert_eq!(statuses(&sandbox, 1), [502]);
    sandbox.answer_next("/", Answer::new(503));
    sandbox.faults().clear();
    assert_eq!(statuses(&sandbox, 1), [UNKNOWN]);
    // A removed rule keeps its counters.
    assert_eq!((first.used(), second.used()), (1, 1));
}

#[test]
fn the_log_has_the_fault_and_the_time() {
    let started = Instant::now();
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
    assert!(times[2] < started.elapsed());
}

#[test]
fn invalid_rules_are_rejected() {
    let sandbox = Sandbox::start().expect("a sandbox");
    let rejected = |make: &dyn Fn()| {
        let caught = std::panic::catch_unwind(std::panic::AssertUnwindSafe(make));
        caught.expect_err("a panic")
    };
    let on = || sandbox.faults().on("/");
    let message = rejected(&|| drop(on().share(1.5))).downcast::<String>();
    assert_eq!(
        *message.expect("a message"),
        "a share must be from 0 to 1, not 1.5"
    );
    rejected(&|| drop(on().nth(0)));
    rejected(&|| drop(on().every(0)));
    rejected(&|| drop(on().answer_in_turn(Vec::<Fault>::new())));
    assert_eq!(statuses(&sandbox, 1), [UNKNOWN]);
}
