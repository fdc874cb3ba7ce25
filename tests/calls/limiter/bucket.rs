//! The rate limiter on a clock that tests move by hand.

use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::thread::{self, JoinHandle};
use std::time::Duration;

use halo_infinite::CancelToken;
use halo_infinite::limiter::{AcquireError, DeadlineExceeded, Rate, TokenBucket};
use halo_infinite::time::Clock;

use crate::support::clocks::{JumpingClock, StepClock};
use crate::support::wait::{PATIENCE, join, until};

fn bucket(per_second: f64, burst: u32) -> (Arc<JumpingClock>, TokenBucket) {
    let clock = Arc::new(JumpingClock::default());
    (
        clock.clone(),
        TokenBucket::with_clock(Rate::new(per_second, burst).unwrap(), clock),
    )
}

const fn ms(milliseconds: u64) -> Duration {
    Duration::from_millis(milliseconds)
}

/// The outcome of an acquisition; an error as the wait for the permit.
fn wait(outcome: Result<Duration, DeadlineExceeded>) -> Result<Duration, Duration> {
    outcome.map_err(|error| error.wait)
}

#[test]
fn a_burst_of_one_spaces_calls_evenly() {
    let (clock, bucket) = bucket(5.0, 1);
    let times: Vec<_> = (0..4)
        .map(|_| {
            bucket.acquire(None).unwrap();
            clock.now()
        })
        .collect();
    assert_eq!(times, [ms(0), ms(200), ms(400), ms(600)]);
}

#[test]
fn idle_time_fills_the_bucket_up_to_the_burst() {
    let (clock, bucket) = bucket(10.0, 3);
    for expected in [0, 0, 0, 100, 200] {
        bucket.acquire(None).unwrap();
        assert_eq!(clock.now(), ms(expected));
    }
    clock.sleep_until(ms(10_000));
    for expected in [10_000, 10_000, 10_000, 10_100] {
        bucket.acquire(None).unwrap();
        assert_eq!(clock.now(), ms(expected));
    }
}

#[test]
fn no_window_holds_more_than_burst_and_rate_allow() {
    for (rate, burst) in [(5.0, 1), (3.0, 4), (7.7, 2), (0.5, 10)] {
        let (clock, bucket) = bucket(rate, burst);
        let mut times = Vec::new();
        for call in 0..200_u64 {
            bucket.acquire(None).unwrap();
            times.push(clock.now().as_secs_f64());
            // Idle times of many lengths, some long enough to fill the bucket.
            clock.sleep_until(clock.now() + ms(call * call % 997));
        }
        for (first, start) in times.iter().enumerate() {
            for (last, end) in times.iter().enumerate().skip(first) {
                let calls = (last - first + 1) as f64;
                assert!(
                    calls <= f64::from(burst) + rate * (end - start) + 1e-6,
                    "{calls} in {}",
                    end - start
                );
            }
        }
    }
}

#[test]
fn a_deadline_that_is_too_soon_is_refused_at_once_and_takes_no_permit() {
    let (clock, bucket) = bucket(1.0, 1);
    assert_eq!(bucket.acquire(Some(ms(0))), Ok(ms(0)));
    assert_eq!(wait(bucket.acquire(Some(ms(999)))), Err(ms(1000)));
    assert_eq!(clock.now(), ms(0));
    assert_eq!(bucket.acquire(Some(ms(1000))), Ok(ms(1000)));
}

#[test]
fn a_pause_delays_all_callers_and_keeps_the_spacing() {
    let (clock, bucket) = bucket(10.0, 2);
    bucket.pause_until(ms(500));
    bucket.pause_until(ms(300)); // a shorter one changes nothing
    for expected in [500, 500, 600, 700] {
        bucket.acquire(None).unwrap();
        assert_eq!(clock.now(), ms(expected));
    }
    bucket.pause_until(ms(1000));
    assert_eq!(wait(bucket.acquire(Some(ms(900)))), Err(ms(400)));
    bucket.acquire(None).unwrap();
    assert_eq!(clock.now(), ms(1100));
}

