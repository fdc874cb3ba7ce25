//! The blocking methods inside an async runtime, and tickets as futures of it.

use halo_infinite::models::stats::MatchCount;
use halo_infinite::worker::Ticket;
use halo_infinite::{Client, Error};
use halo_infinite_sandbox::{Fault, Sandbox};
use tokio::runtime::{Builder, Runtime};

use crate::support::wait::{PATIENCE, within};

fn count(client: &Client, xuid: u64) -> Result<MatchCount, Error> {
    client.stats().match_count(xuid).send()
}

/// A runtime of one thread, and one of several.
fn runtimes() -> [Runtime; 2] {
    [Builder::new_current_thread(), Builder::new_multi_thread()].map(|mut builder| builder.build().unwrap())
}

#[test]
fn blocking_methods_do_not_panic_inside_a_runtime() {
    let sandbox = Sandbox::start().unwrap();
    let (url, me) = (sandbox.environment(), sandbox.world().home().xuid());
    let tokens = (sandbox.spartan_token(), sandbox.clearance());
    within(PATIENCE, move || {
        for runtime in runtimes() {
            let (url, (spartan, clearance)) = (url.clone(), tokens.clone());
            runtime.block_on(async move {
                let client = Client::builder().environment(url).tokens(spartan, clearance);
                let client = client.build().unwrap();
                count(&client, me).unwrap();
                let requests = [client.stats().match_count(me)];
                assert_eq!(client.fetch(requests).count(), 1);
                let clone = client.clone();
                let blocking = tokio::task::spawn_blocking(move || count(&clone, me));
                blocking.await.unwrap().unwrap();
                // Dropping it inside is what other blocking clients panic about.
                drop(client.worker().start().unwrap());
                drop(client);
            });
        }
    });
    drop(sandbox);
}

#[test]
fn tickets_are_awaited_in_any_runtime() {
    let sandbox = Sandbox::start().unwrap();
    let (client, me) = (sandbox.client().unwrap(), sandbox.world().home().xuid());
    sandbox.faults().on("/stats/").nth(2).answer(Fault::status(404));
    within(PATIENCE, move || {
        let worker = client.worker().start().unwrap();
        let submit = || -> Ticket<MatchCount> { worker.submit(client.stats().match_count(me)).unwrap() };
        let [one, several] = runtimes();
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
