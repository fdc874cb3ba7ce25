//! Rests after failed renewals: a failing step is not requested for each call.

use std::sync::Arc;
use std::thread;
use std::time::Duration;

use halo_infinite::auth::{Credentials, Session, SignInErrorKind};
use halo_infinite::error::StoreError;
use halo_infinite::{Client, Error, RetryPolicy};
use halo_infinite_sandbox::{Answer, Fault};
use serde_json::json;

use super::bench::{Bench, dead_refresh_token};
use super::setup::{call, hours};

/// A bench whose Spartan token has expired, and that cannot renew it.
fn expired(path: &str, fault: impl Into<Fault>) -> (Bench, Arc<Session>, Client) {
    let bench = Bench::new();
    let session = bench.start();
    let client = bench.client(&session);
    bench.clock.advance(hours(24));
    bench.sandbox.faults().on(path).always().answer(fault);
    bench.take_requests();
    (bench, session, client)
}

#[test]
fn a_dead_refresh_token_is_sent_once() {
    let (bench, _session, client) = expired("/login/", dead_refresh_token());
    let first = client.stats().match_count(bench.xuid()).send().unwrap_err();
    assert!(
        matches!(&first, Error::SignIn(error) if error.kind == SignInErrorKind::InvalidRefreshToken),
        "{first}"
    );
    for _ in 0..20 {
        let error = client.stats().match_count(bench.xuid()).send().unwrap_err();
        assert_eq!(error.to_string(), first.to_string());
    }
    let counts = (0..30).map(|_| client.stats().match_count(bench.xuid()));
    for result in client.fetch(counts) {
        assert_eq!(result.result.unwrap_err().to_string(), first.to_string());
    }
    bench.clock.advance(hours(24 * 7));
    client.stats().match_count(bench.xuid()).send().unwrap_err();
    assert_eq!(bench.take_requests(), ["oauth20_token.srf"]);
}

#[test]
fn a_dead_refresh_token_rests_until_the_player_signs_in_again() {
    let (bench, session, client) = expired("/login/", dead_refresh_token());
    client.stats().match_count(bench.xuid()).send().unwrap_err();
    session.player().unwrap_err();
    assert_eq!(bench.take_requests(), ["oauth20_token.srf"]);

    // Another program signs the player in, through the same store.
    bench.sandbox.faults().clear();
    bench.start();
    bench.take_requests();
    client.stats().match_count(bench.xuid()).send().unwrap();
    session.player().unwrap();
    assert_eq!(bench.take_requests(), ["count"]);
}

#[test]
fn a_dead_refresh_token_does_not_end_a_good_spartan_token() {
    let bench = Bench::new();
    let session = bench.start();
    let client = bench.client(&session);
    let dead = bench.always("/login/", dead_refresh_token());
    bench.clock.advance(hours(3));
    bench.sandbox.revoke_user_tokens();
    bench.always("/settings/spartan-token", Answer::new(401));
    bench.clock.advance(Duration::from_secs(3400));
    bench.take_requests();
    for _ in 0..5 {
        client.stats().match_count(bench.xuid()).send().unwrap();
    }
    assert_eq!(dead.used(), 1);
    let sent = bench.take_requests();
    assert_eq!(sent.iter().filter(|name| *name == "count").count(), 5, "{sent:?}");
}

#[test]
fn other_refusals_rest_for_a_minute() {
    let banned = Answer::new(401).json(json!({ "XErr": 2_148_916_227_u64 }));
    let (bench, session, _client) = expired("/xsts.auth/", banned);
    let refused = bench.sandbox.faults();
    for round in 1..4 {
        for _ in 0..10 {
            let error = session.spartan_token(&call()).unwrap_err();
            assert!(error.to_string().contains("banned"), "{error}");
        }
        let sent = bench.take_requests();
        let asked = sent.iter().filter(|name| *name == "authorize").count();
        assert_eq!(asked, 1, "round {round}: {sent:?}");
        bench.clock.advance(Duration::from_secs(60));
    }
    refused.clear();
    session.spartan_token(&call()).unwrap();
}

