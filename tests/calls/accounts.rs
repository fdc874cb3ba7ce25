//! Clients with several accounts.

use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::Duration;

use halo_infinite::auth::{CallContext, Credentials, Secret, StaticTokens};
use halo_infinite::time::Clock;
use halo_infinite::{CancelToken, Client, ClientBuilder, Error};
use halo_infinite_sandbox::{Answer, Sandbox};

use crate::support::clocks::JumpingClock;

const SECOND: Duration = Duration::from_secs(1);

struct Bench {
    sandbox: Sandbox,
    clock: Arc<JumpingClock>,
    tokens: Vec<String>,
}

impl Bench {
    fn new(accounts: usize) -> Self {
        let sandbox = Sandbox::start().unwrap();
        Self {
            tokens: (0..accounts).map(|_| sandbox.spartan_token()).collect(),
            sandbox,
            clock: Arc::new(JumpingClock::default()),
        }
    }

    fn accounts(&self) -> Vec<Arc<dyn Credentials>> {
        let accounts = self.tokens.iter();
        let accounts = accounts.map(|token| Arc::new(StaticTokens::new(token.as_str(), None)) as _);
        accounts.collect()
    }

    fn builder(&self) -> ClientBuilder {
        Client::builder()
            .environment(self.sandbox.environment())
            .clock(self.clock.clone())
            .unlimited()
    }

    fn client(&self) -> Client {
        self.builder().accounts(self.accounts()).build().unwrap()
    }

    /// Sends a request. Returns the number of attempts.
    fn call(&self, client: &Client) -> Result<u32, Error> {
        let request = client.stats().match_count(self.sandbox.world().home().xuid());
        request.response().map(|response| response.attempts())
    }

    fn throttle(&self, seconds: u64) {
        let answer = Answer::new(429).header("Retry-After", &seconds.to_string());
        self.sandbox.answer_next("/stats/", answer);
    }

    /// The accounts of the requests since the last call.
    fn take_accounts(&self) -> Vec<usize> {
        let requests = self.sandbox.take_requests().into_iter();
        let account = |token: Option<&str>| {
            let token = token.unwrap();
            self.tokens.iter().position(|own| own == token).unwrap()
        };
        requests
            .map(|request| account(request.header("x-343-authorization-spartan")))
            .collect()
    }
}

/// Credentials that always fail, and count how often they are asked.
#[derive(Default)]
struct Dead(AtomicUsize);

impl Credentials for Dead {
    fn spartan_token(&self, _: &CallContext) -> Result<Secret, Error> {
        self.0.fetch_add(1, Ordering::Relaxed);
        Err(Error::credentials("this account is dead"))
    }

    fn clearance(&self, _: &CallContext) -> Result<Option<Secret>, Error> {
        Ok(None)
    }

    fn refused(&self, _: &Secret) -> bool {
        false
    }
}

fn with_dead(bench: &Bench) -> (Arc<Dead>, Client) {
    let dead = Arc::new(Dead::default());
    let mut accounts = bench.accounts();
    accounts.insert(0, dead.clone());
    (dead, bench.builder().accounts(accounts).build().unwrap())
}

#[test]
fn each_account_has_its_own_rate() {
    let bench = Bench::new(3);
    let builder = bench.builder().accounts(bench.accounts());
    let client = builder.requests_per_second(1).build().unwrap();
    for _ in 0..12 {
        assert_eq!(bench.call(&client).unwrap(), 1);
    }
    assert_eq!(bench.clock.now(), 3 * SECOND);
    let accounts = bench.take_accounts();
    for account in 0..3 {
        assert_eq!(accounts.iter().filter(|other| **other == account).count(), 4);
    }
}

#[test]
fn a_429_moves_on_to_the_next_account_at_once() {
    let bench = Bench::new(2);
    let client = bench.client();
    bench.throttle(30);
    assert_eq!(bench.call(&client).unwrap(), 2);
    assert_eq!(bench.clock.now(), Duration::ZERO);
    let [first, second] = bench.take_accounts()[..] else {
        panic!()
    };
    assert_ne!(first, second);
    for _ in 0..5 {
        bench.call(&client).unwrap();
    }
    assert_eq!(bench.take_accounts(), [second; 5]);
    // After the pause, both go again.
    bench.clock.sleep_until(31 * SECOND);
    for _ in 0..4 {
        bench.call(&client).unwrap();
    }
    assert!(bench.take_accounts().contains(&first));
}

