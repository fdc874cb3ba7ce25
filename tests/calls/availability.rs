//! Requests that wait until their data exists.

use std::sync::Arc;
use std::time::Duration;

use halo_infinite::limiter::Rate;
use halo_infinite::time::Clock;
use halo_infinite::{CancelToken, Client, Error, Match, RetryPolicy};
use halo_infinite_sandbox::Answer;

use crate::support::bench::Bench;
use crate::support::clocks::JumpingClock;

const STATS: &str = "/stats/hi/matches/";

fn answer(bench: &Bench, statuses: impl IntoIterator<Item = u16>) {
    for status in statuses {
        bench.sandbox.answer_next(STATS, Answer::new(status));
    }
}

/// Requests statistics. Returns the number of attempts and the seconds that they took.
fn call(bench: &Bench, client: &Client, wait: u64) -> (Result<u32, Error>, f64) {
    let start = bench.clock.now();
    let id = bench.sandbox.world().match_ids(bench.sandbox.world().home())[0];
    let request = client.stats().match_stats(id).wait_until_available(seconds(wait));
    let attempts = request.response().map(|response| response.attempts());
    (attempts, (bench.clock.now() - start).as_secs_f64())
}

fn seconds(seconds: u64) -> Duration {
    Duration::from_secs(seconds)
}

#[test]
fn a_404_is_retried_every_two_seconds() {
    let bench = Bench::new();
    let client = bench.builder().no_retries().build().unwrap();
    answer(&bench, [404; 5]);
    let (attempts, time) = call(&bench, &client, 60);
    assert_eq!((attempts.unwrap(), time), (6, 10.0));
    answer(&bench, [404]);
    let (attempts, time) = call(&bench, &client, 0);
    assert_eq!((attempts.unwrap_err().status(), time), (Some(404), 0.0));
}

#[test]
fn at_the_end_the_404_is_the_error() {
    let bench = Bench::new();
    let client = bench.builder().build().unwrap();
    answer(&bench, [404; 4]);
    let (error, time) = call(&bench, &client, 5);
    let error = error.unwrap_err();
    assert_eq!((error.status(), time), (Some(404), 5.0));
    assert!(error.to_string().contains("(4 attempts)"), "{error}");
    assert_eq!(bench.sandbox.requests().len(), 4);
}

#[test]
fn the_deadline_does_not_cut_the_wait() {
    let bench = Bench::new();
    let client = bench.builder().deadline(seconds(3)).build().unwrap();
    answer(&bench, [404; 40]);
    let (error, time) = call(&bench, &client, 100);
    // 14 looks every 2 s, then one every 10 s, and one at the end.
    assert_eq!((error.unwrap_err().status(), time), (Some(404), 100.0));
    assert_eq!(bench.sandbox.requests().len(), 1 + 14 + 7 + 1);
}

#[test]
fn a_404_takes_no_retry_and_nothing_from_the_budget() {
    let bench = Bench::new();
    let policy = RetryPolicy::new()
        .max_attempts(2)
        .budget(3)
        .initial_backoff(Duration::ZERO);
    let client = bench.builder().retries(policy).build().unwrap();
    // After each 404, the attempts count anew.
    answer(&bench, [503, 404, 503, 404, 404, 404, 503, 404]);
    assert_eq!(call(&bench, &client, 60).0.unwrap(), 9);
    // Two failures in a row are one too many.
    answer(&bench, [404, 503, 503]);
    let error = call(&bench, &client, 60).0.unwrap_err();
    assert_eq!(error.status(), Some(503));
    assert!(error.to_string().contains("(3 attempts)"), "{error}");
}

#[test]
fn every_attempt_takes_a_permit() {
    let bench = Bench::new();
    let client = bench.builder().requests_per_second(0.1).build().unwrap();
    assert_eq!(Rate::new(0.1, 1).unwrap().interval(), seconds(10));
    answer(&bench, [404; 3]);
    let (attempts, time) = call(&bench, &client, 60);
    assert_eq!((attempts.unwrap(), time), (4, 30.0));
}

