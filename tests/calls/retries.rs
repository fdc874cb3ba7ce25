//! When a request is retried, how often, and after which waits.

use std::net::TcpListener;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Arc, Condvar, Mutex};
use std::thread;
use std::time::Duration;

use halo_infinite::auth::{CallContext, Credentials, Secret, SignIn};
use halo_infinite::time::Clock;
use halo_infinite::{Client, Environment, Error, RetryPolicy};
use halo_infinite_sandbox::{Answer, Sandbox};

use crate::support::bench::Bench;
use crate::support::clocks::JumpingClock;
use crate::support::wait::{notified, until};

fn answer(bench: &Bench, answers: impl IntoIterator<Item = Answer>) {
    for answer in answers {
        bench.sandbox.answer_next("/stats/", answer);
    }
}

/// Makes a call. Returns the number of attempts, or the error.
fn call(bench: &Bench, client: &Client) -> Result<u32, Error> {
    let request = client.stats().match_count(bench.sandbox.world().home().xuid());
    request.response().map(|response| response.attempts())
}

fn take_request_count(bench: &Bench) -> usize {
    bench.sandbox.take_requests().len()
}

fn seconds(seconds: u64) -> Duration {
    Duration::from_secs(seconds)
}

#[test]
fn transient_failures_are_attempted_three_times() {
    let bench = Bench::new();
    let client = bench.builder().build().unwrap();
    assert_eq!(call(&bench, &client).unwrap(), 1);
    for status in [408, 500, 502, 503, 504] {
        take_request_count(&bench);
        answer(&bench, [Answer::new(status)]);
        assert_eq!(call(&bench, &client).unwrap(), 2);
        answer(&bench, [Answer::new(status), Answer::new(status)]);
        assert_eq!(call(&bench, &client).unwrap(), 3);
        answer(
            &bench,
            [Answer::new(status), Answer::new(status), Answer::new(status)],
        );
        let error = call(&bench, &client).unwrap_err();
        assert_eq!(error.status(), Some(status));
        assert!(error.to_string().contains("(3 attempts)"), "{error}");
        assert_eq!(take_request_count(&bench), 2 + 3 + 3);
    }
    answer(
        &bench,
        [Answer::new(200).body(vec![b' '; 5000]).truncated_after(100)],
    );
    assert_eq!(call(&bench, &client).unwrap(), 2);
}

#[test]
fn permanent_failures_are_attempted_once() {
    let bench = Bench::new();
    let client = bench.builder().build().unwrap();
    for status in [301, 400, 401, 403, 404, 410, 418, 501, 505] {
        take_request_count(&bench);
        answer(&bench, [Answer::new(status)]);
        assert_eq!(call(&bench, &client).unwrap_err().status(), Some(status));
        assert_eq!(take_request_count(&bench), 1, "{status}");
    }
    answer(&bench, [Answer::new(200).body("<html>")]);
    let request = client.stats().match_count(bench.sandbox.world().home().xuid());
    assert!(matches!(request.send().unwrap_err(), Error::Decode { .. }));
    assert_eq!(take_request_count(&bench), 1);
}

#[test]
fn backoff_is_jittered_and_bounded() {
    let bench = Bench::new();
    let client = bench.builder().build().unwrap();
    let mut waits = Vec::new();
    for _ in 0..20 {
        let start = bench.clock.now();
        answer(&bench, [Answer::new(503), Answer::new(503)]);
        assert_eq!(call(&bench, &client).unwrap(), 3);
        waits.push(bench.clock.now() - start);
    }
    let longest = Duration::from_millis(500 + 1000);
    assert!(waits.iter().all(|wait| *wait <= longest), "{waits:?}");
    assert!(waits.iter().any(|wait| *wait > longest / 2), "{waits:?}");
    assert!(waits.iter().any(|wait| *wait < longest / 2), "{waits:?}");
}

