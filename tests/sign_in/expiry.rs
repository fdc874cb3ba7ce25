//! Only expired tokens are renewed.

use std::sync::Arc;
use std::thread;
use std::time::Duration;

use halo_infinite::auth::{
    AzureApp, CallContext, Credentials, LockedStore, MemoryStore, Secret, Session, SignIn, TokenSet,
    TokenStore,
};
use halo_infinite::error::StoreError;
use halo_infinite::{CancelToken, Client, Error, Xuid};
use halo_infinite_sandbox::{Answer, Sandbox};

use super::setup::{call, hours, sandbox, sign_in};
use crate::support::clocks::TestClock;
use crate::support::wait::{PATIENCE, within};

/// A store that a test can read while a session uses it.
#[derive(Clone, Default)]
struct SharedStore(Arc<MemoryStore>);

impl TokenStore for SharedStore {
    fn lock(&self, wait: &CallContext) -> Result<Box<dyn LockedStore + '_>, StoreError> {
        self.0.lock(wait)
    }
}

struct Bench {
    clock: Arc<TestClock>,
    sandbox: Sandbox,
    sign_in: SignIn,
    store: SharedStore,
}

impl Bench {
    fn new() -> Self {
        let clock = TestClock::new();
        let sandbox = sandbox(&clock).start().unwrap();
        Self {
            sign_in: sign_in(&sandbox, &clock),
            clock,
            sandbox,
            store: SharedStore::default(),
        }
    }

    fn start(&self) -> Arc<Session> {
        let tokens = TokenSet::from_refresh_token(self.sandbox.refresh_token());
        Arc::new(Session::start(&self.sign_in, self.store.clone(), tokens).unwrap())
    }

    fn restore(&self) -> Option<Session> {
        Session::restore(&self.sign_in, self.store.clone(), None).unwrap()
    }

    fn client(&self, session: &Arc<Session>) -> Client {
        Client::builder()
            .environment(self.sandbox.environment())
            .credentials(Arc::clone(session))
            .unlimited()
            .build()
            .unwrap()
    }

    /// The last parts of the requested paths since the last call of this method.
    fn take_requests(&self) -> Vec<String> {
        let asked = self.sandbox.requests().into_iter();
        let asked = asked
            .map(|request| request.path.rsplit('/').next().unwrap_or_default().to_owned())
            .collect();
        self.sandbox.clear_requests();
        asked
    }

    fn stored(&self) -> TokenSet {
        let locked = self.store.lock(&call()).unwrap();
        let key = locked.keys(&self.sandbox.app()).unwrap().remove(0);
        locked.load(&key).unwrap().unwrap()
    }

    fn xuid(&self) -> u64 {
        self.sandbox.world().home().xuid()
    }
}

const WHOLE_CHAIN: [&str; 6] = [
    "oauth20_token.srf",
    "authenticate",
    "authorize",
    "authorize",
    "spartan-token",
    "active",
];

#[test]
fn a_second_program_sends_no_sign_in_requests() {
    let bench = Bench::new();
    assert!(bench.restore().is_none());
    let first = bench.start();
    let player = first.player().unwrap();
    assert_eq!(bench.take_requests(), WHOLE_CHAIN);

    bench.clock.advance(Duration::from_secs(3000));
    let second = bench.restore().unwrap();
    assert_eq!(second.player().unwrap(), player);
    assert_eq!(bench.take_requests(), Vec::<String>::new());
    assert_eq!(player.xuid.unwrap().get(), bench.xuid());

    // Another app or another player has no tokens.
    let other = Xuid::new(2_533_274_000_000_001).unwrap();
    assert!(
        Session::restore(&bench.sign_in, bench.store.clone(), Some(other))
            .unwrap()
            .is_none()
    );
    let app = AzureApp::public("another").unwrap();
    assert!(
        Session::restore(&SignIn::new(&app), bench.store.clone(), None)
            .unwrap()
            .is_none()
    );
}

