//! Sessions in which something fails.

use std::io;
use std::sync::{Arc, mpsc};
use std::thread;
use std::time::Duration;

use halo_infinite::auth::{Credentials, Session, SignInErrorKind, StoreKey, TokenSet, TokenStore};
use halo_infinite::{CancelToken, Client, Error, ureq};
use halo_infinite_sandbox::Answer;

use super::bench::{Bench, Disk, agent};
use super::setup::{call, hours, sandbox, sign_in};
use crate::support::clocks::TestClock;
use crate::support::wait::receive;

#[test]
fn an_unsaved_rotated_refresh_token_is_not_forgotten() {
    let bench = Bench::new();
    let session = bench.start();
    bench.clock.advance(hours(24));
    bench.disk.fill(true);
    assert!(matches!(session.spartan_token(&call()), Err(Error::Store(_))));
    assert_eq!(
        bench.request_count("authenticate"),
        1,
        "it was used before it was saved"
    );

    // The token in the store has expired.
    bench.clock.advance(hours(2));
    bench.disk.fill(false);
    session.spartan_token(&call()).unwrap();
    bench.clock.advance(hours(24));
    bench
        .restore(&bench.sign_in)
        .unwrap()
        .spartan_token(&call())
        .unwrap();
}

#[test]
fn unsaved_tokens_are_used() {
    let bench = Bench::new();
    let session = bench.start();
    bench.clock.advance(hours(4));
    bench.disk.fill(true);
    let token = session.spartan_token(&call()).unwrap();
    assert_eq!(session.spartan_token(&call()).unwrap(), token);
}

#[test]
fn an_interrupted_first_sign_in_is_resumed() {
    let bench = Bench::new();
    bench.sandbox.answer_next("/xsts.auth/", Answer::new(503));
    bench.try_start().unwrap_err();
    bench.sandbox.clear_requests();

    let session = bench.restore(&bench.sign_in).unwrap();
    let player = session.player().unwrap();
    assert_eq!(
        bench.request_count("oauth20_token.srf") + bench.request_count("authenticate"),
        0
    );
    // From now on it is stored under the player's XUID.
    assert_eq!(bench.keys(), [StoreKey::new(&bench.sandbox.app(), player.xuid)]);
    Arc::into_inner(session).unwrap().sign_out().unwrap();
    assert!(bench.restore(&bench.sign_in).is_none());
}

#[test]
fn a_failed_first_sign_in_stores_nothing() {
    let bench = Bench::new();
    let tokens = TokenSet::from_refresh_token("wrong");
    let error = Session::start(&bench.sign_in, bench.disk.clone(), tokens).unwrap_err();
    let Error::SignIn(error) = error else {
        panic!("{error:?}")
    };
    assert_eq!(error.kind, SignInErrorKind::InvalidRefreshToken);
    assert_eq!(bench.keys(), []);
}

#[test]
fn a_failed_sign_in_does_not_overwrite_an_anonymous_player() {
    let clock = TestClock::new();
    let sandbox = sandbox(&clock).anonymous_xsts().start().unwrap();
    let sign_in = sign_in(&sandbox, &clock);
    let disk = Disk::default();
    let tokens = || TokenSet::from_refresh_token(sandbox.refresh_token());
    let nameless = StoreKey::new(&sandbox.app(), None);
    Session::start(&sign_in, disk.clone(), tokens()).unwrap();
    let before = disk.lock(&call()).unwrap().load(&nameless).unwrap();
    assert!(before.is_some());
    sandbox.answer_next("/xsts.auth/", Answer::new(503));
    Session::start(&sign_in, disk.clone(), tokens()).unwrap_err();
    assert_eq!(disk.lock(&call()).unwrap().load(&nameless).unwrap(), before);
}

#[test]
fn a_session_starts_without_clearance() {
    for answer in [
        Answer::new(403),
        Answer::new(404),
        Answer::new(200).body("<html>"),
    ] {
        let bench = Bench::new();
        bench.always("/settings/oban/", answer.clone());
        bench.always("/settings/hi/clearances", answer);
        let session = bench.start();
        assert_eq!(session.player().unwrap().clearance, None);
    }
}

#[test]
fn a_spartan_token_refused_by_the_clearance_service_is_renewed() {
    let bench = Bench::new();
    bench.sandbox.answer_next("/settings/oban/", Answer::new(503));
    let session = bench.start();
    bench.sandbox.revoke_spartan_tokens();
    let client = bench.client(&session);
    let xuid = bench.xuid();
    client.economy().player_career_rank(xuid).response().unwrap();
}

