//! Fetching many requests at a time.

use std::cell::Cell;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::{Duration, Instant};

use halo_infinite::auth::{CallContext, Credentials, Secret};
use halo_infinite::models::stats::MatchStats;
use halo_infinite::request::{Fetched, Progress};
use halo_infinite::time::{Clock, SystemClock};
use halo_infinite::uuid::Uuid;
use halo_infinite::{CancelToken, Client, ClientBuilder, Error, Request};
use halo_infinite_sandbox::{Answer, Fault, Sandbox};

use crate::support::clocks::JumpingClock;
use crate::support::wait::{PATIENCE, join, until, within};

struct Bench {
    sandbox: Sandbox,
    ids: Vec<Uuid>,
}

impl Bench {
    fn new(matches: usize) -> Self {
        let sandbox = Sandbox::builder().matches(matches).start().unwrap();
        let ids = sandbox.world().match_ids(sandbox.world().home());
        Self { sandbox, ids }
    }

    /// A client with a rate limit, on a clock on which no wait takes time.
    fn builder(&self) -> ClientBuilder {
        Client::builder()
            .environment(self.sandbox.environment())
            .tokens(self.sandbox.spartan_token(), self.sandbox.clearance())
            .clock(Arc::new(JumpingClock::default()))
    }

    fn client(&self) -> Client {
        self.builder().build().unwrap()
    }

    /// A client whose second request really waits for a quarter of an hour.
    fn slow_client(&self) -> Client {
        self.slow_builder().build().unwrap()
    }

    fn slow_builder(&self) -> ClientBuilder {
        self.builder()
            .clock(Arc::new(SystemClock::default()))
            .requests_per_second(0.001)
            .deadline(Duration::from_secs(100_000))
    }

    fn requests<'a>(&'a self, client: &'a Client) -> impl ExactSizeIterator<Item = Request<MatchStats>> + 'a {
        self.ids.iter().map(|id| client.stats().match_stats(id))
    }

    fn path(&self, index: usize) -> String {
        format!("/stats/hi/matches/{}/", self.ids[index])
    }

    fn fail(&self, index: usize, status: u16) {
        self.sandbox.answer_next(&self.path(index), Answer::new(status));
    }

    fn request_count(&self) -> usize {
        self.sandbox.requests().len()
    }
}

fn id(fetched: Fetched<MatchStats>) -> Uuid {
    fetched.result.unwrap().match_id
}

#[test]
fn every_request_is_fetched_with_any_threads_and_look_ahead() {
    within(PATIENCE, || {
        let bench = Bench::new(30);
        let client = bench.client();
        for (threads, look_ahead) in [(1, 1), (1, 128), (3, 2), (16, 5), (64, 128), (0, 0)] {
            let fetch = || {
                client
                    .fetch(bench.requests(&client))
                    .threads(threads)
                    .look_ahead(look_ahead)
            };
            let mut seen = [false; 30];
            for fetched in fetch() {
                assert!(!std::mem::replace(&mut seen[fetched.index], true));
                let index = fetched.index;
                assert_eq!(id(fetched), bench.ids[index]);
            }
            assert!(seen.iter().all(|seen| *seen), "{threads} {look_ahead}");
            assert!(fetch().in_order().map(id).eq(bench.ids.iter().copied()));
        }
        assert!(
            client
                .fetch(bench.requests(&client))
                .threads(1)
                .map(id)
                .eq(bench.ids.iter().copied())
        );
        assert_eq!(client.fetch(Vec::<Request<MatchStats>>::new()).count(), 0);
    });
}

#[test]
fn requests_may_be_borrowed_and_outnumber_the_look_ahead() {
    let bench = Bench::new(10);
    let client = bench.builder().unlimited().build().unwrap();
    let requests: Vec<_> = bench.requests(&client).collect();
    let again = requests.iter().cycle().take(300);
    for (count, fetched) in client.fetch(again).in_order().enumerate() {
        assert_eq!(fetched.index, count);
        assert_eq!(id(fetched), bench.ids[count % 10]);
    }
    assert_eq!(bench.request_count(), 300);
}