/// A bucket that permits ten requests a second, and threads that wait for its permits one after the other.
struct Line {
    clock: Arc<StepClock>,
    bucket: Arc<TokenBucket>,
}

type Waiting = JoinHandle<Result<Duration, AcquireError>>;

impl Line {
    fn new() -> Self {
        let clock = Arc::new(StepClock::default());
        let rate = Rate::new(10.0, 1).unwrap();
        let bucket = Arc::new(TokenBucket::with_clock(rate, clock.clone()));
        bucket.acquire(None).unwrap();
        Self { clock, bucket }
    }

    /// Starts a thread that waits. It returns the time of its permit.
    fn enqueue(&self, deadline: Option<Duration>, cancel: &CancelToken) -> Waiting {
        let (clock, bucket, cancel) = (self.clock.clone(), self.bucket.clone(), cancel.clone());
        clock.enter();
        let thread = thread::spawn(move || {
            let outcome = bucket.acquire_or_cancel(deadline, &cancel);
            let now = clock.exit();
            outcome.map(|_| now)
        });
        self.clock.settle(&self.bucket);
        thread
    }

    fn enqueue_all(&self, count: usize) -> Vec<Waiting> {
        let enqueue = |_| self.enqueue(None, &CancelToken::new());
        (0..count).map(enqueue).collect()
    }

    /// Moves to the next permit, and lets its thread end.
    fn step(&self) {
        let alarm = self.clock.settle(&self.bucket).expect("no thread waits");
        self.clock.move_to(alarm);
        self.clock.settle(&self.bucket);
    }

    /// Moves from permit to permit until all threads have ended.
    fn drain(&self) {
        while let Some(alarm) = self.clock.settle(&self.bucket) {
            self.clock.move_to(alarm);
        }
    }

    /// The times of the permits, in the order of arrival.
    fn times(&self, threads: Vec<Waiting>) -> Vec<Duration> {
        self.drain();
        threads.into_iter().map(|thread| join(thread).unwrap()).collect()
    }
}

#[test]
fn waiting_threads_proceed_one_by_one_and_obey_a_pause() {
    let line = Line::new();
    let threads = line.enqueue_all(6);
    line.step(); // the first thread goes at 100 ms
    assert_eq!(line.bucket.waiting(), 5);
    line.bucket.pause_until(ms(1000)); // 900 ms from here
    assert_eq!(line.times(threads), [100, 1100, 1200, 1300, 1400, 1500].map(ms));
}

#[test]
fn threads_behind_cancelled_ones_move_up_and_newcomers_do_not_overtake() {
    let line = Line::new();
    let stop = CancelToken::new();
    let (mut kept, mut cancelled) = (Vec::new(), Vec::new());
    for place in 0..45 {
        match place % 9 {
            4 => kept.extend(line.enqueue_all(1)),
            _ => cancelled.push(line.enqueue(None, &stop)),
        }
    }
    stop.cancel();
    for thread in cancelled {
        assert_eq!(join(thread), Err(AcquireError::Cancelled));
    }
    // The five that are left have the next five permits, and a newcomer has the one after them.
    kept.extend(line.enqueue_all(1));
    assert_eq!(line.times(kept), [100, 200, 300, 400, 500, 600].map(ms));
}

#[test]
fn a_cancelled_request_whose_permit_would_come_too_late_is_cancelled() {
    let (_, bucket) = bucket(10.0, 1);
    assert!(bucket.try_acquire());
    let stop = CancelToken::new();
    let acquired = || bucket.acquire_or_cancel(Some(Duration::ZERO), &stop);
    assert!(matches!(acquired(), Err(AcquireError::Late(_))));
    stop.cancel();
    assert_eq!(acquired(), Err(AcquireError::Cancelled));
}

#[test]
fn a_cancelled_thread_at_the_head_wakes_the_next_one() {
    let line = Line::new();
    let stops = [(); 20].map(|()| CancelToken::new());
    let threads: Vec<_> = stops.iter().map(|stop| line.enqueue(None, stop)).collect();
    let last = line.enqueue_all(1);
    // Without any movement of the clock.
    for (stop, thread) in stops.iter().zip(threads) {
        stop.cancel();
        assert_eq!(join(thread), Err(AcquireError::Cancelled));
    }
    assert_eq!(line.times(last), [ms(100)]);
}

