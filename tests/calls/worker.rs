//! The worker, with requests over real sockets.

use std::sync::mpsc::{Receiver, channel};
use std::time::{Duration, Instant};

use halo_infinite::models::stats::MatchCount;
use halo_infinite::worker::{Ticket, Worker};
use halo_infinite::{Client, Error, Match, Request};
use halo_infinite_sandbox::{Fault, Sandbox};

use crate::support::wait::{PATIENCE, receive, until, within};

/// Far longer than a stop may take, and far shorter than a stalled response.
const SOON: Duration = Duration::from_secs(10);
/// A response that does not come while the test runs.
const NEVER: Duration = Duration::from_secs(50);

struct Bench {
    sandbox: Sandbox,
    client: Client,
    me: u64,
}

impl Bench {
    fn new() -> Self {
        let sandbox = Sandbox::start().unwrap();
        Self {
            client: sandbox.client().unwrap(),
            me: sandbox.world().home().xuid(),
            sandbox,
        }
    }

    fn request(&self) -> Request<MatchCount> {
        self.client.stats().match_count(self.me)
    }

    /// A worker, and a channel with an item for each call of its callback.
    fn worker(&self) -> (Worker, Receiver<()>) {
        let (wake, wakes) = channel();
        let callback = move || {
            // Some tests do not look.
            let _ = wake.send(());
        };
        (self.client.worker().on_done(callback).start().unwrap(), wakes)
    }

    /// Submits a request whose response does not come. Returns when the sandbox has received it.
    fn stalled(&self, worker: &Worker) -> Ticket<MatchCount> {
        let stall = Fault::delay(NEVER);
        let stalled = self.sandbox.faults().on("/stats/").once().answer(stall);
        let ticket = worker.submit(self.request()).unwrap();
        until("the request arrives", || stalled.used() == 1);
        ticket
    }

    fn request_count(&self) -> usize {
        self.sandbox.requests().len()
    }
}

fn is_cancelled<T>(result: Option<Result<T, Error>>) -> bool {
    matches!(result, Some(Err(Error::Cancelled { .. })))
}

#[test]
fn requests_and_closures_return_their_results() {
    let bench = Bench::new();
    let (worker, wakes) = bench.worker();
    let count = worker.submit(bench.request()).unwrap();
    receive(&wakes);
    let count = count.try_recv().unwrap().unwrap();
    assert_eq!(count, bench.request().send().unwrap());

    let id = bench.sandbox.world().match_ids(bench.sandbox.world().home())[0];
    let ticket = worker.run(move |client| {
        let game = Match::new(client, id)?;
        game.stats()?;
        Ok(game)
    });
    let ticket = ticket.unwrap();
    receive(&wakes);
    let game = ticket.try_recv().unwrap().unwrap();
    drop(ticket);
    drop(worker);
    // The client of an ended job still sends requests.
    game.map().unwrap();

    let (worker, _) = bench.worker();
    bench
        .sandbox
        .faults()
        .on("/stats/")
        .times(3)
        .answer(Fault::status(500));
    let failed = worker.submit(bench.request()).unwrap().recv_timeout(PATIENCE);
    assert_eq!(failed.unwrap().unwrap_err().status(), Some(500));
}

#[test]
fn nothing_is_sent_after_a_cancellation() {
    within(PATIENCE, || {
        let bench = Bench::new();
        let (worker, _wakes) = bench.worker();
        let _stalled = bench.stalled(&worker);
        let tickets: Vec<_> = (0..20).map(|_| worker.submit(bench.request()).unwrap()).collect();
        let before = bench.request_count();
        tickets[3].cancel();
        assert!(is_cancelled(tickets[3].try_recv()));
        worker.cancel_all();
        for (place, ticket) in tickets.iter().enumerate() {
            assert!(place == 3 || is_cancelled(ticket.try_recv()));
        }
        drop(worker);
        assert_eq!(bench.request_count(), before);
    });
}