#[test]
fn files_can_be_fetched() {
    let bench = Bench::new(1);
    let client = bench.client();
    let track = client.gamecms_hacs().career_reward_track().send().unwrap();
    let path = track.rank(1).and_then(|rank| rank.rank_icon.as_deref()).unwrap();
    let images = client.fetch([
        client.gamecms_hacs().image(path),
        client.gamecms_hacs().image("no/such.png"),
    ]);
    let images: Vec<_> = images.in_order().collect();
    assert!(images[0].result.as_ref().unwrap().bytes.starts_with(b"\x89PNG"));
    assert_eq!(images[1].result.as_ref().unwrap_err().status(), Some(404));
}

#[test]
fn a_failure_does_not_affect_the_others_and_names_its_request() {
    let bench = Bench::new(60);
    let client = bench.builder().no_retries().build().unwrap();
    for index in [0, 17, 59] {
        bench.fail(index, 500);
    }
    let mut failed = Vec::new();
    let mut count = 0;
    for fetched in client.fetch(bench.requests(&client)) {
        match fetched.result {
            Ok(game) => {
                assert_eq!(game.match_id, bench.ids[fetched.index]);
                count += 1;
            }
            Err(error) => {
                assert_eq!(error.status(), Some(500));
                let request = fetched.request.unwrap();
                assert!(
                    request
                        .http()
                        .unwrap()
                        .uri()
                        .path()
                        .starts_with(&bench.path(fetched.index))
                );
                // It can be sent again.
                assert_eq!(request.send().unwrap().match_id, bench.ids[fetched.index]);
                failed.push(fetched.index);
            }
        }
    }
    failed.sort_unstable();
    assert_eq!((failed, count), (vec![0, 17, 59], 57));
}

#[test]
fn slow_calls_keep_their_place_in_order() {
    within(PATIENCE, || {
        let bench = Bench::new(60);
        let client = bench.client();
        for index in [0, 1, 30] {
            bench.fail(index, 503);
            bench.fail(index, 503);
        }
        let fetch = client
            .fetch(bench.requests(&client))
            .threads(8)
            .look_ahead(4)
            .in_order();
        assert!(fetch.map(id).eq(bench.ids.iter().copied()));
    });
}

#[test]
fn a_history_can_be_fetched_and_its_errors_are_results() {
    let bench = Bench::new(60);
    let client = bench.builder().no_retries().build().unwrap();
    let me = bench.sandbox.world().home().xuid();
    let history = || client.stats().match_history(me).iter();
    let requests = || history().map(|entry| entry.map(|entry| client.stats().match_stats(entry.match_id)));
    assert!(
        client
            .fetch(requests())
            .in_order()
            .map(id)
            .eq(bench.ids.iter().copied())
    );

    let mut requests = requests().peekable();
    assert!(requests.peek().is_some());
    bench.sandbox.answer_next("/stats/hi/players/", Answer::new(503));
    let fetched: Vec<_> = client.fetch(requests).in_order().collect();
    assert_eq!(fetched.len(), 61);
    let error = &fetched[25];
    assert!(error.request.is_none() && error.index == 25);
    assert_eq!(
        error.result.as_ref().unwrap_err().endpoint().unwrap().name(),
        "match_history"
    );
    assert_eq!(
        fetched.iter().filter(|fetched| fetched.result.is_ok()).count(),
        60
    );
}

#[test]
fn a_fetch_takes_no_more_requests_than_the_look_ahead() {
    for in_order in [false, true] {
        for (threads, look_ahead) in [(1, 1), (4, 1), (4, 7), (64, 20)] {
            // A sandbox for each fetch: requests that the last one interrupted may still arrive.
            let bench = Bench::new(60);
            let client = bench.builder().unlimited().build().unwrap();
            let taken = Cell::new(0);
            let requests = bench.requests(&client).inspect(|_| taken.set(taken.get() + 1));
            let fetch = client.fetch(requests).threads(threads).look_ahead(look_ahead);
            let mut fetch = if in_order { fetch.in_order() } else { fetch };
            assert_eq!((taken.get(), bench.request_count()), (0, 0), "it is lazy");
            for given in 1..=30 {
                fetch.next().unwrap().result.unwrap();
                assert!(
                    taken.get() < given + look_ahead,
                    "{} {given} {look_ahead}",
                    taken.get()
                );
                assert!(bench.request_count() < given + look_ahead);
            }
        }
    }
}

