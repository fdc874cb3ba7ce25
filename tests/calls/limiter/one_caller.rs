//! The limiter with one caller: the rate is never exceeded, in any sequence of events.

use std::sync::Arc;
use std::time::Duration;

use halo_infinite::limiter::{Rate, TokenBucket};
use halo_infinite::time::Clock;
use proptest::prelude::*;

use crate::support::clocks::JumpingClock;
use crate::support::properties::config;

/// Asserts that no window of time holds more permits than the burst plus the rate times its length.
pub fn assert_rate_is_kept(rate: Rate, burst: u32, calls: &[Duration]) {
    let mut calls = calls.to_vec();
    calls.sort();
    for (first, start) in calls.iter().enumerate() {
        for (last, end) in calls.iter().enumerate().skip(first + burst as usize) {
            let beyond = (last - first + 1) as u32 - burst;
            assert!(
                rate.interval() * beyond <= *end - *start,
                "{} calls in {:?}: {calls:?}",
                last - first + 1,
                *end - *start
            );
        }
    }
}

#[derive(Debug, Clone)]
enum Step {
    /// A caller that waits no longer than this.
    Acquire(Option<Duration>),
    /// A caller that does not wait.
    TryAcquire,
    Rest(Duration),
    Pause(Duration),
    /// The response to a request that was sent this long ago.
    Throttled(Duration),
    Succeeded(Duration),
}

fn ms(longest: u64) -> impl Strategy<Value = Duration> {
    (0..longest).prop_map(Duration::from_millis)
}

fn step() -> impl Strategy<Value = Step> {
    prop_oneof![
        6 => prop::option::weighted(0.3, ms(3000)).prop_map(Step::Acquire),
        2 => Just(Step::TryAcquire),
        3 => ms(2000).prop_map(Step::Rest),
        1 => ms(5000).prop_map(Step::Pause),
        1 => ms(1000).prop_map(Step::Throttled),
        2 => ms(1000).prop_map(Step::Succeeded),
    ]
}

/// Runs a schedule. Returns the times of permits, and the steps that got none.
fn go(rate: Rate, steps: &[Step]) -> (Vec<Duration>, Vec<usize>) {
    let clock = Arc::new(JumpingClock::default());
    let bucket = TokenBucket::with_clock(rate, clock.clone());
    let (mut calls, mut late, mut pause_end) = (Vec::new(), Vec::new(), Duration::ZERO);
    for (index, step) in steps.iter().enumerate() {
        let (now, pace) = (clock.now(), bucket.pace());
        match step {
            Step::Acquire(time) => match bucket.acquire(time.map(|time| now + time)) {
                Ok(waited) => {
                    assert_eq!(now + waited, clock.now());
                    assert!(clock.now() >= pause_end, "a call went during a pause");
                    assert!(time.is_none_or(|time| waited <= time));
                    // With one caller, a wait is at most a pause and one interval at the slowest pace.
                    let longest = pause_end.saturating_sub(now) + rate.interval() * 32;
                    assert!(waited <= longest, "{waited:?} is longer than {longest:?}");
                    calls.push(clock.now());
                }
                Err(error) => {
                    assert!(error.wait > time.unwrap());
                    assert_eq!(clock.now(), now, "what is late is known at once");
                    late.push(index);
                }
            },
            Step::TryAcquire => match bucket.try_acquire() {
                true => {
                    assert!(now >= pause_end, "a call went during a pause");
                    calls.push(now);
                }
                false => late.push(index),
            },
            Step::Rest(time) => clock.sleep_until(now + *time),
            Step::Pause(time) => {
                bucket.pause_until(now + *time);
                pause_end = pause_end.max(now + *time);
            }
            Step::Throttled(ago) => {
                bucket.throttled(now.saturating_sub(*ago));
                assert!(bucket.pace() == pace || bucket.pace() == (pace / 2.0).max(1.0 / 32.0));
            }
            Step::Succeeded(ago) => {
                bucket.succeeded(now.saturating_sub(*ago));
                assert!(bucket.pace() == pace || bucket.pace() == (pace + 0.05).min(1.0));
            }
        }
        assert!((1.0 / 32.0..=1.0).contains(&bucket.pace()));
    }
    (calls, late)
}

proptest! {
    #![proptest_config(config(800))]

    #[test]
    fn no_schedule_exceeds_the_rate(
        per_second in 0.5..50.0_f64, burst in 1_u32..6, steps in prop::collection::vec(step(), 1..80),
    ) {
        let rate = Rate::new(per_second, burst).unwrap();
        let (calls, late) = go(rate, &steps);
        assert_rate_is_kept(rate, burst, &calls);
        // Refused callers take no permit: without them, the others get theirs at the same times.
        let mut index = 0;
        let others: Vec<_> = steps.iter().filter(|_| {
            index += 1;
            !late.contains(&(index - 1))
        }).cloned().collect();
        prop_assert_eq!(go(rate, &others), (calls, vec![]));
    }

    #[test]
    fn rates_are_between_their_bounds(per_second: f64, burst: u32) {
        let is_rate = (Rate::SLOWEST..=Rate::FASTEST).contains(&per_second);
        let is_burst = (1..=Rate::LARGEST_BURST).contains(&burst);
        let rate = Rate::new(per_second, burst);
        prop_assert_eq!(rate.is_ok(), is_rate && is_burst);
        if let Ok(rate) = rate {
            prop_assert!(rate.interval().as_secs_f64() * per_second >= 1.0 - 1e-9);
        }
    }
}