#[test]
fn if_all_accounts_are_throttled_the_first_to_go_is_waited_for() {
    let bench = Bench::new(3);
    let client = bench.client();
    for seconds in [30, 10, 20] {
        bench.throttle(seconds);
    }
    assert_eq!(bench.call(&client).unwrap(), 4);
    assert_eq!(bench.clock.now(), 10 * SECOND);
    let accounts = bench.take_accounts();
    assert_eq!(accounts[3], accounts[1]);
}

#[test]
fn a_request_ends_by_its_deadline_if_all_accounts_are_throttled() {
    let bench = Bench::new(2);
    let client = bench.client().with_deadline(5 * SECOND);
    bench.throttle(40);
    bench.throttle(50);
    let error = bench.call(&client).unwrap_err();
    assert_eq!(error.status(), Some(429), "{error}");
    let error = bench.call(&client).unwrap_err();
    assert!(
        matches!(error, Error::Deadline { wait: Some(wait), .. } if wait == 40 * SECOND),
        "{error:?}"
    );
    assert_eq!(bench.clock.now(), Duration::ZERO);
    assert_eq!(bench.take_accounts().len(), 2);
}

#[test]
fn throttled_accounts_are_not_tried_for_ever() {
    let bench = Bench::new(2);
    let client = bench.client();
    let rule = bench.sandbox.faults().on("/stats/").always();
    let rule = rule.answer(Answer::new(429).header("Retry-After", "1"));
    let error = bench.call(&client).unwrap_err();
    assert_eq!(error.status(), Some(429));
    assert!(rule.used() <= 6, "{}", rule.used());
}

#[test]
fn a_dead_account_is_passed_over_for_a_minute() {
    let bench = Bench::new(1);
    let (dead, client) = with_dead(&bench);
    for _ in 0..10 {
        assert_eq!(bench.call(&client).unwrap(), 1);
    }
    assert_eq!(dead.0.load(Ordering::Relaxed), 1);
    bench.clock.sleep_until(61 * SECOND);
    for _ in 0..10 {
        bench.call(&client).unwrap();
    }
    assert_eq!(dead.0.load(Ordering::Relaxed), 2);
}

#[test]
fn if_no_account_has_tokens_the_request_fails_at_once() {
    let bench = Bench::new(0);
    let accounts = [Arc::new(Dead::default()), Arc::new(Dead::default())];
    let client = bench.builder().accounts(accounts.clone()).build().unwrap();
    for _ in 0..2 {
        let error = bench.call(&client).unwrap_err();
        assert_eq!(error.to_string(), "the credentials: this account is dead");
    }
    assert_eq!(accounts.map(|dead| dead.0.load(Ordering::Relaxed)), [2, 2]);
    assert_eq!(bench.clock.now(), Duration::ZERO);
    assert!(bench.sandbox.requests().is_empty());
}

#[test]
fn a_dead_account_leaves_the_wait_to_a_throttled_one() {
    let bench = Bench::new(1);
    let (_dead, client) = with_dead(&bench);
    bench.call(&client).unwrap();
    bench.throttle(20);
    assert_eq!(bench.call(&client).unwrap(), 2);
    assert_eq!(bench.clock.now(), 20 * SECOND);
}

#[test]
fn a_refused_token_moves_on() {
    let bench = Bench::new(1);
    let mut accounts = bench.accounts();
    accounts.insert(0, Arc::new(StaticTokens::new("expired-token", None)));
    let client = bench.builder().accounts(accounts).build().unwrap();
    for _ in 0..6 {
        bench.call(&client).unwrap();
    }
    // One attempt with the expired token, or none if the other account was first.
    assert_eq!(bench.sandbox.take_requests().len(), 7);
    bench.sandbox.revoke_spartan_tokens();
    let error = bench.call(&client).unwrap_err();
    assert_eq!(error.status(), Some(401));
    assert_eq!(bench.sandbox.take_requests().len(), 2);
}