#[test]
fn a_429_pauses_all_requests_to_that_service() {
    let bench = Bench::new();
    let client = bench.builder().build().unwrap();
    answer(&bench, [Answer::new(429).header("Retry-After", "7")]);
    assert_eq!(call(&bench, &client).unwrap(), 2);
    assert_eq!(bench.clock.now(), seconds(7));

    // A client without retries obeys the pause too, for that service only.
    let once = bench.builder().no_retries().build().unwrap();
    answer(&bench, [Answer::new(429).header("Retry-After", "30")]);
    let error = call(&bench, &once).unwrap_err();
    assert!(
        error.to_string().contains("status 429; retry after 30s"),
        "{error}"
    );
    once.profile().current_user().send().unwrap();
    assert_eq!(bench.clock.now(), seconds(7));
    assert_eq!(call(&bench, &once.clone()).unwrap(), 1);
    assert_eq!(bench.clock.now(), seconds(37));
}

#[test]
fn repeated_429s_without_retry_after_wait_longer_each_time() {
    let bench = Bench::new();
    let client = bench.builder().build().unwrap();
    answer(&bench, [Answer::new(429), Answer::new(429)]);
    assert_eq!(call(&bench, &client).unwrap(), 3);
    assert_eq!(bench.clock.now(), Duration::from_millis(500 + 1000));
}

#[test]
fn a_retry_after_in_the_past_is_ignored() {
    let bench = Bench::new();
    let client = bench.builder().build().unwrap();
    let passed = Answer::new(429).header("Retry-After", "Sun, 06 Nov 1994 08:49:37 GMT");
    answer(&bench, [Answer::new(429).retry_after(0), passed]);
    let start = bench.clock.now();
    assert_eq!(call(&bench, &client).unwrap(), 3);
    assert_eq!(bench.clock.now() - start, Duration::from_millis(500 + 1000));
}

#[test]
fn retry_after_may_be_a_date_and_is_obeyed_for_any_status() {
    let bench = Bench::new();
    let client = bench.builder().build().unwrap();
    let date = jiff::Timestamp::now() + jiff::SignedDuration::from_secs(100);
    let date = date.strftime("%a, %d %b %Y %H:%M:%S GMT").to_string();
    for status in [429, 503] {
        let start = bench.clock.now();
        answer(&bench, [Answer::new(status).header("Retry-After", &date)]);
        assert_eq!(call(&bench, &client).unwrap(), 2);
        let waited = bench.clock.now() - start;
        assert!(waited > seconds(60) && waited <= seconds(100), "{waited:?}");
    }
}

#[test]
fn a_retry_after_beyond_the_deadline_fails_at_once() {
    let bench = Bench::new();
    let client = bench.builder().build().unwrap();
    for wait in ["301", "18446744073709551616"] {
        answer(&bench, [Answer::new(429).header("Retry-After", wait)]);
        assert_eq!(call(&bench, &client).unwrap_err().status(), Some(429));
        // The next call cannot start before its deadline, and nothing is sent.
        take_request_count(&bench);
        let error = call(&bench, &client).unwrap_err();
        assert!(
            matches!(error, Error::Deadline { wait: Some(wait), .. } if wait == seconds(300)),
            "{error:?}"
        );
        assert_eq!(take_request_count(&bench), 0);
        bench.clock.sleep_until(bench.clock.now() + seconds(300));
    }
}

#[test]
fn a_deadline_ends_the_retries_with_the_last_error() {
    let bench = Bench::new();
    let client = bench.builder().deadline(seconds(5)).build().unwrap();
    answer(&bench, [Answer::new(429).header("Retry-After", "6")]);
    assert_eq!(call(&bench, &client).unwrap_err().status(), Some(429));
    assert_eq!(bench.clock.now(), Duration::ZERO);
    let error = call(&bench, &client).unwrap_err();
    assert!(matches!(error, Error::Deadline { .. }), "{error:?}");
    assert_eq!(call(&bench, &client.with_deadline(seconds(10))).unwrap(), 1);
    assert_eq!(bench.clock.now(), seconds(6));
}

/// Credentials whose first callers wait for each other, as for a renewal.
struct Renewal {
    waiting: Mutex<usize>,
    all_there: Condvar,
    callers: usize,
}