#[test]
fn a_slow_failing_clearance_request_is_not_repeated_at_once() {
    let bench = Bench::new();
    let tokens = TokenSet::from_refresh_token(bench.sandbox.refresh_token());
    let clock = Arc::clone(&bench.clock);
    let slow = agent("/oban/", move || {
        clock.advance(Duration::from_secs(60));
        Err(ureq::Error::Io(io::ErrorKind::TimedOut.into()))
    });
    let session = Session::start(&bench.sign_in.clone().agent(slow), bench.disk.clone(), tokens).unwrap();
    let time = || bench.clock.system_time();
    let start = time();
    for _ in 0..10 {
        assert_eq!(session.clearance(&call()).unwrap(), None);
    }
    assert_eq!(time().duration_since(start).unwrap(), Duration::from_secs(60));
    bench.clock.advance(Duration::from_secs(61));
    session.clearance(&call()).unwrap();
    assert_eq!(time().duration_since(start).unwrap(), Duration::from_secs(181));
}

#[test]
fn a_request_goes_without_clearance_while_the_spartan_token_cannot_be_renewed() {
    let bench = Bench::new();
    bench.always("/settings/oban/", Answer::new(503));
    bench.always("/settings/hi/clearances", Answer::new(503));
    let session = bench.start();
    bench.clock.advance(hours(4) - Duration::from_secs(60));
    for _ in 0..2 {
        bench
            .sandbox
            .answer_next("/settings/spartan-token", Answer::new(500));
    }
    session.spartan_token(&call()).unwrap();
    assert_eq!(session.clearance(&call()).unwrap(), None);
}

#[test]
fn an_early_renewal_delays_nobody() {
    let bench = Bench::new();
    let (session, _client, is_entered, go) = held(&bench);
    let old = session.spartan_token(&call()).unwrap();
    bench.clock.advance(hours(4) - Duration::from_secs(60));
    thread::scope(|scope| {
        let renewing = scope.spawn(|| session.spartan_token(&call()).unwrap());
        receive(&is_entered);
        assert_eq!(session.spartan_token(&call()).unwrap(), old);
        assert!(session.refused(&old));
        go.send(()).unwrap();
        assert_ne!(renewing.join().unwrap(), old);
    });
    assert_ne!(session.spartan_token(&call()).unwrap(), old);
}

/// A session whose renewals stop before they request a Spartan token, and a client with it. Each renewal
/// sends a message when it stops, and resumes when it receives one.
fn held(bench: &Bench) -> (Arc<Session>, Client, mpsc::Receiver<()>, mpsc::Sender<()>) {
    bench.start();
    let (entered, is_entered) = mpsc::channel();
    let (go, may_go) = mpsc::channel();
    let may_go = std::sync::Mutex::new(may_go);
    let held = agent("/spartan-token", move || {
        entered.send(()).unwrap();
        receive(&may_go.lock().unwrap());
        Ok(())
    });
    let session = bench.restore(&bench.sign_in.clone().agent(held)).unwrap();
    let client = bench.client(&session);
    (session, client, is_entered, go)
}

#[test]
fn a_deadline_ends_the_wait_for_a_renewal_but_not_the_renewal() {
    let bench = Bench::new();
    let (session, client, is_entered, go) = held(&bench);
    bench.clock.advance(hours(4));
    let hurried = client.with_deadline(Duration::from_millis(50));
    let xuid = bench.xuid();
    for _ in 0..2 {
        let error = hurried.stats().match_count(xuid).send().unwrap_err();
        assert!(
            error
                .to_string()
                .contains("stats.match_count: the deadline passed while the tokens"),
            "{error}"
        );
        assert!(matches!(error, Error::Deadline { wait: None, .. }));
    }
    assert_eq!(bench.request_count("/spartan-token"), 1);
    receive(&is_entered);
    go.send(()).unwrap();
    // The renewed token is saved.
    let token = session.spartan_token(&call()).unwrap();
    client.stats().match_count(xuid).send().unwrap();
    assert_eq!(session.spartan_token(&call()).unwrap(), token);
    assert_eq!(bench.request_count("/spartan-token"), 2);
    assert!(is_entered.try_recv().is_err());
}

#[test]
fn cancelling_ends_the_wait_for_a_renewal() {
    let bench = Bench::new();
    let (_session, client, is_entered, go) = held(&bench);
    bench.clock.advance(hours(4));
    let stop = CancelToken::new();
    let client = client.with_cancel_token(&stop);
    let xuid = bench.xuid();
    thread::scope(|scope| {
        let waiting = scope.spawn(|| client.stats().match_count(xuid).send());
        receive(&is_entered);
        stop.cancel();
        let error = waiting.join().unwrap().unwrap_err();
        assert!(
            matches!(error, Error::Cancelled { endpoint: Some(endpoint), .. } if endpoint.name() == "match_count")
        );
    });
    go.send(()).unwrap();
}

#[test]
fn an_emptied_store_is_filled_again() {
    let bench = Bench::new();
    let session = bench.start();
    let key = bench.keys().remove(0);
    bench.disk.lock(&call()).unwrap().remove(&key).unwrap();
    session.spartan_token(&call()).unwrap();
    assert_eq!(bench.keys(), []);
    bench.clock.advance(hours(24));
    session.spartan_token(&call()).unwrap();
    assert_eq!(bench.keys(), [key]);
}