#[test]
fn each_account_replaces_a_refused_token_once() {
    /// Has a second token, once.
    struct Renewing([String; 2], AtomicUsize);
    impl Credentials for Renewing {
        fn spartan_token(&self, _: &CallContext) -> Result<Secret, Error> {
            let index = self.1.load(Ordering::Relaxed).min(1);
            Ok(Secret::new(self.0[index].as_str()))
        }
        fn clearance(&self, _: &CallContext) -> Result<Option<Secret>, Error> {
            Ok(None)
        }
        fn refused(&self, _: &Secret) -> bool {
            self.1.fetch_add(1, Ordering::Relaxed) == 0
        }
    }
    let bench = Bench::new(1);
    let renewing = |second: &str| Renewing(["expired".into(), second.into()], AtomicUsize::new(0));
    let accounts = [renewing("revoked"), renewing(&bench.tokens[0])];
    let client = bench.builder().accounts(accounts).build().unwrap();
    assert_eq!(bench.call(&client).unwrap(), 4);
    let requests = bench.sandbox.take_requests();
    let sent = requests
        .iter()
        .map(|request| request.header("x-343-authorization-spartan").unwrap());
    assert_eq!(
        sent.collect::<Vec<_>>(),
        ["expired", "revoked", "expired", &bench.tokens[0]]
    );
}

#[test]
fn other_failures_stay_with_the_account() {
    let bench = Bench::new(2);
    let client = bench
        .builder()
        .accounts(bench.accounts())
        .no_retries()
        .build()
        .unwrap();
    for status in [403, 404, 500, 503] {
        bench.sandbox.answer_next("/stats/", Answer::new(status));
        assert_eq!(bench.call(&client).unwrap_err().status(), Some(status));
        assert_eq!(bench.take_accounts().len(), 1, "{status}");
    }
}

#[test]
fn tokens_that_take_long_leave_time_for_another_account() {
    /// May take no longer than this, and does.
    struct Slow(Duration);
    impl Credentials for Slow {
        fn spartan_token(&self, call: &CallContext) -> Result<Secret, Error> {
            assert!(call.time_left() <= self.0, "{:?}", call.time_left());
            Err(Error::credentials("the time is over"))
        }
        fn clearance(&self, _: &CallContext) -> Result<Option<Secret>, Error> {
            Ok(None)
        }
        fn refused(&self, _: &Secret) -> bool {
            false
        }
    }
    let bench = Bench::new(1);
    let mut accounts = bench.accounts();
    accounts.insert(0, Arc::new(Slow(50 * SECOND)));
    let client = bench
        .builder()
        .accounts(accounts)
        .deadline(100 * SECOND)
        .build()
        .unwrap();
    for _ in 0..4 {
        bench.call(&client).unwrap();
    }
}

#[test]
fn a_cancellation_does_not_move_on() {
    struct Cancelling(CancelToken);
    impl Credentials for Cancelling {
        fn spartan_token(&self, _: &CallContext) -> Result<Secret, Error> {
            self.0.cancel();
            Ok(Secret::new("token"))
        }
        fn clearance(&self, _: &CallContext) -> Result<Option<Secret>, Error> {
            Ok(None)
        }
        fn refused(&self, _: &Secret) -> bool {
            false
        }
    }
    let bench = Bench::new(0);
    let token = CancelToken::new();
    let accounts = [Cancelling(token.clone()), Cancelling(token.clone())];
    let client = bench.builder().accounts(accounts).build().unwrap();
    let error = bench.call(&client.with_cancel_token(&token)).unwrap_err();
    assert!(matches!(error, Error::Cancelled { .. }), "{error:?}");
    assert!(bench.sandbox.requests().is_empty());
}