#[test]
fn closing_does_not_wait_for_a_stalled_response() {
    let bench = Bench::new();
    let close: [fn(Worker); 3] = [
        |worker| drop(worker),
        |worker| {
            worker.shutdown(Duration::from_millis(100));
        },
        |worker| assert!(!worker.finish(Duration::from_millis(50))),
    ];
    for close in close {
        let (worker, _wakes) = bench.worker();
        let ticket = bench.stalled(&worker);
        let waiting = worker.submit(bench.request()).unwrap();
        let before = bench.request_count();
        let start = Instant::now();
        close(worker);
        let taken = start.elapsed();
        println!("closed within {taken:?}");
        assert!(taken < SOON, "{taken:?}");
        assert!(is_cancelled(waiting.try_recv()));
        assert_eq!(bench.request_count(), before);
        drop(ticket);
    }
}

/// Interrupting the exchange is the connector's part.
#[cfg(feature = "connector")]
#[test]
fn a_cancelled_request_makes_room_for_the_next() {
    let bench = Bench::new();
    let (worker, wakes) = bench.worker();
    let stalled = bench.stalled(&worker);
    let next = worker.submit(bench.request()).unwrap();
    let start = Instant::now();
    stalled.cancel();
    receive(&wakes);
    assert!(start.elapsed() < SOON, "{:?}", start.elapsed());
    assert!(is_cancelled(stalled.try_recv()));
    receive(&wakes);
    next.try_recv().unwrap().unwrap();
}

#[test]
fn cancelling_ends_the_wait_for_a_permit() {
    let bench = Bench::new();
    let client = Client::builder()
        .environment(bench.sandbox.environment())
        .tokens(bench.sandbox.spartan_token(), bench.sandbox.clearance())
        .requests_per_second(0.001)
        .deadline(Duration::from_secs(100_000))
        .build()
        .unwrap();
    let worker = client.worker().start().unwrap();
    let first = worker.submit(client.stats().match_count(bench.me)).unwrap();
    first.recv_timeout(PATIENCE).unwrap().unwrap();
    // Its permit comes in a quarter of an hour.
    let waiting = worker.submit(client.stats().match_count(bench.me)).unwrap();
    assert!(waiting.recv_timeout(Duration::from_millis(20)).is_none());
    waiting.cancel();
    assert!(is_cancelled(waiting.recv_timeout(PATIENCE)));
    assert_eq!(bench.request_count(), 1);
    assert!(worker.shutdown(PATIENCE));
}

#[test]
fn requests_of_another_client_are_cancelled_with_their_job() {
    let bench = Bench::new();
    let stop = halo_infinite::CancelToken::new();
    let other = bench.client.with_cancel_token(&stop);
    let (worker, _wakes) = bench.worker();
    let stalled = bench.stalled(&worker);
    let own = worker.submit(other.stats().match_count(bench.me)).unwrap();
    let by_worker = worker.submit(other.stats().match_count(bench.me)).unwrap();
    by_worker.cancel();
    assert!(is_cancelled(by_worker.try_recv()));
    // Its client's token ends it when it is its turn.
    stop.cancel();
    let before = bench.request_count();
    stalled.cancel();
    assert!(is_cancelled(own.recv_timeout(PATIENCE)));
    assert_eq!(bench.request_count(), before);
}

#[test]
fn tickets_survive_faults_and_random_cancellations() {
    let bench = Bench::new();
    let faults = [
        Fault::status(500),
        Fault::reset(),
        Fault::delay(Duration::from_millis(5)),
    ];
    bench
        .sandbox
        .faults()
        .on("/stats/")
        .share(0.2)
        .answer_any_of(faults);
    let worker = bench.client.worker().queue(16).start().unwrap();
    std::thread::scope(|scope| {
        for seed in 0..3_usize {
            let (worker, bench) = (&worker, &bench);
            scope.spawn(move || {
                let start = Instant::now();
                for number in 0..60 {
                    assert!(start.elapsed() < PATIENCE, "{number}");
                    match worker.submit(bench.request()) {
                        Err(error) => assert!(error.is_full()),
                        Ok(ticket) if (seed + number) % 5 == 0 => drop(ticket),
                        Ok(ticket) => {
                            if (seed + number) % 5 == 1 {
                                ticket.cancel();
                            }
                            ticket.recv_timeout(PATIENCE).expect("no result").map_or_else(
                                |error| assert!(error.endpoint().is_some(), "{error}"),
                                |count| assert!(count.matches_played_count > 0),
                            );
                        }
                    }
                }
            });
        }
    });
    // A job whose ticket was dropped may still run for a moment.
    assert!(worker.finish(PATIENCE));
    assert_eq!(worker.pending(), 0);
}