impl Credentials for Renewal {
    fn spartan_token(&self, _: &CallContext) -> Result<Secret, Error> {
        let mut waiting = self.waiting.lock().unwrap();
        *waiting += 1;
        self.all_there.notify_all();
        while *waiting < self.callers {
            waiting = notified(&self.all_there, waiting);
        }
        Ok(Secret::new("renewed"))
    }

    fn clearance(&self, _: &CallContext) -> Result<Option<Secret>, Error> {
        Ok(None)
    }

    fn refused(&self, _: &Secret) -> bool {
        false
    }
}

#[test]
fn requests_keep_the_rate_after_a_shared_renewal() {
    const CALLERS: usize = 8;
    let sandbox = Sandbox::start().unwrap();
    let client = Client::builder()
        .environment(sandbox.environment())
        .credentials(Renewal {
            waiting: Mutex::new(0),
            all_there: Condvar::new(),
            callers: CALLERS,
        })
        .requests_per_second(50)
        .no_retries()
        .build()
        .unwrap();
    thread::scope(|scope| {
        for _ in 0..CALLERS {
            scope.spawn(|| {
                let call = client.stats().match_count(sandbox.world().home().xuid());
                assert_eq!(call.send().unwrap_err().status(), Some(401));
            });
        }
    });
    let requests = sandbox.requests();
    let took = requests[CALLERS - 1].at - requests[0].at;
    // The last caller has not waited and keeps its permit; all others proceed one by one.
    assert!(
        took >= Duration::from_millis(20 * (CALLERS as u64 - 3)),
        "{took:?}"
    );
}

#[test]
fn an_outage_is_not_multiplied() {
    let bench = Bench::new();
    let policy = RetryPolicy::new().budget(4);
    let client = bench.builder().retries(policy).build().unwrap();
    let outage = |calls: usize| {
        answer(&bench, (0..3 * calls).map(|_| Answer::new(502)));
        for _ in 0..calls {
            assert_eq!(call(&bench, &client).unwrap_err().status(), Some(502));
        }
        let asked = take_request_count(&bench);
        // Unused responses are still queued.
        let once = bench.builder().no_retries().build().unwrap();
        until("the queue is empty", || call(&bench, &once).is_ok());
        take_request_count(&bench);
        asked
    };
    assert_eq!(outage(10), 10 + 4);
    assert_eq!(outage(10), 10);
    // Another service has its own budget.
    let xuid = bench.sandbox.world().home().xuid();
    bench.sandbox.answer_next("/economy/", Answer::new(502));
    client.economy().player_career_rank(xuid).response().unwrap();
    take_request_count(&bench);
    // Successes refill it, up to its full size.
    for _ in 0..5 {
        call(&bench, &client).unwrap();
    }
    take_request_count(&bench);
    assert_eq!(outage(10), 10 + 1);
    for _ in 0..100 {
        call(&bench, &client).unwrap();
    }
    take_request_count(&bench);
    assert_eq!(outage(10), 10 + 4);
}

#[test]
fn no_retries_sends_each_request_once() {
    let bench = Bench::new();
    let client = bench.builder().no_retries().build().unwrap();
    answer(&bench, [Answer::new(503)]);
    assert_eq!(call(&bench, &client).unwrap_err().status(), Some(503));
    assert_eq!(take_request_count(&bench), 1);
    let client = bench
        .builder()
        .retries(RetryPolicy::new().max_attempts(5))
        .build()
        .unwrap();
    answer(&bench, (0..4).map(|_| Answer::new(503)));
    assert_eq!(call(&bench, &client).unwrap(), 5);
}

#[test]
fn a_refused_connection_is_retried() {
    let port = TcpListener::bind("127.0.0.1:0").unwrap().local_addr().unwrap();
    let client = Client::builder()
        .environment(Environment::at(&format!("http://{port}")).unwrap())
        .spartan_token("token")
        .clock(Arc::new(JumpingClock::default()))
        .build()
        .unwrap();
    let error = client.profile().current_user().send().unwrap_err();
    assert!(matches!(error, Error::Network { attempts: 3, .. }), "{error:?}");
    // Nothing was sent, so a POST is retried as well.
    let sign_in = SignIn::new(&Bench::new().sandbox.app())
        .environment(Environment::at(&format!("http://{port}")).unwrap())
        .clock(Arc::new(JumpingClock::default()));
    let error = sign_in.refresh_player_tokens("token").unwrap_err();
    assert!(matches!(error, Error::Network { attempts: 3, .. }), "{error:?}");
}