#[test]
fn dropping_a_fetch_stops_it() {
    within(PATIENCE, || {
        let bench = Bench::new(60);
        let client = bench.slow_client();
        let mut fetch = client.fetch(bench.requests(&client));
        fetch.next().unwrap().result.unwrap();
        drop(fetch);
        assert_eq!(bench.request_count(), 1);

        // The threads send nothing more: at most one request of each was under way.
        let client = bench.builder().unlimited().build().unwrap();
        bench.sandbox.clear_requests();
        let mut fetch = client.fetch(bench.requests(&client)).threads(8);
        fetch.next().unwrap().result.unwrap();
        let asked = bench.request_count();
        drop(fetch);
        client.stats().match_stats(bench.ids[0]).send().unwrap();
        let more = bench.request_count() - asked;
        assert!((1..=9).contains(&more), "{more}");
        // Other fetches of the client are not affected.
        assert_eq!(client.fetch(bench.requests(&client)).count(), 60);
    });
}

#[test]
fn dropping_a_fetch_does_not_wait_for_a_stalled_response() {
    const THREADS: usize = 4;
    let bench = Bench::new(20);
    let client = bench.builder().unlimited().no_retries().build().unwrap();
    let stall = Fault::delay(Duration::from_secs(50));
    let stalled = bench.sandbox.faults().on("/stats/").answer(stall);
    let mut fetch = client.fetch(bench.requests(&client)).threads(THREADS);
    until("all threads wait for a response", || {
        assert!(fetch.try_next().is_none() && !fetch.is_over());
        stalled.used() == THREADS
    });
    let start = Instant::now();
    drop(fetch);
    let taken = start.elapsed();
    println!("dropped within {taken:?}");
    // The bound is 100 ms. The responses would take 50 seconds.
    assert!(taken < Duration::from_secs(10), "{taken:?}");
    assert_eq!(bench.request_count(), THREADS);
}

#[test]
fn polling_returns_all_results_and_never_waits() {
    within(PATIENCE, || {
        let bench = Bench::new(30);
        let client = bench.builder().unlimited().build().unwrap();
        for in_order in [false, true] {
            let taken = Cell::new(0);
            let requests = bench.requests(&client).inspect(|_| taken.set(taken.get() + 1));
            let fetch = client.fetch(requests).look_ahead(8);
            let mut fetch = if in_order { fetch.in_order() } else { fetch };
            let mut seen = Vec::new();
            loop {
                let before = taken.get();
                let next = fetch.try_next();
                assert!(taken.get() <= before + 1, "a call takes at most one request");
                match next {
                    Some(fetched) => seen.push(id(fetched)),
                    None if fetch.is_over() => break,
                    None => std::thread::yield_now(),
                }
            }
            assert!(
                fetch.try_next().is_none() && fetch.next().is_none(),
                "the end lasts"
            );
            assert!(fetch.is_over());
            if !in_order {
                seen.sort_by_key(|id| bench.ids.iter().position(|other| other == id));
            }
            assert_eq!(seen, bench.ids);
        }
    });
}

#[test]
fn a_timeout_ends_the_wait_for_a_result() {
    within(PATIENCE, || {
        let bench = Bench::new(3);
        let client = bench.slow_client();
        let mut fetch = client.fetch(bench.requests(&client));
        // The first request has a permit at once, the second one in a quarter of an hour.
        assert!(fetch.next_timeout(PATIENCE).is_some());
        assert!(fetch.next_timeout(Duration::from_millis(20)).is_none());
        assert!(fetch.try_next().is_none() && !fetch.is_over());
        drop(fetch);
        let client = bench.client();
        let mut fetch = client.fetch(bench.requests(&client)).in_order();
        for expected in &bench.ids {
            assert_eq!(id(fetch.next_timeout(Duration::MAX).unwrap()), *expected);
        }
        assert!(fetch.next_timeout(Duration::MAX).is_none() && fetch.is_over());
        let none = Vec::<Request<MatchStats>>::new();
        let mut fetch = client.fetch(none);
        assert!(!fetch.is_over());
        assert!(fetch.try_next().is_none() && fetch.is_over());
    });
}