#[test]
fn thousands_of_threads_leave_at_once_and_few_wake_up_otherwise() {
    /// A clock that counts how often a bucket reads it: once for each arrival, departure and awakening.
    #[derive(Default)]
    struct Counting(AtomicUsize);

    impl Clock for Counting {
        fn now(&self) -> Duration {
            self.0.fetch_add(1, Ordering::Relaxed);
            Duration::ZERO
        }

        fn sleep_until(&self, _: Duration) {
            unreachable!("this wait could not be cancelled");
        }

        fn sleep_until_or_cancelled(&self, _: Duration, cancel: &CancelToken) {
            assert!(cancel.wait(PATIENCE), "the wait was not cancelled");
        }
    }

    const THREADS: usize = 2000;
    let clock = Arc::new(Counting::default());
    let rate = Rate::new(5.0, 1).unwrap();
    let bucket = Arc::new(TokenBucket::with_clock(rate, clock.clone()));
    bucket.acquire(None).unwrap();
    let stop = CancelToken::new();
    let threads: Vec<_> = (0..THREADS)
        .map(|_| {
            let (bucket, stop) = (bucket.clone(), stop.child());
            let thread = thread::Builder::new().stack_size(64 * 1024);
            let wait = move || bucket.acquire_or_cancel(None, &stop);
            thread.spawn(wait).unwrap()
        })
        .collect();
    until("all threads wait", || bucket.waiting() == THREADS);
    let before = clock.0.load(Ordering::Relaxed);
    // A change that concerns nobody but the head wakes nobody else.
    bucket.throttled(Duration::ZERO);
    (0..30).for_each(|_| bucket.succeeded(Duration::from_secs(1)));
    stop.cancel();
    for thread in threads {
        assert_eq!(join(thread), Err(AcquireError::Cancelled));
    }
    let readings = clock.0.load(Ordering::Relaxed) - before;
    // Each thread leaves once. Each of them may wake up once as the head, and the head once for each report.
    assert!(readings <= 2 * THREADS + 31 * 2, "{readings}");
    assert_eq!(bucket.waiting(), 0);
}

#[test]
fn a_pause_past_a_waiters_deadline_is_reported_at_once() {
    let line = Line::new();
    let first = line.enqueue_all(1);
    let never = CancelToken::new();
    let hurried = line.enqueue(Some(ms(250)), &never);
    let behind = line.enqueue(Some(ms(450)), &never);
    line.bucket.pause_until(ms(200)); // 200 ms from here
    // The clock stands still.
    let late = AcquireError::Late(line.bucket.acquire(Some(ms(399))).unwrap_err());
    assert_eq!(
        late.to_string(),
        "the next permit comes in 500ms, after the deadline"
    );
    let AcquireError::Late(late) = join(hurried).unwrap_err() else {
        panic!("not late");
    };
    assert_eq!(late.wait, ms(400));
    // The one behind has moved up.
    let times = line.times(first.into_iter().chain([behind]).collect());
    assert_eq!(times, [300, 400].map(ms));
}

#[test]
fn waiting_threads_follow_a_rate_that_falls_and_rises() {
    let line = Line::new();
    let threads = line.enqueue_all(4);
    line.clock.move_to(ms(50));
    // Half of the wait is left; at half the rate, it takes 100 ms.
    line.bucket.throttled(ms(50));
    assert_eq!(line.bucket.pace(), 0.5);
    let never = CancelToken::new();
    let hurried = line.enqueue(Some(ms(949)), &never);
    assert!(matches!(join(hurried), Err(AcquireError::Late(late)) if late.wait == ms(900)));
    line.step();
    line.step();
    assert_eq!(line.clock.now(), ms(150));
    // 60 ms later, 140 of 200 ms are left; at the full rate, they take 70.
    line.clock.move_to(ms(210));
    (0..10).for_each(|_| line.bucket.succeeded(ms(210)));
    assert_eq!(line.bucket.pace(), 1.0);
    let times = line.times(threads);
    let exact = [150, 280, 380, 480].map(ms);
    for (time, exact) in times.iter().zip(exact) {
        // Each change of the pace rounds up.
        assert!(
            (exact..exact + Duration::from_nanos(20)).contains(time),
            "{times:?}"
        );
    }
}

