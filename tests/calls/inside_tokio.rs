//! A whole program inside the runtimes of tokio. No call panics there and no drop, because no part of this crate has a
//! runtime of its own.

use std::time::Duration;

use halo_infinite::auth::SignIn;
use halo_infinite::{Client, Error, Xuid};
use halo_infinite_sandbox::{Fault, Sandbox};
use tokio::runtime::{Builder, Runtime};
use tokio::task::{spawn, spawn_blocking};

use crate::support::wait::{PATIENCE, within};

/// A runtime of one thread, and one of several.
const RUNTIMES: [fn() -> Runtime; 2] = [
    || Builder::new_current_thread().build().unwrap(),
    || Builder::new_multi_thread().build().unwrap(),
];

/// Runs the task inside each runtime.
fn inside_runtimes<F: Future<Output = ()> + 'static>(task: fn() -> F) {
    for runtime in RUNTIMES {
        within(PATIENCE, move || runtime().block_on(task()));
    }
}

#[test]
fn everything_is_built_used_and_dropped_inside_a_runtime() {
    inside_runtimes(|| async {
        let sandbox = Sandbox::start().unwrap();
        let sign_in = SignIn::new(&sandbox.app()).environment(sandbox.environment());
        let player = sign_in.refresh_player_tokens(sandbox.refresh_token()).unwrap();
        let builder = Client::builder().environment(sandbox.environment());
        let client = builder.player(&player).unlimited().build().unwrap();
        let me = player.xuid.unwrap();

        let count = |client: Client| move || client.stats().match_count(me).send();
        let here = count(client.clone())().unwrap();
        let in_task = count(client.clone());
        assert_eq!(spawn(async move { in_task() }).await.unwrap().unwrap(), here);
        let on_blocking_thread = spawn_blocking(count(client.clone()));
        drop(client);
        assert_eq!(on_blocking_thread.await.unwrap().unwrap(), here);
    });
}

#[test]
fn threads_at_work_are_left_inside_a_runtime() {
    inside_runtimes(|| async {
        let sandbox = Sandbox::start().unwrap();
        sandbox.faults().on("/stats/").answer(Fault::delay(PATIENCE));
        let client = sandbox.client().unwrap();
        let me = Xuid::new(sandbox.world().home().xuid()).unwrap();

        let mut fetch = client.fetch(vec![client.stats().match_count(me); 10]);
        assert!(fetch.next_timeout(Duration::from_millis(1)).is_none());
        let mut watch = client.watch(me).channel(1).unwrap();
        assert!(watch.try_recv().is_none());
        let worker = client.worker().start().unwrap();
        let ticket = worker.submit(client.stats().match_count(me)).unwrap();
        drop((fetch, watch, worker, client));
        let error = ticket.await.unwrap_err();
        assert!(matches!(error, Error::Cancelled { .. }), "{error}");
    });
}

#[test]
fn tickets_are_awaited_in_any_runtime() {
    let sandbox = Sandbox::start().unwrap();
    let (client, me) = (sandbox.client().unwrap(), sandbox.world().home().xuid());
    sandbox.faults().on("/stats/").nth(2).answer(Fault::status(404));
    within(PATIENCE, move || {
        let worker = client.worker().start().unwrap();
        let submit = || worker.submit(client.stats().match_count(me)).unwrap();
        let [one, several] = RUNTIMES.map(|runtime| runtime());
        one.block_on(async {
            assert!(submit().await.unwrap().matches_played_count > 0);
            assert_eq!(submit().await.unwrap_err().status(), Some(404));
        });
        let tickets: Vec<_> = (0..10).map(|_| submit()).collect();
        tickets[9].cancel();
        let tasks: Vec<_> = tickets.into_iter().map(|ticket| several.spawn(ticket)).collect();
        for (place, task) in tasks.into_iter().enumerate() {
            let result = several.block_on(task).unwrap();
            assert!(result.is_ok() || place == 9, "{place}: {result:?}");
        }
    });
}
