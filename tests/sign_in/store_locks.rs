//! Locks of token stores that another thread or program holds for long.

use std::sync::mpsc;
use std::thread;
use std::time::Duration;

use halo_infinite::auth::{
    CallContext, Credentials, FileStore, MemoryStore, Session, SignIn, SignInStep, TokenSet, TokenStore,
};
use halo_infinite::error::StoreError;
use halo_infinite::{CancelToken, Error};
use halo_infinite_sandbox::Sandbox;

use super::setup::{call, hours, sandbox, sign_in};
use crate::support::clocks::TestClock;
use crate::support::folder::Folder;
use crate::support::wait::{join, receive};

/// Long enough for a lock that is free, and short for a test.
const BRIEF: Duration = Duration::from_millis(30);

fn wait(time: Duration, cancel: &CancelToken) -> CallContext {
    CallContext::new(SignInStep::SpartanToken.endpoint(), time, cancel)
}

/// Waits for the lock that `holder` holds, through `waiter`.
fn lock_waits_end(holder: &dyn TokenStore, waiter: &dyn TokenStore, name: &str) {
    let held = holder.lock(&call()).unwrap();
    let busy = |context: &CallContext| {
        let error = waiter.lock(context).map(drop).unwrap_err();
        assert!(matches!(error, StoreError::Busy { .. }), "{error:?}");
        let message = error.to_string();
        assert!(
            message.contains("holds the lock") && message.contains(name),
            "{message}"
        );
        assert!(error.advice().unwrap().contains("wait for the other program"));
    };
    busy(&wait(BRIEF, &CancelToken::new()));
    busy(&wait(Duration::ZERO, &CancelToken::new()));
    let cancel = CancelToken::new();
    thread::scope(|scope| {
        let waiting = scope.spawn(|| busy(&wait(Duration::MAX, &cancel)));
        cancel.cancel();
        waiting.join().unwrap();
    });
    drop(held);
    // A free lock needs no time.
    drop(waiter.lock(&wait(Duration::ZERO, &CancelToken::new())).unwrap());
}

#[test]
fn the_wait_for_a_lock_ends_at_its_deadline_or_when_it_is_cancelled() {
    let folder = Folder::new("locks");
    let path = folder.0.join("tokens.json");
    let memory = MemoryStore::new();
    lock_waits_end(&memory, &memory, "in memory");
    let store = FileStore::new(&path);
    lock_waits_end(&store, &store, "tokens.json");
    // As another program: the lock of the file.
    lock_waits_end(&FileStore::new(&path), &store, "tokens.json");
}

#[test]
fn a_waiting_thread_gets_the_lock_when_it_is_released() {
    let folder = Folder::new("released");
    let path = folder.0.join("tokens.json");
    let store = FileStore::new(&path);
    let held = store.lock(&call()).unwrap();
    let (sender, receiver) = mpsc::channel();
    let waiting = thread::spawn(move || {
        sender.send(()).unwrap();
        FileStore::new(path).lock(&call()).map(drop)
    });
    receive(&receiver);
    drop(held);
    join(waiting).unwrap();
}

/// A store that a program has locked and does not release.
struct Hung {
    sandbox: Sandbox,
    sign_in: SignIn,
    folder: Folder,
}

impl Hung {
    fn new() -> Self {
        let clock = TestClock::new();
        let sandbox = sandbox(&clock).start().unwrap();
        Self {
            sign_in: sign_in(&sandbox, &clock),
            sandbox,
            folder: Folder::new("hung"),
        }
    }

    fn store(&self) -> FileStore {
        FileStore::new(self.folder.0.join("tokens.json"))
    }

    fn tokens(&self) -> TokenSet {
        TokenSet::from_refresh_token(self.sandbox.refresh_token())
    }
}

fn is_deadline(error: &Error) -> bool {
    matches!(error, Error::Deadline { wait: None, .. })
}

#[test]
fn a_program_that_hangs_with_the_lock_costs_a_sign_in_its_deadline() {
    let hung = Hung::new();
    Session::start(&hung.sign_in, hung.store(), hung.tokens()).unwrap();
    let holder = hung.store();
    let held = holder.lock(&call()).unwrap();
    let late = hung.sign_in.clone().deadline(BRIEF);
    let cancel = CancelToken::new();
    cancel.cancel();
    let cancelled = hung.sign_in.clone().cancel_token(&cancel);
    for (sign_in, is_expected) in [
        (&late, is_deadline as fn(&Error) -> bool),
        (&cancelled, |error| matches!(error, Error::Cancelled { .. })),
    ] {
        let error = Session::start(sign_in, hung.store(), hung.tokens())
            .map(drop)
            .unwrap_err();
        assert!(is_expected(&error), "{error:?}");
        let error = Session::restore(sign_in, hung.store(), None)
            .map(drop)
            .unwrap_err();
        assert!(is_expected(&error), "{error:?}");
    }
    drop(held);

    // Sessions that were restored before.
    let restore = |sign_in: &SignIn| Session::restore(sign_in, hung.store(), None).unwrap().unwrap();
    let (first, second) = (restore(&late), restore(&cancelled));
    let held = holder.lock(&call()).unwrap();
    let error = first.sign_out().unwrap_err();
    assert!(is_deadline(&error), "{error:?}");
    let error = second.sign_out().unwrap_err();
    assert!(matches!(error, Error::Cancelled { .. }), "{error:?}");
    drop(held);
}

#[test]
fn renewals_end_while_a_program_hangs_with_the_lock() {
    let clock = TestClock::new();
    let sandbox = sandbox(&clock).start().unwrap();
    let folder = Folder::new("renewals");
    let path = folder.0.join("tokens.json");
    let cancel = CancelToken::new();
    let sign_in = sign_in(&sandbox, &clock);
    let tokens = TokenSet::from_refresh_token(sandbox.refresh_token());
    Session::start(&sign_in, FileStore::new(&path), tokens).unwrap();
    let restore = |sign_in: &SignIn| {
        let session = Session::restore(sign_in, FileStore::new(&path), None).unwrap();
        session.unwrap()
    };
    let late = restore(&sign_in.clone().deadline(BRIEF));
    let patient = restore(&sign_in.clone().cancel_token(&cancel));
    clock.advance(hours(24));

    let holder = FileStore::new(&path);
    let held = holder.lock(&call()).unwrap();
    let error = late.player().unwrap_err();
    assert!(is_deadline(&error), "{error:?}");
    let error = late.spartan_token(&call()).unwrap_err();
    assert!(is_deadline(&error), "{error:?}");
    // A request's own limits end its wait earlier.
    let error = patient
        .spartan_token(&wait(BRIEF, &CancelToken::new()))
        .unwrap_err();
    assert!(is_deadline(&error), "{error:?}");
    let waiting = thread::spawn(move || patient.player().map(drop));
    cancel.cancel();
    let player = join(waiting);
    assert!(matches!(player, Err(Error::Cancelled { .. })), "{player:?}");
    drop(held);

    // The lock is free again.
    restore(&sign_in).spartan_token(&call()).unwrap();
}