#[test]
fn only_the_refresh_token_is_never_sent_twice_by_itself() {
    let bench = Bench::new();
    let sign_in = SignIn::new(&bench.sandbox.app())
        .environment(bench.sandbox.environment())
        .clock(bench.clock.clone());
    let step = |path: &str, answer: Answer| {
        bench.sandbox.answer_next(path, answer);
        take_request_count(&bench);
        let result = sign_in.refresh_player_tokens(bench.sandbox.refresh_token());
        let asked = bench.sandbox.requests();
        let asked = asked.iter().filter(|request| request.path.starts_with(path));
        (result.is_ok(), asked.count())
    };
    let cut = || Answer::new(200).body(vec![b' '; 99]).truncated_after(9);
    for (path, by_itself) in [("/user.auth/", (true, 2)), ("/login/", (false, 1))] {
        assert_eq!(step(path, Answer::new(429)), (true, 2));
        assert_eq!(step(path, Answer::new(503).header("Retry-After", "3")), (true, 2));
        assert_eq!(step(path, Answer::new(503)), by_itself);
        assert_eq!(step(path, cut()), by_itself);
    }
}

#[test]
fn throttling_lowers_the_rate_of_a_service() {
    let bench = Bench::new();
    let client = bench.builder().requests_per_second(10).build().unwrap();
    call(&bench, &client).unwrap();
    answer(
        &bench,
        [429, 429].map(|status| Answer::new(status).header("Retry-After", "1")),
    );
    assert_eq!(call(&bench, &client).unwrap(), 3);
    // The rate was halved twice and raised by a 20th: 3 requests a second.
    let start = bench.clock.now();
    call(&bench, &client).unwrap();
    let spacing = bench.clock.now() - start;
    assert!(
        spacing > Duration::from_millis(320) && spacing <= Duration::from_millis(400),
        "{spacing:?}"
    );
    for _ in 0..20 {
        call(&bench, &client).unwrap();
    }
    let start = bench.clock.now();
    call(&bench, &client).unwrap();
    assert_eq!(bench.clock.now() - start, Duration::from_millis(100));
}

/// Credentials that take longer than the rate's interval, by the client's clock.
struct SlowCredentials {
    clock: Arc<JumpingClock>,
    requests: AtomicUsize,
}

impl Credentials for SlowCredentials {
    fn spartan_token(&self, _: &CallContext) -> Result<Secret, Error> {
        self.requests.fetch_add(1, Ordering::SeqCst);
        self.clock
            .sleep_until(self.clock.now() + Duration::from_millis(250));
        Ok(Secret::new("slow"))
    }

    fn clearance(&self, _: &CallContext) -> Result<Option<Secret>, Error> {
        Ok(None)
    }

    fn refused(&self, _: &Secret) -> bool {
        false
    }
}

#[test]
fn slow_credentials_are_requested_once_for_a_request() {
    let sandbox = Sandbox::start().unwrap();
    sandbox.answer_next("/stats/", Answer::new(200).json(serde_json::json!({})));
    let clock = Arc::new(JumpingClock::default());
    let credentials = Arc::new(SlowCredentials {
        clock: clock.clone(),
        requests: AtomicUsize::new(0),
    });
    let client = Client::builder()
        .environment(sandbox.environment())
        .credentials(credentials.clone())
        .requests_per_second(5)
        .clock(clock)
        .no_retries()
        .build()
        .unwrap();
    let count = client.stats().match_count(2_533_274_855_333_605_u64);
    count.response().unwrap();
    assert_eq!(sandbox.requests().len(), 1);
    assert_eq!(credentials.requests.load(Ordering::SeqCst), 1);
}
