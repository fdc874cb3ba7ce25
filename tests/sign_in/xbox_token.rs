//! The Xbox token of a session, for requests to Xbox Live itself.

use std::sync::Arc;
use std::time::Duration;

use halo_infinite::Error;
use halo_infinite::auth::{Credentials, MemoryStore, Session, TokenSet};
use halo_infinite_sandbox::Answer;

use super::bench::{Bench, dead_refresh_token};
use super::setup::{call, hours, sign_in};

#[test]
fn it_is_renewed_when_it_expires_and_no_other_token_is() {
    let bench = Bench::new();
    let session = bench.start();
    let client = bench.client(&session);
    bench.take_requests();
    let first = session.xbox_authorization(&call()).unwrap();
    client.xbox_live().friends().send().unwrap();
    assert_eq!(bench.take_requests().len(), 1);
    // It lives as long as the user token and the XSTS token for Halo.
    bench.clock.advance(hours(16));
    client.xbox_live().friends().send().unwrap();
    let sent = bench.take_requests();
    assert!(!sent.iter().any(|name| name == "spartan-token"), "{sent:?}");
    assert_eq!(
        sent.iter().filter(|name| *name == "authorize").count(),
        1,
        "{sent:?}"
    );
    assert_ne!(session.xbox_authorization(&call()).unwrap(), first);
    assert!(bench.take_requests().is_empty());
}

#[test]
fn a_refused_one_is_replaced_once() {
    let bench = Bench::new();
    let session = bench.start();
    let client = bench.client(&session);
    bench.sandbox.revoke_xbox_tokens();
    bench.take_requests();
    client.xbox_live().recent_players().send().unwrap();
    assert_eq!(
        bench.take_requests(),
        ["recentplayers", "authorize", "recentplayers"]
    );
    // The Spartan token stayed.
    client.stats().match_count(bench.xuid()).send().unwrap();
    assert_eq!(bench.take_requests(), ["count"]);
    // If Xbox Live refuses each new one, the token is not the problem.
    bench.always("/peoplehub/", Answer::new(401));
    let mut sent = 0;
    for _ in 0..10 {
        let error = client.xbox_live().recent_players().send().unwrap_err();
        assert_eq!(error.status(), Some(401));
        sent += bench
            .take_requests()
            .iter()
            .filter(|name| *name == "authorize")
            .count();
    }
    assert!(sent <= 5, "{sent}");
}

#[test]
fn its_failures_do_not_affect_halo() {
    let bench = Bench::new();
    let session = bench.start();
    let client = bench.client(&session);
    bench.clock.advance(hours(15));
    client.stats().match_count(bench.xuid()).send().unwrap();
    bench.clock.advance(hours(2));
    // The XSTS service is in trouble for Xbox Live only: the first request to it.
    bench.sandbox.answer_next("/xsts.auth/", Answer::new(503));
    let first = client.xbox_live().friends().send().unwrap_err();
    assert_eq!(first.status(), Some(503));
    bench.take_requests();
    // It rests, and Halo goes on: its Spartan token is renewed.
    let error = client.xbox_live().friends().send().unwrap_err();
    assert_eq!(error.to_string(), first.to_string());
    assert!(bench.take_requests().is_empty());
    bench.clock.advance(hours(3));
    bench.sandbox.answer_next("/xsts.auth/", Answer::new(503));
    client.xbox_live().friends().send().unwrap_err();
    bench.take_requests();
    client.stats().match_count(bench.xuid()).send().unwrap();
    let sent = bench.take_requests();
    assert!(sent.contains(&"spartan-token".to_owned()), "{sent:?}");
    bench.clock.advance(Duration::from_secs(60));
    client.xbox_live().friends().send().unwrap();
}

#[test]
fn an_account_with_a_dead_refresh_token_leaves_its_requests_to_the_next_one() {
    let bench = Bench::new();
    let dying = bench.start();
    bench.clock.advance(hours(24));
    bench.sandbox.answer_next("/login/", dead_refresh_token());
    let living = {
        let tokens = TokenSet::from_refresh_token(bench.sandbox.refresh_token());
        // The dead token is used up first.
        dying.spartan_token(&call()).unwrap_err();
        Session::start(&sign_in(&bench.sandbox, &bench.clock), MemoryStore::new(), tokens).unwrap()
    };
    let accounts: [Arc<Session>; 2] = [dying, Arc::new(living)];
    let client = halo_infinite::Client::builder()
        .environment(bench.sandbox.environment())
        .clock(bench.clock.clone())
        .accounts(accounts)
        .unlimited()
        .build()
        .unwrap();
    bench.take_requests();
    for _ in 0..5 {
        client.stats().match_count(bench.xuid()).send().unwrap();
        client.xbox_live().recent_players().send().unwrap();
    }
    assert_eq!(bench.take_requests().len(), 10);
    // The dead account itself says why.
    let own = client.with_account(0);
    let error = own.stats().match_count(bench.xuid()).send().unwrap_err();
    assert!(matches!(error, Error::SignIn(_)), "{error:?}");
}