#[test]
fn invalid_rates_are_refused() {
    for rate in [
        0.0,
        -1.0,
        f64::NAN,
        f64::INFINITY,
        f64::NEG_INFINITY,
        1e-9,
        1e9,
        -0.0,
    ] {
        let error = Rate::new(rate, 1).unwrap_err().to_string();
        assert!(
            error.starts_with("requests_per_second: ") && error.contains("is not a rate"),
            "{error}"
        );
    }
    assert!(Rate::new(5.0, 0).unwrap_err().to_string().starts_with("burst: 0"));
    assert!(Rate::new(5.0, u32::MAX).is_err());
    assert!(Rate::new(Rate::SLOWEST, Rate::LARGEST_BURST).is_ok());
    assert!(Rate::new(Rate::FASTEST, 1).is_ok());
}

#[test]
fn a_pause_may_last_for_ever() {
    let (_, bucket) = bucket(1.0, 2);
    bucket.acquire(None).unwrap();
    bucket.acquire(None).unwrap();
    bucket.pause_until(Duration::MAX);
    for _ in 0..3 {
        let late = bucket.acquire(Some(ms(1000))).unwrap_err();
        assert!(late.wait > ms(1000), "{late}");
    }
    bucket.pause_until(Duration::MAX);
}

#[test]
fn fractional_intervals_keep_the_rate() {
    for rate in [3.0, 7.0, 9_999.0, 6.9] {
        let (clock, bucket) = bucket(rate, 1);
        let calls = 1000;
        for _ in 0..=calls {
            bucket.acquire(None).unwrap();
        }
        let expected = f64::from(calls) / rate;
        let passed = clock.now().as_secs_f64();
        assert!(
            passed >= expected - 1e-9 && passed < expected * 1.0001,
            "{passed} {expected}"
        );
    }
}

/// The current rate in permits per second, measured over four of them.
fn measured(clock: &JumpingClock, bucket: &TokenBucket) -> f64 {
    bucket.acquire(None).unwrap();
    let start = clock.now();
    for _ in 0..4 {
        bucket.acquire(None).unwrap();
    }
    4.0 / (clock.now() - start).as_secs_f64()
}

#[test]
fn throttling_lowers_the_rate_until_requests_succeed() {
    let (clock, bucket) = bucket(8.0, 1);
    assert_eq!(measured(&clock, &bucket), 8.0);
    for expected in [4.0, 2.0, 1.0] {
        clock.sleep_until(clock.now() + ms(1));
        bucket.throttled(clock.now());
        assert_eq!(measured(&clock, &bucket), expected);
    }
    // Each success adds a 20th of the configured rate.
    clock.sleep_until(clock.now() + ms(1));
    for _ in 0..5 {
        bucket.succeeded(clock.now());
    }
    assert!((measured(&clock, &bucket) - 3.0).abs() < 1e-6);
    for _ in 0..100 {
        bucket.succeeded(clock.now());
    }
    assert_eq!(bucket.pace(), 1.0);
    assert_eq!(measured(&clock, &bucket), 8.0);
}

#[test]
fn the_rate_never_falls_to_nothing() {
    let (clock, bucket) = bucket(8.0, 1);
    for _ in 0..100 {
        clock.sleep_until(clock.now() + ms(1));
        bucket.throttled(clock.now());
    }
    assert_eq!(bucket.pace(), 1.0 / 32.0);
    assert_eq!(measured(&clock, &bucket), 0.25);
}

#[test]
fn simultaneous_throttling_counts_once() {
    let (clock, bucket) = bucket(8.0, 1);
    let sent_at = clock.now();
    clock.sleep_until(ms(100));
    for _ in 0..16 {
        bucket.throttled(sent_at);
    }
    assert_eq!(bucket.pace(), 0.5);
    // Successes of requests that were sent before the throttling do not raise the rate.
    bucket.succeeded(sent_at);
    assert_eq!(bucket.pace(), 0.5);
}