#[test]
fn polling_a_fetch_reports_cancellations_and_panics() {
    within(PATIENCE, || {
        let bench = Bench::new(10);
        let stop = CancelToken::new();
        let client = bench.slow_client().with_cancel_token(&stop);
        let mut fetch = client.fetch(bench.requests(&client));
        until("a result is ready", || fetch.try_next().is_some());
        stop.cancel();
        let mut cancelled = 0;
        until("the end", || match fetch.try_next() {
            None => fetch.is_over(),
            Some(fetched) => {
                assert!(matches!(fetched.result, Err(Error::Cancelled { .. })));
                cancelled += 1;
                false
            }
        });
        assert!((1..10).contains(&cancelled), "{cancelled}");

        let token = Secret::from(bench.sandbox.spartan_token());
        let grenade = Grenade(AtomicUsize::new(0), token);
        let client = bench.builder().credentials(grenade).build().unwrap();
        let mut fetch = client.fetch(bench.requests(&client));
        let panic = catch_unwind(AssertUnwindSafe(|| {
            until("the panic", || fetch.try_next().is_none() && fetch.is_over());
        }));
        assert_eq!(message(&*panic.unwrap_err()), Some("the third call"));
    });
}

#[test]
fn cancelling_ends_a_fetch() {
    within(PATIENCE, || {
        let bench = Bench::new(60);
        let stop = CancelToken::new();
        let client = bench.slow_client();
        // The requests come from a client without the token.
        let endless = bench.requests(&client).cycle_requests();
        let mut fetch = client.with_cancel_token(&stop).fetch(endless).look_ahead(5);
        fetch.next().unwrap().result.unwrap();
        let canceller = std::thread::spawn(move || stop.cancel());
        let rest: Vec<_> = fetch.by_ref().collect();
        join(canceller);
        assert!(!rest.is_empty() && rest.len() <= 5);
        assert!(
            rest.iter()
                .all(|fetched| matches!(fetched.result, Err(Error::Cancelled { .. })))
        );
        assert!(fetch.next().is_none());
        assert_eq!(bench.request_count(), 1);

        // A request's own token stops that request only.
        let stop = CancelToken::new();
        stop.cancel();
        let (good, bad) = (bench.client(), bench.client().with_cancel_token(&stop));
        let requests = [&good, &bad, &good].map(|client| client.stats().match_stats(bench.ids[0]));
        let results: Vec<bool> = good
            .fetch(requests)
            .in_order()
            .map(|fetched| fetched.result.is_ok())
            .collect();
        assert_eq!(results, [true, false, true]);
    });
}

/// Repeats the requests for ever.
trait CycleRequests: Iterator<Item = Request<MatchStats>> + Sized {
    fn cycle_requests(self) -> impl Iterator<Item = Request<MatchStats>> {
        let all: Vec<_> = self.collect();
        (0..).map(move |index| all[index % all.len()].clone())
    }
}

impl<I: Iterator<Item = Request<MatchStats>>> CycleRequests for I {}

#[test]
fn progress_is_reported_before_each_result_and_adds_up() {
    let bench = Bench::new(60);
    let client = bench.builder().no_retries().build().unwrap();
    for in_order in [false, true] {
        bench.fail(5, 500);
        bench.fail(40, 404);
        let taken = Cell::new(0);
        let mut told: Vec<Progress> = Vec::new();
        let requests = bench.requests(&client).inspect(|_| taken.set(taken.get() + 1));
        let fetch = client.fetch(requests).look_ahead(10).progress(|progress| {
            assert_eq!(progress.waiting, taken.get() - progress.done);
            told.push(*progress);
        });
        let fetch = if in_order { fetch.in_order() } else { fetch };
        let failed: Vec<bool> = fetch.map(|fetched| fetched.result.is_err()).collect();
        assert_eq!(told.len(), 60);
        for (index, progress) in told.iter().enumerate() {
            assert_eq!(progress.done, index + 1);
            let failures = failed[..=index].iter().filter(|failed| **failed).count();
            assert_eq!(progress.failed, failures);
            assert!(progress.waiting <= 10);
            assert_eq!(progress.total, Some(60));
        }
        let last = told.last().unwrap();
        assert_eq!((last.failed, last.waiting), (2, 0));
        // 60 requests at 5 a second, the first of them at once.
        assert!(last.elapsed >= Duration::from_millis(11_800), "{last:?}");
        assert!((1.0..=5.1).contains(&last.rate()), "{last:?}");
        assert!(told.windows(2).all(|pair| pair[0].elapsed <= pair[1].elapsed));
    }
}