#[test]
fn only_expired_tokens_are_renewed() {
    let bench = Bench::new();
    let session = bench.start();
    let client = bench.client(&session);
    bench.take_requests();

    // The Spartan token expires first.
    bench.clock.advance(hours(4));
    client.stats().match_count(bench.xuid()).send().unwrap();
    assert_eq!(bench.take_requests(), ["spartan-token", "count"]);
    client.stats().match_count(bench.xuid()).send().unwrap();
    assert_eq!(bench.take_requests(), ["count"]);

    // After most of a day the XSTS, user and access tokens have expired too.
    bench.clock.advance(hours(20));
    client.stats().match_count(bench.xuid()).send().unwrap();
    assert_eq!(
        bench.take_requests(),
        [
            "oauth20_token.srf",
            "authenticate",
            "authorize",
            "spartan-token",
            "count"
        ]
    );
    assert_eq!(
        bench.restore().unwrap().player().unwrap().spartan_token,
        session.spartan_token(&call()).unwrap()
    );
}

#[test]
fn a_rotated_refresh_token_is_saved_before_it_is_used() {
    let bench = Bench::new();
    let session = bench.start();
    let before = bench.stored().refresh_token;
    bench.clock.advance(hours(24));

    // The step after the rotation fails: the new refresh token must not be lost.
    bench.sandbox.answer_next("/user.auth/", Answer::new(503));
    let error = session.spartan_token(&call()).unwrap_err();
    assert!(
        error.to_string().contains("\"Xbox user token\": status 503"),
        "{error}"
    );
    let after = bench.stored().refresh_token;
    assert_ne!(after, before);

    // The access token that came with it is used: no step is repeated.
    bench.take_requests();
    session.spartan_token(&call()).unwrap();
    assert_eq!(
        bench.take_requests(),
        ["authenticate", "authorize", "spartan-token"]
    );
}

#[test]
fn many_waiting_threads_share_one_renewal() {
    const THREADS: usize = 32;
    let bench = Bench::new();
    let session = bench.start();
    let client = bench.client(&session);
    bench.take_requests();
    bench.clock.advance(hours(24));
    thread::scope(|scope| {
        for _ in 0..THREADS {
            scope.spawn(|| client.stats().match_count(bench.xuid()).send().unwrap());
        }
    });
    let asked = bench.take_requests();
    let count = |name: &str| asked.iter().filter(|known| *known == name).count();
    assert_eq!(count("count"), THREADS);
    for step in ["oauth20_token.srf", "authenticate", "authorize", "spartan-token"] {
        assert_eq!(count(step), 1, "{step}");
    }
}

#[test]
fn a_refused_token_is_renewed_once_and_the_request_sent_once_more() {
    const THREADS: usize = 16;
    let bench = Bench::new();
    let session = bench.start();
    let client = bench.client(&session);
    bench.take_requests();

    bench.sandbox.revoke_spartan_tokens();
    client.stats().match_count(bench.xuid()).send().unwrap();
    assert_eq!(bench.take_requests(), ["count", "spartan-token", "count"]);

    bench.sandbox.revoke_spartan_tokens();
    thread::scope(|scope| {
        for _ in 0..THREADS {
            scope.spawn(|| client.stats().match_count(bench.xuid()).send().unwrap());
        }
    });
    let asked = bench.take_requests();
    let count = |name: &str| asked.iter().filter(|known| *known == name).count();
    assert_eq!(count("spartan-token"), 1, "{asked:?}");
    assert!(count("count") <= 2 * THREADS, "{asked:?}");

    // A service that refuses every token receives two requests and no more.
    let always = bench.sandbox.faults().on("/stats/").always();
    let _refusing = always.answer(Answer::new(401));
    let call = || {
        let error = client.stats().match_count(bench.xuid()).send().unwrap_err();
        assert_eq!(error.status(), Some(401));
        bench.take_requests()
    };
    let (twice, once) = (["count", "spartan-token", "count"], ["count"]);
    assert_eq!(call(), twice);
    // After a few of those, not each call gets a new token, but one every two seconds.
    for _ in 0..10 {
        call();
    }
    assert_eq!(call(), once);
    bench.clock.advance(Duration::from_secs(2));
    assert_eq!(call(), twice);
    assert_eq!(call(), once);
}

