//! Requests and sign-outs that wait for a renewal.

use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::mpsc::{self, Receiver, RecvTimeoutError, Sender};
use std::sync::{Arc, Mutex};
use std::thread;
use std::time::Duration;

use halo_infinite::auth::{
    AzureApp, CallContext, Credentials, LockedStore, MemoryStore, Session, StoreKey, TokenSet, TokenStore,
};
use halo_infinite::error::StoreError;
use halo_infinite::{CancelToken, Error};
use halo_infinite_sandbox::{Answer, Fault};

use super::bench::{Bench, agent};
use super::setup::{call, hours};
use crate::support::wait::{receive, within};

/// A store in memory that lets one caller wait at its lock, and reports when that caller is done.
#[derive(Clone)]
struct Gate(Arc<Inner>);

struct Inner {
    store: MemoryStore,
    is_closed: AtomicBool,
    waiting: Sender<()>,
    may_go: Mutex<Receiver<()>>,
    done: Sender<()>,
}

/// What the caller of the gate has locked.
struct Late<'a>(Box<dyn LockedStore + 'a>, &'a Inner);

impl Drop for Late<'_> {
    fn drop(&mut self) {
        self.1.done.send(()).unwrap();
    }
}

impl TokenStore for Gate {
    fn lock(&self, wait: &CallContext) -> Result<Box<dyn LockedStore + '_>, StoreError> {
        if !self.0.is_closed.swap(false, Ordering::SeqCst) {
            return self.0.store.lock(wait);
        }
        self.0.waiting.send(()).unwrap();
        receive(&self.0.may_go.lock().unwrap());
        Ok(Box::new(Late(self.0.store.lock(wait)?, &self.0)))
    }
}

impl LockedStore for Late<'_> {
    fn load(&self, key: &StoreKey) -> Result<Option<TokenSet>, StoreError> {
        self.0.load(key)
    }

    fn save(&mut self, key: &StoreKey, tokens: &TokenSet) -> Result<(), StoreError> {
        self.0.save(key, tokens)
    }

    fn remove(&mut self, key: &StoreKey) -> Result<(), StoreError> {
        self.0.remove(key)
    }

    fn keys(&self, app: &AzureApp) -> Result<Vec<StoreKey>, StoreError> {
        self.0.keys(app)
    }
}

#[test]
fn a_renewal_that_waits_for_the_store_saves_nothing_after_a_sign_out() {
    let bench = Bench::new();
    let (waiting, is_waiting) = mpsc::channel();
    let (go, may_go) = mpsc::channel();
    let (done, is_done) = mpsc::channel();
    let gate = Gate(Arc::new(Inner {
        store: MemoryStore::new(),
        is_closed: AtomicBool::new(false),
        waiting,
        may_go: Mutex::new(may_go),
        done,
    }));
    let tokens = TokenSet::from_refresh_token(bench.sandbox.refresh_token());
    let session = Session::start(&bench.sign_in, gate.clone(), tokens).unwrap();
    bench.clock.advance(hours(5));
    gate.0.is_closed.store(true, Ordering::SeqCst);
    let brief = CallContext::new(call().endpoint(), Duration::from_millis(50), &CancelToken::new());
    assert!(matches!(
        session.spartan_token(&brief),
        Err(Error::Deadline { .. })
    ));
    receive(&is_waiting);
    session.sign_out().unwrap();
    go.send(()).unwrap();
    receive(&is_done);
    assert!(Session::restore(&bench.sign_in, gate, None).unwrap().is_none());
}

#[test]
fn a_request_waits_on_when_its_token_expires_meanwhile() {
    let bench = Bench::new();
    bench.start();
    let (entered, is_entered) = mpsc::channel();
    let (go, may_go) = mpsc::channel();
    let may_go = Mutex::new(may_go);
    let slow = agent("/spartan-token", move || {
        entered.send(()).unwrap();
        receive(&may_go.lock().unwrap());
        Ok(())
    });
    let session = bench.restore(&bench.sign_in.clone().agent(slow)).unwrap();
    bench.clock.advance(hours(4) - Duration::from_secs(60));
    let (finished, is_finished) = mpsc::channel();
    thread::scope(|scope| {
        scope.spawn(|| finished.send(session.spartan_token(&call())).unwrap());
        receive(&is_entered);
        bench.clock.advance(Duration::from_secs(60));
        // Longer than a request with a valid token waits.
        let early = is_finished.recv_timeout(Duration::from_secs(4));
        go.send(()).unwrap();
        assert!(matches!(early, Err(RecvTimeoutError::Timeout)), "{early:?}");
        receive(&is_finished).unwrap();
    });
}

#[test]
fn the_player_is_returned_with_good_tokens_while_a_renewal_fails_or_hangs() {
    for (fault, requests) in [(Fault::status(503), 1), (Fault::delay(hours(1)), 1)] {
        let bench = Bench::new();
        let session = bench.start();
        bench.clock.advance(hours(4) - Duration::from_secs(120));
        let trouble = bench.sandbox.faults().on("/settings/spartan-token").always();
        let trouble = trouble.answer(fault);
        for _ in 0..10 {
            session.player().unwrap();
            bench.clock.advance(Duration::from_secs(5));
        }
        assert_eq!(trouble.used(), requests);
    }
}