#[test]
fn the_size_hint_is_right_at_all_times() {
    let bench = Bench::new(20);
    let client = bench.client();
    let mut fetch = client.fetch(bench.requests(&client)).look_ahead(6);
    for left in (0..=20).rev() {
        let (least, most) = fetch.size_hint();
        assert!(least <= left && most == Some(left), "{left}: {least} {most:?}");
        assert_eq!(fetch.next().is_some(), left > 0);
    }
}

/// A clock that counts how many threads wait on it at a time.
#[derive(Default)]
struct Crowd {
    clock: JumpingClock,
    waiting: AtomicUsize,
    most: AtomicUsize,
}

impl Clock for Crowd {
    fn now(&self) -> Duration {
        self.clock.now()
    }

    fn sleep_until(&self, time: Duration) {
        let waiting = self.waiting.fetch_add(1, Ordering::SeqCst) + 1;
        self.most.fetch_max(waiting, Ordering::SeqCst);
        std::thread::yield_now();
        self.clock.sleep_until(time);
        self.waiting.fetch_sub(1, Ordering::SeqCst);
    }
}

#[test]
fn no_more_than_two_requests_wait_for_a_permit() {
    let bench = Bench::new(60);
    let crowd = Arc::new(Crowd::default());
    let client = bench.builder().clock(crowd.clone()).build().unwrap();
    assert_eq!(client.fetch(bench.requests(&client)).threads(32).count(), 60);
    let most = crowd.most.load(Ordering::SeqCst);
    assert!((1..=2).contains(&most), "{most}");
}

/// Credentials that panic at the third call.
struct Grenade(AtomicUsize, Secret);

impl Credentials for Grenade {
    fn spartan_token(&self, _: &CallContext) -> Result<Secret, Error> {
        assert!(self.0.fetch_add(1, Ordering::SeqCst) != 2, "the third call");
        Ok(self.1.clone())
    }

    fn clearance(&self, _: &CallContext) -> Result<Option<Secret>, Error> {
        Ok(None)
    }

    fn refused(&self, _: &Secret) -> bool {
        false
    }
}

fn message(panic: &(dyn std::any::Any + Send)) -> Option<&str> {
    panic.downcast_ref::<&str>().copied()
}

#[test]
fn panics_reach_the_caller() {
    within(PATIENCE, || {
        let bench = Bench::new(60);
        let token = Secret::from(bench.sandbox.spartan_token());
        let client = bench
            .builder()
            .credentials(Grenade(AtomicUsize::new(0), token))
            .build()
            .unwrap();
        let mut fetch = client.fetch(bench.requests(&client)).threads(4);
        let mut panics = 0;
        let mut results = 0;
        loop {
            match catch_unwind(AssertUnwindSafe(|| fetch.next())) {
                Ok(None) => break,
                Ok(Some(_)) => results += 1,
                Err(panic) => {
                    assert_eq!(message(&*panic), Some("the third call"));
                    panics += 1;
                }
            }
        }
        assert_eq!((results, panics), (59, 1));

        let client = bench.client();
        let requests = bench.requests(&client).enumerate().map(|(index, request)| {
            assert!(index != 7, "no eighth");
            request
        });
        let mut fetch = client.fetch(requests);
        let panic = catch_unwind(AssertUnwindSafe(|| fetch.by_ref().count())).unwrap_err();
        assert_eq!(message(&*panic), Some("no eighth"));
        // The iterator is not called again; the requests taken before are still fetched.
        assert!(fetch.count() <= 7);

        let fetch = client
            .fetch(bench.requests(&client))
            .progress(|progress| assert!(progress.done < 4, "enough"));
        let panic = catch_unwind(AssertUnwindSafe(|| fetch.count())).unwrap_err();
        assert_eq!(message(&*panic), Some("enough"));
    });
}

