//! Caches that cannot be used for a while, entries that were tampered with, and wrong clocks.

use std::sync::Arc;
use std::time::Duration;

use halo_infinite::uuid::Uuid;
use halo_infinite::{CancelToken, Client, ClientBuilder};
use rusqlite::Connection;

use super::setup::Setup;
use crate::support::clocks::DayClock;
use crate::support::log;

const REST: Duration = Duration::from_secs(60);
const DAY: Duration = Duration::from_secs(24 * 3600);

fn matches(setup: &Setup, count: usize) -> Vec<Uuid> {
    let world = setup.sandbox.world();
    world.match_ids(world.home())[..count].to_vec()
}

fn database(setup: &Setup) -> Connection {
    Connection::open(setup.cache().path()).unwrap()
}

fn send_all(client: &Client, matches: &[Uuid]) {
    for id in matches {
        client.stats().match_stats(*id).send().unwrap();
    }
}

#[test]
fn a_program_that_hangs_with_the_lock_is_logged_once_and_fails_no_request() {
    let setup = Setup::new();
    let client = setup.client();
    let matches = matches(&setup, 5);
    send_all(&client, &matches[..1]);
    let other = database(&setup);
    other.execute_batch("BEGIN IMMEDIATE").unwrap();
    log::record_thread();
    send_all(&client, &matches);
    let record = log::take_thread();
    assert_eq!(record.matches("rests for a minute").count(), 1, "{record}");
    assert_eq!(record.matches("WARN").count(), 1, "{record}");
    assert_eq!(setup.requests("/stats/"), 5, "the cached match is read");

    other.execute_batch("ROLLBACK").unwrap();
    setup.clock.pass(REST);
    send_all(&client, &matches);
    setup.sandbox.clear_requests();
    send_all(&client, &matches);
    assert_eq!(setup.requests("/stats/"), 0);
}

#[test]
fn a_cancelled_request_does_not_wait_for_the_lock() {
    let setup = Setup::new();
    let client = setup.client();
    let matches = matches(&setup, 1);
    let other = database(&setup);
    other.execute_batch("BEGIN IMMEDIATE").unwrap();
    // Cancelled when the response has arrived.
    let stop = CancelToken::new();
    let cancel = stop.clone();
    let agent = halo_infinite::ureq::Agent::config_builder().middleware(
        move |request: halo_infinite::ureq::http::Request<halo_infinite::ureq::SendBody>,
              next: halo_infinite::ureq::middleware::MiddlewareNext| {
            let response = next.handle(request);
            cancel.cancel();
            response
        },
    );
    let stopped = setup.builder().agent(agent.build().new_agent()).build().unwrap();
    log::record_thread();
    let sent = stopped
        .with_cancel_token(&stop)
        .stats()
        .match_stats(matches[0])
        .send();
    let record = log::take_thread();
    sent.unwrap();
    assert!(!record.contains("rests for a minute"), "{record}");
    // So the next response is cached as soon as the lock is free.
    other.execute_batch("ROLLBACK").unwrap();
    send_all(&client, &matches);
    setup.sandbox.clear_requests();
    send_all(&client, &matches);
    assert_eq!(setup.requests("/stats/"), 0);
}

#[test]
fn an_entry_that_inflates_beyond_the_longest_body_is_requested_again() {
    let setup = Setup::new();
    let matches = matches(&setup, 1);
    send_all(&setup.client(), &matches);
    let limited = |bytes| setup.builder().max_body_size(bytes).build().unwrap();
    setup.sandbox.clear_requests();
    send_all(&limited(1 << 20), &matches);
    assert_eq!(setup.requests("/stats/"), 0);
    let error = limited(1_000).stats().match_stats(matches[0]).send().unwrap_err();
    assert!(error.to_string().contains("no complete response"), "{error}");
    assert_eq!(setup.cache().count().unwrap(), 0, "the entry is still there");
    // Bytes that are no entry.
    send_all(&setup.client(), &matches);
    let bomb = "UPDATE answer SET bytes = zeroblob(100000000)";
    assert_eq!(database(&setup).execute(bomb, []).unwrap(), 1);
    setup.sandbox.clear_requests();
    send_all(&setup.client(), &matches);
    send_all(&setup.client(), &matches);
    assert_eq!(setup.requests("/stats/"), 1);
}

#[test]
fn a_response_from_the_future_is_used_offline_only() {
    let setup = Setup::new();
    setup.clock.pass(DAY * 10);
    let matches = matches(&setup, 1);
    send_all(&setup.client(), &matches);
    setup.sandbox.clear_requests();
    let at = |days: u32, builder: ClientBuilder| {
        let day = DayClock::new("2026-01-01T00:00:00Z".parse().unwrap());
        day.pass(DAY * days);
        builder.clock(Arc::clone(&day) as Arc<_>).build().unwrap()
    };
    let offline = Client::builder()
        .environment(setup.sandbox.environment())
        .cache(setup.cache())
        .offline();
    send_all(&at(0, offline), &matches);
    // Clocks differ by some hours, but not by days.
    send_all(&at(9, setup.builder()), &matches);
    assert_eq!(setup.requests("/stats/"), 0);
    send_all(&at(8, setup.builder()), &matches);
    assert_eq!(setup.requests("/stats/"), 1);
    send_all(&at(8, setup.builder()), &matches);
    assert_eq!(setup.requests("/stats/"), 1);
}
