//! The rate limiter on a clock that tests move by hand.

use std::sync::Arc;
use std::thread;
use std::time::Duration;

use halo_infinite::limiter::{DeadlineExceeded, Rate, TokenBucket};
use halo_infinite::time::Clock;

use crate::support::clocks::{JumpingClock, StepClock};
use crate::support::wait::{join, until};

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

#[test]
fn waiting_threads_proceed_one_by_one_and_obey_a_pause() {
    const THREADS: usize = 6;
    let clock = Arc::new(StepClock::default());
    let bucket = Arc::new(TokenBucket::with_clock(
        Rate::new(10.0, 1).unwrap(),
        clock.clone(),
    ));
    bucket.acquire(None).unwrap();

    let threads: Vec<_> = (0..THREADS)
        .map(|_| {
            let (clock, bucket) = (clock.clone(), bucket.clone());
            thread::spawn(move || {
                bucket.acquire(None).unwrap();
                clock.now()
            })
        })
        .collect();
    clock.advance(THREADS); // the first thread goes at 100 ms
    until("the first thread ends", || {
        threads.iter().any(thread::JoinHandle::is_finished)
    });
    bucket.pause_until(ms(1000)); // 900 ms from here

    // At their old times the others find that their permits have moved: each sleeps twice.
    for waiting in (1..THREADS).rev() {
        clock.advance(THREADS - 1);
        assert_eq!(clock.now(), ms(100 * (THREADS - waiting + 1) as u64));
    }
    for waiting in (1..THREADS).rev() {
        clock.advance(waiting);
        until("the next thread ends", || {
            threads.iter().filter(|thread| !thread.is_finished()).count() < waiting
        });
    }
    let mut times: Vec<_> = threads.into_iter().map(join).collect();
    times.sort();
    assert_eq!(times, [100, 1100, 1200, 1300, 1400, 1500].map(ms));
}

#[test]
fn a_pause_past_a_waiters_deadline_is_reported() {
    let clock = Arc::new(StepClock::default());
    let bucket = Arc::new(TokenBucket::with_clock(Rate::new(1.0, 1).unwrap(), clock.clone()));
    bucket.acquire(None).unwrap();
    let waiter = {
        let bucket = bucket.clone();
        thread::spawn(move || bucket.acquire(Some(ms(1500))))
    };
    clock.await_sleepers(1);
    bucket.pause_until(ms(5000));
    clock.advance(1);
    assert_eq!(wait(join(waiter)), Err(ms(6000)));
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