#[test]
fn batches_pages_and_fetches_use_all_accounts() {
    let bench = Bench::new(2);
    let (dead, client) = with_dead(&bench);
    let me = bench.sandbox.world().home().xuid();

    let people: Vec<u64> = bench
        .sandbox
        .world()
        .people()
        .iter()
        .map(|person| person.xuid())
        .collect();
    bench
        .sandbox
        .answer_next("/profile/", Answer::new(429).header("Retry-After", "9"));
    let users = client.profile().users_by_id(&people).send().unwrap();
    assert_eq!(users.len(), people.len());
    assert_eq!(bench.take_accounts().len(), 2);

    bench.throttle(9);
    let history: Result<Vec<_>, _> = client.stats().match_history(me).iter().collect();
    let history = history.unwrap();
    assert_eq!(
        history.len(),
        bench
            .sandbox
            .world()
            .match_ids(bench.sandbox.world().home())
            .len()
    );
    assert!(bench.take_accounts().len() > 2);

    bench.clock.sleep_until(20 * SECOND);
    bench.throttle(9);
    let games = history
        .iter()
        .map(|entry| client.stats().match_stats(entry.match_id));
    for fetched in client.fetch(games.take(40)) {
        fetched.result.unwrap();
    }
    let accounts = bench.take_accounts();
    assert_eq!(accounts.len(), 41);
    assert!((0..2).all(|account| accounts.contains(&account)));
    assert_eq!(dead.0.load(Ordering::Relaxed), 1);
}

#[test]
fn one_account_can_be_chosen() {
    let bench = Bench::new(3);
    let client = bench.client();
    for account in [2, 0] {
        let own = client.with_account(account);
        for _ in 0..4 {
            bench.call(&own).unwrap();
        }
        assert_eq!(bench.take_accounts(), [account; 4]);
        // It does not move on, and shares the pause with the others.
        bench.throttle(7);
        assert_eq!(bench.call(&own).unwrap(), 2);
        assert_eq!(bench.take_accounts(), [account; 2]);
    }
    assert_eq!(bench.clock.now(), 14 * SECOND);
    let error = bench.call(&client.with_account(3)).unwrap_err();
    assert_eq!(
        error.to_string(),
        "account: 3 is not one of the 3 accounts, which count from 0"
    );
    assert!(bench.sandbox.requests().is_empty());
}

#[test]
fn requests_without_a_token_have_one_limit() {
    let bench = Bench::new(3);
    let builder = bench.builder().accounts(bench.accounts());
    let client = builder.requests_per_second(1).build().unwrap();
    for _ in 0..4 {
        client.settings().api_settings().send().unwrap();
    }
    assert_eq!(bench.clock.now(), 3 * SECOND);
    for request in bench.sandbox.take_requests() {
        assert_eq!(request.header("x-343-authorization-spartan"), None);
    }
}

#[test]
fn an_account_without_an_xbox_token_still_serves_halo() {
    let bench = Bench::new(2);
    let xbox = StaticTokens::new(bench.tokens[1].as_str(), None);
    let xbox = xbox.xbox_token(bench.sandbox.xbox_user_hash(), bench.sandbox.xbox_token());
    let accounts = [StaticTokens::new(bench.tokens[0].as_str(), None), xbox];
    let client = bench.builder().accounts(accounts).build().unwrap();
    for _ in 0..4 {
        client.xbox_live().friends().send().unwrap();
    }
    bench.sandbox.clear_requests();
    for _ in 0..4 {
        bench.call(&client).unwrap();
    }
    assert!(bench.take_accounts().contains(&0));
}

#[test]
fn wrong_accounts_are_refused() {
    let bench = Bench::new(2);
    let accounts = || bench.builder().accounts(bench.accounts());
    let error = accounts().allow_writes().build().unwrap_err();
    assert!(
        error.to_string().contains("several accounts may not write"),
        "{error}"
    );
    let error = accounts().xbox_token("hash", "token").build().unwrap_err();
    assert_eq!(error.argument, "xbox_token");
    let none: [StaticTokens; 0] = [];
    let error = bench.builder().accounts(none).build().unwrap_err();
    assert_eq!(error.to_string(), "accounts: the list is empty");
    // One account may write.
    let one = bench.accounts().remove(0);
    bench.builder().accounts([one]).allow_writes().build().unwrap();
}