#[test]
fn static_tokens_are_not_tried_twice() {
    let bench = Bench::new();
    let client = Client::builder()
        .environment(bench.sandbox.environment())
        .spartan_token(bench.sandbox.spartan_token())
        .build()
        .unwrap();
    bench.clock.advance(hours(4));
    let error = client.stats().match_count(bench.xuid()).send().unwrap_err();
    assert_eq!(error.status(), Some(401));
    assert!(error.advice().unwrap().contains("sign in again"), "{error}");
    assert_eq!(bench.take_requests(), ["count"]);
}

#[test]
fn a_stored_but_revoked_token_is_renewed() {
    let bench = Bench::new();
    let session = bench.start();
    bench.take_requests();
    bench.sandbox.revoke_user_tokens();
    session.refused(&session.spartan_token(&call()).unwrap());
    // The XSTS token is still valid, so the revoked user token is not used.
    session.spartan_token(&call()).unwrap();
    assert_eq!(bench.take_requests(), ["spartan-token"]);

    // Once the XSTS token is refused as well, the chain goes back as far as necessary.
    bench
        .sandbox
        .answer_next("/settings/spartan-token", Answer::new(401));
    session.refused(&session.spartan_token(&call()).unwrap());
    session.spartan_token(&call()).unwrap();
    assert_eq!(
        bench.take_requests(),
        [
            "spartan-token",
            "authorize",
            "authenticate",
            "authorize",
            "spartan-token"
        ]
    );
}

#[test]
fn a_failed_early_renewal_does_not_fail_the_request() {
    let bench = Bench::new();
    let session = bench.start();
    let token = session.spartan_token(&call()).unwrap();
    // The token is about to expire, but still valid.
    bench.clock.advance(hours(4) - Duration::from_secs(60));
    bench
        .sandbox
        .answer_next("/settings/spartan-token", Answer::new(500));
    assert_eq!(session.spartan_token(&call()).unwrap(), token);
    assert_ne!(session.spartan_token(&call()).unwrap(), token);

    // An expired token fails the request.
    bench.clock.advance(hours(4));
    bench
        .sandbox
        .answer_next("/settings/spartan-token", Answer::new(500));
    assert!(matches!(
        session.spartan_token(&call()).unwrap_err(),
        Error::SignIn(_)
    ));
}

#[test]
fn a_failing_clearance_service_does_not_stop_a_session() {
    let bench = Bench::new();
    bench.sandbox.answer_next("/settings/oban/", Answer::new(502));
    let session = bench.start();
    assert_eq!(session.player().unwrap().clearance, None);
    bench.take_requests();

    let client = bench.client(&session);
    client.stats().match_count(bench.xuid()).send().unwrap();
    assert_eq!(bench.take_requests(), ["count"]);
    // A call that needs clearance requests it again, and goes without if that fails.
    bench.sandbox.answer_next("/settings/oban/", Answer::new(502));
    client
        .economy()
        .player_career_rank(bench.xuid())
        .response()
        .map(drop)
        .unwrap_or_default();
    assert_eq!(bench.take_requests(), ["active", "careerrank1"]);
    assert!(session.clearance(&call()).unwrap().is_some());
}

#[test]
fn signing_out_forgets_the_player() {
    let bench = Bench::new();
    let session = Session::start(
        &bench.sign_in,
        bench.store.clone(),
        TokenSet::from_refresh_token(bench.sandbox.refresh_token()),
    )
    .unwrap();
    session.sign_out().unwrap();
    assert!(bench.restore().is_none());
}

#[test]
fn an_expired_refresh_token_is_an_error_with_advice() {
    let bench = Bench::new();
    let session = bench.start();
    bench.clock.advance(hours(24 * 100));
    let error = session.spartan_token(&call()).unwrap_err();
    assert!(error.to_string().contains("invalid_grant"), "{error}");
    assert!(
        error.advice().unwrap().contains("the player must sign in again"),
        "{error}"
    );
    let _: Secret = bench.stored().refresh_token;
}

#[test]
fn a_call_without_a_deadline_gets_a_token() {
    let bench = Bench::new();
    let session = bench.start();
    bench.clock.advance(hours(4));
    let endless = CallContext::new(call().endpoint(), Duration::MAX, &CancelToken::new());
    within(PATIENCE, move || session.spartan_token(&endless).unwrap());
    assert!(bench.take_requests().contains(&"spartan-token".to_owned()));
}