#[test]
fn failures_that_may_pass_rest_longer_each_time() {
    let (bench, session, _client) = expired("/settings/spartan-token", Fault::status(503));
    let mut waits = Vec::new();
    for _ in 0..8 {
        session.spartan_token(&call()).unwrap_err();
        let mut wait = 0;
        while bench.request_count("spartan-token") == waits.len() + 1 {
            bench.clock.advance(Duration::from_secs(1));
            wait += 1;
            session.spartan_token(&call()).unwrap_err();
        }
        waits.push(wait);
        // The next round starts at the request that ended this one.
        if waits.len() == 7 {
            break;
        }
    }
    assert_eq!(waits, [1, 2, 4, 8, 16, 32, 60]);
    bench.sandbox.faults().clear();
    bench.clock.advance(Duration::from_secs(60));
    session.spartan_token(&call()).unwrap();
}

/// The Spartan token is about to expire, its renewal fails after 300 ms, and the client sends 5 requests a second.
#[test]
fn a_good_token_is_used_while_its_renewal_fails() {
    for delay in [0, 300].map(Duration::from_millis) {
        let bench = Bench::new();
        let session = bench.start();
        bench.clock.advance(hours(4) - Duration::from_secs(60));
        let failing = bench.sandbox.faults().on("/settings/spartan-token").always();
        let failing = failing.answer(Fault::status(500).delayed(delay));
        let client = Client::builder()
            .environment(bench.sandbox.environment())
            .credentials(session)
            .requests_per_second(5)
            .clock(bench.clock.clone())
            .build()
            .unwrap();
        for _ in 0..20 {
            client.stats().match_count(bench.xuid()).send().unwrap();
        }
        assert_eq!(failing.used(), 1, "{delay:?}");
    }
}

#[test]
fn a_hanging_renewal_does_not_cost_a_request_its_good_token() {
    let bench = Bench::new();
    let session = bench.start();
    let client = bench.client(&session);
    bench.clock.advance(hours(4) - Duration::from_secs(60));
    let hanging = bench.sandbox.faults().on("/settings/spartan-token").always();
    let hanging = hanging.answer(Fault::delay(hours(1)));
    thread::scope(|scope| {
        for _ in 0..4 {
            scope.spawn(|| client.stats().match_count(bench.xuid()).send().unwrap());
        }
    });
    assert_eq!(hanging.used(), 1);
}

#[test]
fn a_clearance_rests_and_is_used_like_a_token() {
    let bench = Bench::new();
    let session = bench.start();
    let client = bench.client(&session);
    let clearance = session.clearance(&call()).unwrap();
    bench.clock.advance(hours(12) - Duration::from_secs(60));
    let failing = bench.always("/settings/oban/", Answer::new(500));
    let no_release = bench.always("/settings/hi/clearances", Answer::new(500));
    for _ in 0..10 {
        assert_eq!(session.clearance(&call()).unwrap(), clearance);
        client
            .economy()
            .player_career_rank(bench.xuid())
            .response()
            .unwrap();
    }
    // The active clearance, the player's and the release's.
    assert_eq!((failing.used(), no_release.used()), (2, 1));
    // Once it has expired, requests go without.
    bench.clock.advance(Duration::from_secs(60));
    for _ in 0..10 {
        assert_eq!(session.clearance(&call()).unwrap(), None);
    }
    assert_eq!((failing.used(), no_release.used()), (4, 2));
}

#[test]
fn passing_trouble_at_a_step_does_not_end_the_sign_in() {
    let faults = [500, 502, 503].map(Fault::status);
    for fault in faults.into_iter().chain([Fault::reset(), Fault::close()]) {
        for path in ["/user.auth/", "/xsts.auth/", "/settings/spartan-token"] {
            let mut bench = Bench::new();
            bench.sign_in = bench.sign_in.retries(RetryPolicy::default());
            bench.sandbox.faults().on(path).once().answer(fault.clone());
            let session = bench.start();
            assert!(session.player().is_ok(), "{path}");
            assert_eq!(bench.request_count("oauth20_token.srf"), 1);
        }
        // The refresh token may have been used already.
        let mut bench = Bench::new();
        bench.sign_in = bench.sign_in.retries(RetryPolicy::default());
        bench.sandbox.faults().on("/login/").once().answer(fault);
        bench.try_start().unwrap_err();
        assert_eq!(bench.request_count("oauth20_token.srf"), 1);
    }
}