#[test]
fn a_cancelled_request_stops_waiting() {
    /// Cancels the first wait.
    struct Cancelling(CancelToken, JumpingClock);
    impl Clock for Cancelling {
        fn now(&self) -> Duration {
            self.1.now()
        }
        fn sleep_until(&self, time: Duration) {
            self.0.cancel();
            self.1.sleep_until(time);
        }
    }
    let bench = Bench::new();
    let stop = CancelToken::new();
    let clock = Arc::new(Cancelling(stop.clone(), JumpingClock::default()));
    let client = bench
        .builder()
        .clock(clock)
        .build()
        .unwrap()
        .with_cancel_token(&stop);
    answer(&bench, [404]);
    let error = call(&bench, &client, 60).0.unwrap_err();
    assert!(matches!(error, Error::Cancelled { .. }), "{error:?}");
    assert_eq!(bench.sandbox.requests().len(), 1);
}

#[test]
fn a_client_waits_for_late_data_only() {
    let bench = Bench::new();
    let client = bench
        .builder()
        .build()
        .unwrap()
        .with_wait_until_available(seconds(60));
    let me = bench.sandbox.world().home().xuid();
    let history = client.stats().match_history(me).send().unwrap();
    let entry = history
        .results
        .iter()
        .find(|entry| entry.match_info.is_matchmade())
        .unwrap();
    for path in [STATS, "/skill/hi/matches/", "/discovery_ugc/hi/films/matches/"] {
        bench.sandbox.answer_next(path, Answer::new(404));
    }
    let game = Match::from_history(&client, entry);
    assert!(!game.stats().unwrap().players.is_empty());
    assert!(game.skill().unwrap().is_some());
    assert!(game.film().unwrap().is_some());
    assert_eq!(bench.clock.now(), seconds(6));

    // A gamertag that does not exist will not appear.
    let error = client.profile().user_by_gamertag("Nobody").send().unwrap_err();
    assert_eq!((error.status(), bench.clock.now()), (Some(404), seconds(6)));
    let late = halo_infinite::services::endpoints().filter(|endpoint| endpoint.appears_late());
    let late: Vec<_> = late.map(|endpoint| endpoint.to_string()).collect();
    assert_eq!(late.len(), 4, "{late:?}");
}

#[test]
fn a_batch_waits_once_for_an_unknown_player() {
    let bench = Bench::new();
    let client = bench.builder().build().unwrap();
    let people = bench.sandbox.world().people();
    let ids = people[..4].iter().map(|person| person.xuid());
    // The whole list until the end of the wait, then one half of it.
    for _ in 0..4 {
        bench.sandbox.answer_next("/profile/", Answer::new(404));
    }
    let users = client.profile().users_by_id(ids).wait_until_available(seconds(4));
    assert_eq!(users.send().unwrap().len(), 4);
    assert_eq!(bench.clock.now(), seconds(4));
    assert_eq!(bench.sandbox.requests().len(), 3 + 4);
}

#[test]
fn accounts_take_turns_while_a_request_waits() {
    let bench = Bench::new();
    let tokens = || (bench.sandbox.spartan_token(), bench.sandbox.clearance());
    let accounts = [tokens(), tokens()]
        .map(|(spartan, clearance)| halo_infinite::auth::StaticTokens::new(spartan, Some(clearance.into())));
    let client = Client::builder()
        .environment(bench.sandbox.environment())
        .accounts(accounts)
        .clock(bench.clock.clone())
        .requests_per_second(0.1)
        .build()
        .unwrap();
    answer(&bench, [404; 3]);
    let (attempts, time) = call(&bench, &client, 60);
    // Two accounts have a permit every 10 s each: at 0 and 2, then at 10 and 12.
    assert_eq!((attempts.unwrap(), time), (4, 12.0));
}

#[cfg(feature = "cache")]
#[test]
fn a_404_is_not_cached_and_the_data_is() {
    let folder = crate::support::folder::Folder::new("availability");
    let bench = Bench::new();
    let cache = halo_infinite::cache::ResponseCache::open(&folder.0).unwrap();
    let client = bench.builder().cache(cache).build().unwrap();
    answer(&bench, [404; 2]);
    assert_eq!(call(&bench, &client, 60).0.unwrap(), 3);
    assert_eq!(call(&bench, &client, 60).0.unwrap(), 0);
    assert_eq!(bench.sandbox.requests().len(), 3);
}