#[test]
fn a_clearance_service_that_throttles_holds_nothing_up() {
    let bench = Bench::new();
    let session = bench.start();
    let client = bench.client(&session);
    let start = bench.clock.system_time();
    bench.clock.advance(hours(12));
    bench.always("/settings/oban/", Answer::new(429).retry_after(3600));
    bench.always("/settings/hi/clearances", Answer::new(503).retry_after(3600));
    session.clearance(&call()).unwrap();
    bench.sandbox.revoke_spartan_tokens();
    let xuid = bench.xuid();
    within(Duration::from_secs(60), move || {
        client.stats().match_count(xuid).send().unwrap();
    });
    let passed = bench.clock.system_time().duration_since(start).unwrap();
    assert!(passed < hours(12) + Duration::from_secs(60), "{passed:?}");
}

#[test]
fn a_clearance_service_that_refuses_the_spartan_token_does_not_cost_it() {
    let bench = Bench::new();
    let session = bench.start();
    let client = bench.client(&session);
    bench.clock.advance(hours(4));
    client.stats().match_count(bench.xuid()).send().unwrap();
    bench.clock.advance(hours(3));
    client.stats().match_count(bench.xuid()).send().unwrap();
    for _ in 0..2 {
        bench.clock.advance(Duration::from_secs(2 * 3600));
        client.stats().match_count(bench.xuid()).send().unwrap();
    }
    bench.clock.advance(hours(1));
    bench.always("/settings/oban/", Answer::new(401));
    bench.always("/settings/hi/clearances", Answer::new(401));
    bench.always("/settings/spartan-token", Answer::new(503));
    assert_eq!(session.clearance(&call()).unwrap(), None);
    for _ in 0..3 {
        client.stats().match_count(bench.xuid()).send().unwrap();
    }
}

#[test]
fn the_switch_of_a_sign_in_can_leave_the_renewals_alone() {
    let bench = Bench::new();
    for has_its_own in [true, false] {
        let (button, program) = (CancelToken::new(), CancelToken::new());
        let mut sign_in = bench.sign_in.clone().cancel_token(&button);
        if has_its_own {
            sign_in = sign_in.renewal_cancel_token(&program);
        }
        let tokens = TokenSet::from_refresh_token(bench.sandbox.refresh_token());
        let started = Session::start(&sign_in, bench.disk.clone(), tokens).unwrap();
        let restored = bench.restore(&sign_in).unwrap();
        button.cancel();
        for session in [Arc::new(started), restored] {
            bench.clock.advance(hours(5));
            let renewed = session.player();
            assert_eq!(renewed.is_ok(), has_its_own, "{renewed:?}");
        }
        // The other switch ends them.
        let session = bench
            .restore(&bench.sign_in.clone().renewal_cancel_token(&program))
            .unwrap();
        program.cancel();
        bench.clock.advance(hours(5));
        let error = session.player().unwrap_err();
        assert!(matches!(error, Error::Cancelled { .. }), "{error:?}");
    }
}

#[test]
fn waits_for_the_player_and_for_a_sign_out_have_limits() {
    let bench = Bench::new();
    bench.start();
    let (entered, is_entered) = mpsc::channel();
    let (go, may_go) = mpsc::channel();
    let may_go = Mutex::new(may_go);
    let slow = agent("/spartan-token", move || {
        entered.send(()).unwrap();
        receive(&may_go.lock().unwrap());
        Ok(())
    });
    let session = bench.restore(&bench.sign_in.clone().agent(slow)).unwrap();
    bench.clock.advance(hours(5));
    let (cancel, endpoint) = (CancelToken::new(), call().endpoint());
    let patient = CallContext::new(endpoint, Duration::MAX, &cancel);
    let brief = CallContext::new(endpoint, Duration::from_millis(30), &CancelToken::new());
    thread::scope(|scope| {
        let waiting = scope.spawn(|| session.player_within(&patient));
        receive(&is_entered);
        let late = session.player_within(&brief).unwrap_err();
        assert!(matches!(late, Error::Deadline { .. }), "{late:?}");
        // The renewal holds the store's lock.
        let late = session.sign_out_within(&brief).unwrap_err();
        assert!(matches!(late, Error::Deadline { .. }), "{late:?}");
        cancel.cancel();
        let cancelled = waiting.join().unwrap().unwrap_err();
        assert!(matches!(cancelled, Error::Cancelled { .. }), "{cancelled:?}");
        let cancelled = session.sign_out_within(&patient).unwrap_err();
        assert!(matches!(cancelled, Error::Cancelled { .. }), "{cancelled:?}");
    });
    // The renewal goes on, and the player is still signed in.
    go.send(()).unwrap();
    assert!(
        session
            .player()
            .unwrap()
            .is_valid_at(bench.clock.system_time().try_into().unwrap())
    );
    // A client that shares the session has the tokens until they expire.
    session.sign_out().unwrap();
    session.spartan_token(&call()).unwrap();
    bench.clock.advance(hours(5));
    let error = session.spartan_token(&call()).unwrap_err();
    assert!(matches!(error, Error::Cancelled { .. }), "{error:?}");
    assert!(bench.restore(&bench.sign_in).is_none());
}
