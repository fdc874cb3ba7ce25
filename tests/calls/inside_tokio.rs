//! A whole program inside the runtimes of tokio. No call panics there and no drop, because no part of this crate has a
//! runtime of its own.

use std::time::Duration;

use halo_infinite::auth::SignIn;
use halo_infinite::{Client, Error, Xuid};
use halo_infinite_sandbox::{Fault, Sandbox};
use tokio::runtime::{Builder, Runtime};
use tokio::task::{spawn, spawn_blocking};

use crate::support::wait::{PATIENCE, within};

/// Runs the task inside a runtime of one thread, and inside one of several.
fn inside_runtimes<F: Future<Output = ()> + 'static>(task: fn() -> F) {
    let runtimes: [fn() -> Runtime; 2] = [
        || Builder::new_current_thread().build().unwrap(),
        || Builder::new_multi_thread().build().unwrap(),
    ];
    for runtime in runtimes {
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
        assert!(fetch.next_timeout(Duration::from_millis(1)).is_pending());
        let mut watch = client.watch(me).channel(1).unwrap();
        assert!(watch.try_recv().is_none());
        let worker = client.worker().start().unwrap();
        let ticket = worker.submit(client.stats().match_count(me)).unwrap();
        drop((fetch, watch, worker, client));
        let error = ticket.await.unwrap_err();
        assert!(matches!(error, Error::Cancelled { .. }), "{error}");
    });
}