#[test]
fn requests_continue_while_the_disk_is_full() {
    let bench = Bench::new();
    let session = bench.start();
    let client = bench.client(&session);
    bench.disk.fill(true);
    // The XSTS token lives for 16 hours: until then no refresh token is rotated.
    for _ in 0..3 {
        bench.clock.advance(hours(4));
        for _ in 0..3 {
            client.stats().match_count(bench.xuid()).send().unwrap();
        }
    }
    assert_eq!(bench.request_count("oauth20_token.srf"), 1);

    // Now it is: the new one is not used before it is saved.
    bench.clock.advance(hours(24));
    for _ in 0..3 {
        let error = client.stats().match_count(bench.xuid()).send().unwrap_err();
        assert!(
            matches!(&error, Error::Store(error) if matches!(**error, StoreError::NotSaved { .. })),
            "{error:?}"
        );
        assert!(
            error
                .to_string()
                .contains("a new refresh token could not be saved"),
            "{error}"
        );
        assert!(error.advice().unwrap().contains("disk space"), "{error}");
        bench.clock.advance(Duration::from_secs(60));
    }
    assert_eq!(bench.request_count("oauth20_token.srf"), 2);
    bench.disk.fill(false);
    client.stats().match_count(bench.xuid()).send().unwrap();
    assert_eq!(bench.request_count("oauth20_token.srf"), 2);
    assert_eq!(
        bench.stored().spartan_token.unwrap().token,
        session.spartan_token(&call()).unwrap()
    );
}

#[test]
fn a_hanging_clearance_service_delays_few_requests() {
    let bench = Bench::new();
    for path in ["/settings/oban/", "/settings/hi/clearances"] {
        bench.always(path, Answer::new(500));
    }
    let session = bench.start();
    bench.sandbox.faults().clear();
    let hanging = bench.sandbox.faults().on("/settings/oban/").always();
    let hanging = hanging.answer(Fault::delay(hours(1)));
    let client = bench.client(&session).with_deadline(Duration::from_secs(8));
    for _ in 0..5 {
        client
            .economy()
            .player_career_rank(bench.xuid())
            .response()
            .unwrap();
    }
    // Only the first request waits for it.
    assert_eq!(hanging.used(), 1);
}

#[test]
fn another_sign_in_ends_the_rest_after_any_refusal() {
    for error in ["invalid_client", "interaction_required", "invalid_scope"] {
        let refused = Answer::new(400).json(json!({ "error": error }));
        let (bench, session, client) = expired("/login/", refused);
        client.stats().match_count(bench.xuid()).send().unwrap_err();
        client.stats().match_count(bench.xuid()).send().unwrap_err();
        assert_eq!(bench.take_requests(), ["oauth20_token.srf"]);
        bench.sandbox.faults().clear();
        bench.start();
        client.stats().match_count(bench.xuid()).send().unwrap();
        session.player().unwrap();
    }
}

#[test]
fn answers_of_the_network_in_between_are_no_refusals() {
    for answer in [
        Answer::new(408),
        Answer::new(429),
        Answer::new(407),
        Answer::new(302).header("Location", "http://login.hotel.invalid/"),
        Answer::new(400).json(json!({ "error": "temporarily_unavailable" })),
        Answer::new(200).body("<html>welcome to the hotel</html>"),
    ] {
        let (bench, session, _client) = expired("/login/", answer);
        session.spartan_token(&call()).unwrap_err();
        bench.sandbox.faults().clear();
        bench.clock.advance(Duration::from_secs(1));
        session.spartan_token(&call()).unwrap();
    }
}