#[test]
fn a_fetch_can_be_returned_and_sent_to_another_thread() {
    within(PATIENCE, || {
        fn all(client: &Client, ids: Vec<Uuid>) -> impl Iterator<Item = Fetched<MatchStats>> + Send + use<> {
            let caller = client.clone();
            client.fetch(ids.into_iter().map(move |id| caller.stats().match_stats(id)))
        }
        let bench = Bench::new(20);
        let fetch = all(&bench.client(), bench.ids.clone());
        assert_eq!(join(std::thread::spawn(move || fetch.count())), 20);
    });
}

#[test]
fn invalid_arguments_are_results_and_nothing_is_sent() {
    let bench = Bench::new(1);
    let client = bench.client();
    let requests = ["", "no GUID"].map(|id| client.stats().match_stats(id));
    for fetched in client.fetch(requests) {
        assert!(matches!(fetched.result, Err(Error::Argument(_))));
    }
    assert_eq!(bench.request_count(), 0);
}

#[cfg(feature = "by-name")]
mod by_name {
    use halo_infinite::request::AttemptOutcome;
    use halo_infinite::services::by_name::{Content, NamedRequest};
    use serde_json::{Value, json};

    use super::*;

    fn stats(client: &Client, id: Uuid) -> NamedRequest {
        let arguments = json!({ "match_id": id.to_string() });
        client.by_name("stats.match_stats", &arguments).unwrap()
    }

    #[test]
    fn requests_by_name_are_fetched_in_order_and_one_failing_does_not_affect_the_others() {
        within(PATIENCE, || {
            let bench = Bench::new(20);
            let client = bench.client();
            bench.fail(7, 404);
            let requests = bench.ids.iter().map(|id| stats(&client, *id));
            for (index, fetched) in client.fetch(requests).in_order().enumerate() {
                assert_eq!(fetched.index, index);
                assert_eq!(
                    fetched.request.unwrap().endpoint().to_string(),
                    "stats.match_stats"
                );
                if index == 7 {
                    assert_eq!(fetched.result.unwrap_err().status(), Some(404));
                    continue;
                }
                let Content::Json(json) = fetched.result.unwrap().content else {
                    panic!("the endpoint returns JSON");
                };
                let game: Value = serde_json::from_slice(&json).unwrap();
                assert_eq!(game["MatchId"], bench.ids[index].to_string());
            }
        });
    }

    #[test]
    fn lists_of_players_are_fetched_and_end_when_the_fetch_is_dropped() {
        within(PATIENCE, || {
            let bench = Bench::new(1);
            let people = bench.sandbox.world().people();
            let players: Vec<String> = people.iter().take(40).map(|one| one.xuid().to_string()).collect();
            let users = |client: &Client| {
                let arguments = json!({ "players": players });
                client.by_name("profile.users_by_id", &arguments).unwrap()
            };
            let client = bench.client();
            let fetched = client.fetch([users(&client)]).next().unwrap();
            let Content::Json(json) = fetched.result.unwrap().content else {
                panic!("the endpoint returns JSON");
            };
            let found: Vec<Value> = serde_json::from_slice(&json).unwrap();
            assert_eq!(found.len(), players.len());

            let cancelled = Arc::new(AtomicUsize::new(0));
            let count = Arc::clone(&cancelled);
            let client = bench
                .slow_builder()
                .observer(move |attempt| {
                    let is_cancelled = matches!(attempt.outcome, AttemptOutcome::Cancelled);
                    count.fetch_add(usize::from(is_cancelled), Ordering::SeqCst);
                })
                .build()
                .unwrap();
            let mut fetch = client.fetch([users(&client), users(&client), users(&client)]);
            assert!(fetch.next().unwrap().result.is_ok());
            drop(fetch);
            until("a request that waited for its permit has ended", || {
                cancelled.load(Ordering::SeqCst) > 0
            });
        });
    }
}
