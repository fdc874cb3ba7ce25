//! Requests cancelled from another thread, in every kind of wait.

use std::sync::mpsc;
use std::thread;
use std::time::Duration;

use halo_infinite::auth::{AzureApp, SignIn};
use halo_infinite::time::Clock;
use halo_infinite::{CancelToken, Client, Error, Match};
use halo_infinite_sandbox::{Answer, Sandbox};
use jiff::Timestamp;

use crate::support::wait::{PATIENCE, receive, within};

/// A clock on which no time passes. It reports each wait, which lasts until it is cancelled.
struct EndlessWait(mpsc::Sender<Duration>);

impl Clock for EndlessWait {
    fn now(&self) -> Duration {
        Duration::ZERO
    }

    fn sleep_until(&self, _: Duration) {
        unreachable!("this wait could not be cancelled");
    }

    fn sleep_until_or_cancelled(&self, time: Duration, cancel: &CancelToken) {
        self.0.send(time).unwrap();
        assert!(cancel.wait(PATIENCE), "the wait was not cancelled");
    }

    fn timestamp(&self) -> Timestamp {
        Timestamp::now()
    }
}

/// Runs a task until it waits, cancels it, and returns its result.
fn cancelled<T: Send>(task: impl FnOnce(CancelToken, std::sync::Arc<EndlessWait>) -> T + Send) -> T {
    let (waits, waiting) = mpsc::channel();
    let stop = CancelToken::new();
    thread::scope(|scope| {
        let token = stop.clone();
        let running = scope.spawn(move || task(token, std::sync::Arc::new(EndlessWait(waits))));
        receive(&waiting);
        stop.cancel();
        running.join().unwrap()
    })
}

fn assert_cancelled<T: std::fmt::Debug>(result: Result<T, Error>, call: &str) {
    let error = result.unwrap_err();
    assert!(matches!(error, Error::Cancelled { .. }), "{error:?}");
    assert_eq!(error.to_string(), format!("{call}: cancelled"));
}

#[test]
fn cancelling_ends_the_wait_for_a_permit() {
    let sandbox = Sandbox::start().unwrap();
    let result = cancelled(|stop, clock| {
        let client = Client::builder()
            .environment(sandbox.environment())
            .tokens(sandbox.spartan_token(), sandbox.clearance())
            .clock(clock)
            .build()
            .unwrap()
            .with_cancel_token(&stop);
        client.profile().current_user().send().unwrap();
        client.profile().current_user().send()
    });
    assert_cancelled(result, "profile.current_user");
    assert_eq!(sandbox.requests().len(), 1);
}

#[test]
fn cancelling_ends_the_wait_between_two_attempts() {
    let sandbox = Sandbox::start().unwrap();
    sandbox.answer_next("/profile/", Answer::new(503));
    let result = cancelled(|stop, clock| {
        let client = Client::builder()
            .environment(sandbox.environment())
            .tokens(sandbox.spartan_token(), sandbox.clearance())
            .clock(clock)
            .unlimited()
            .build()
            .unwrap()
            .with_cancel_token(&stop);
        client.profile().current_user().send()
    });
    assert_cancelled(result, "profile.current_user");
    assert_eq!(sandbox.requests().len(), 1);
}

#[test]
fn cancelling_ends_the_wait_for_a_device_code() {
    let sandbox = Sandbox::start().unwrap();
    let result = cancelled(|stop, clock| {
        SignIn::new(&sandbox.public_app())
            .environment(sandbox.environment())
            .clock(clock)
            .cancel_token(&stop)
            .with_device_code(|_| {})
    });
    assert_cancelled(result, "login.device_token");
}

#[test]
fn cancelling_ends_the_wait_for_a_browser() {
    let app = AzureApp::public("app").unwrap();
    let stop = CancelToken::new();
    let sign_in = SignIn::new(&app).cancel_token(&stop);
    let result = within(PATIENCE, move || {
        sign_in.with_browser(Duration::MAX, |_| {
            stop.cancel();
            Ok(())
        })
    });
    assert_cancelled(result, "login.consent");
}

#[test]
fn cancelling_stops_everything_made_from_that_client_only() {
    let sandbox = Sandbox::start().unwrap();
    let client = sandbox.client().unwrap();
    let stop = CancelToken::new();
    let stoppable = client.with_cancel_token(&stop);
    let xuid = sandbox.world().home().xuid();
    let history = stoppable.stats().match_history(xuid).send().unwrap();
    let game = Match::from_history(&stoppable, &history.results[0]);
    let users = stoppable.profile().users_by_id([xuid]);
    let request = stoppable.stats().match_count(xuid);
    stop.cancel();
    sandbox.clear_requests();
    assert_cancelled(game.stats().map(drop), "stats.match_stats");
    assert_cancelled(users.send(), "profile.users_by_id");
    assert_cancelled(request.send(), "stats.match_count");
    assert!(sandbox.requests().is_empty());
    client.stats().match_count(xuid).send().unwrap();
}

#[test]
fn a_cancelled_request_past_its_deadline_is_cancelled() {
    let sandbox = Sandbox::start().unwrap();
    let client = sandbox.client().unwrap().with_deadline(Duration::ZERO);
    let late = client.profile().current_user().send().unwrap_err();
    assert!(matches!(late, Error::Deadline { .. }), "{late:?}");
    let stop = CancelToken::new();
    let client = client.with_cancel_token(&stop);
    stop.cancel();
    assert_cancelled(client.profile().current_user().send(), "profile.current_user");
    assert!(sandbox.requests().is_empty());
}
