//! The limiter with many threads: each gets its permit, in order, within the rate.

use std::sync::{Arc, Mutex};
use std::thread::{self, JoinHandle};
use std::time::Duration;

use halo_infinite::CancelToken;
use halo_infinite::limiter::{AcquireError, Rate, TokenBucket};
use halo_infinite::time::Clock;
use proptest::prelude::*;

use super::one_caller::assert_rate_is_kept;
use crate::support::clocks::StepClock;
use crate::support::properties::config;
use crate::support::wait::{join, until};

#[derive(Debug, Clone)]
enum Step {
    /// This many threads arrive at the same time.
    Arrive(usize),
    /// A thread arrives that waits no longer than this.
    ArriveInAHurry(Duration),
    /// The clock moves to the earliest wake-up time.
    NextAlarm,
    /// The clock moves on by any time: threads may wake up late.
    Jump(Duration),
    Pause(Duration),
    Throttled,
    Succeeded,
    /// The thread of this number is cancelled.
    Cancel(usize),
    /// Of the last threads, all but every third are cancelled: this many.
    CancelMost(usize),
}

fn ms(longest: u64) -> impl Strategy<Value = Duration> {
    (0..longest).prop_map(Duration::from_millis)
}

fn punctual() -> impl Strategy<Value = Step> {
    prop_oneof![
        4 => Just(Step::Arrive(1)),
        1 => (2_usize..5).prop_map(Step::Arrive),
        5 => Just(Step::NextAlarm),
        1 => ms(3000).prop_map(Step::Pause),
        1 => Just(Step::Throttled),
        2 => Just(Step::Succeeded),
    ]
}

fn jumpy() -> impl Strategy<Value = Step> {
    prop_oneof![
        6 => punctual(),
        2 => ms(4000).prop_map(Step::Jump),
        1 => ms(3000).prop_map(Step::ArriveInAHurry),
    ]
}

/// Arrivals, and cancels of nearly all of them.
fn stormy() -> impl Strategy<Value = Step> {
    prop_oneof![
        4 => (1_usize..8).prop_map(Step::Arrive),
        1 => ms(3000).prop_map(Step::ArriveInAHurry),
        4 => Just(Step::NextAlarm),
        3 => (0_usize..60).prop_map(Step::Cancel),
        1 => (1_usize..30).prop_map(Step::CancelMost),
    ]
}

struct Call {
    /// Threads that arrived at the same time have the same number.
    group: usize,
    asked: Duration,
    /// The interval after it, at the slowest pace since it arrived.
    interval: Duration,
    /// `None` if its deadline was too soon, or it was cancelled.
    went: Option<Duration>,
}

/// The result of a schedule.
struct Outcome {
    calls: Vec<Call>,
    /// The pauses: step, start and end of each.
    pauses: Vec<(usize, Duration, Duration)>,
    /// The time from which the clock only moves from alarm to alarm.
    drained_from: Duration,
}

impl Outcome {
    fn went(&self) -> Vec<Duration> {
        self.calls.iter().filter_map(|call| call.went).collect()
    }

    fn all_pauses(&self) -> Duration {
        self.pauses.iter().map(|(_, start, end)| *end - *start).sum()
    }

    fn assert_pauses_are_kept(&self) {
        for (group, went) in self
            .calls
            .iter()
            .filter_map(|call| Some((call.group, call.went?)))
        {
            let broken = self
                .pauses
                .iter()
                .find(|(step, start, end)| (group > *step || went > *start) && went < *end);
            assert!(broken.is_none(), "{went:?} went in {broken:?}");
        }
    }
}

/// Runs a schedule, and then moves the clock until every thread has ended.
fn go(rate: Rate, steps: &[Step]) -> Outcome {
    let clock = Arc::new(StepClock::default());
    let bucket = Arc::new(TokenBucket::with_clock(rate, clock.clone()));
    let calls = Arc::new(Mutex::new(Vec::new()));
    let mut threads: Vec<(CancelToken, JoinHandle<()>)> = Vec::new();
    let (mut pauses, mut paces) = (Vec::new(), Vec::new());
    for (group, step) in steps.iter().enumerate() {
        let now = clock.now();
        let arrive = |time: Option<Duration>| {
            clock.enter();
            let (clock, bucket, calls) = (clock.clone(), bucket.clone(), calls.clone());
            let cancel = CancelToken::new();
            let token = cancel.clone();
            let thread = thread::spawn(move || {
                let turn = bucket.acquire_or_cancel(time.map(|time| now + time), &token);
                if let Err(AcquireError::Late(late)) = turn {
                    assert!(late.wait > time.unwrap());
                }
                let mut calls = calls.lock().unwrap();
                let ended = clock.exit();
                calls.push((group, now, turn.is_ok().then_some(ended)));
            });
            (cancel, thread)
        };
        let cancel = |(token, thread): &(CancelToken, JoinHandle<()>)| {
            token.cancel();
            until("the cancelled thread ends", || thread.is_finished());
        };
        match step {
            Step::Arrive(count) => threads.extend((0..*count).map(|_| arrive(None))),
            Step::ArriveInAHurry(time) => threads.push(arrive(Some(*time))),
            Step::NextAlarm => {
                if let Some(alarm) = clock.settle(&bucket) {
                    clock.move_to(alarm);
                }
            }
            Step::Jump(time) => clock.move_to(now + *time),
            Step::Pause(time) => {
                bucket.pause_until(now + *time);
                pauses.push((group, now, now + *time));
            }
            Step::Throttled => bucket.throttled(now),
            Step::Succeeded => bucket.succeeded(now),
            Step::Cancel(number) => threads.iter().skip(*number).take(1).for_each(cancel),
            Step::CancelMost(count) => {
                let last = threads.iter().rev().take(*count).enumerate();
                last.filter(|(place, _)| place % 3 > 0)
                    .for_each(|(_, thread)| cancel(thread));
            }
        }
        clock.settle(&bucket);
        paces.push(bucket.pace());
    }
    let drained_from = clock.now();
    while let Some(alarm) = clock.settle(&bucket) {
        clock.move_to(alarm);
    }
    threads.into_iter().for_each(|(_, thread)| join(thread));
    let mut calls = Arc::into_inner(calls).unwrap().into_inner().unwrap();
    calls.sort();
    let slowest_since = |group: usize| {
        paces[group.saturating_sub(1)..]
            .iter()
            .copied()
            .fold(1.0, f64::min)
    };
    let calls = calls.into_iter().map(|(group, asked, went)| Call {
        group,
        asked,
        interval: rate.interval().div_f64(slowest_since(group)),
        went,
    });
    Outcome {
        calls: calls.collect(),
        pauses,
        drained_from,
    }
}

proptest! {
    #![proptest_config(config(150))]

    #[test]
    fn punctual_threads_proceed_in_order_within_a_bound(
        per_second in 0.5..50.0_f64, burst in 1_u32..5, steps in prop::collection::vec(punctual(), 1..40),
    ) {
        let rate = Rate::new(per_second, burst).unwrap();
        let outcome = go(rate, &steps);
        assert_rate_is_kept(rate, burst, &outcome.went());
        outcome.assert_pauses_are_kept();
        // The calls are sorted by arrival, and so they must be by permit.
        prop_assert!(outcome.went().is_sorted(), "{:?}", outcome.went());
        // The limiter rounds each interval to a nanosecond, and so does this test.
        let rounding = Duration::from_nanos(2);
        let mut latest = Duration::ZERO;
        for call in &outcome.calls {
            latest = latest.max(call.asked);
            prop_assert!(call.went <= Some(latest + outcome.all_pauses()), "{:?} {:?}", call.went, latest);
            latest += call.interval + rounding;
        }
    }

    #[test]
    fn late_threads_proceed_later_within_the_rate(
        per_second in 0.5..50.0_f64, burst in 1_u32..5, steps in prop::collection::vec(jumpy(), 1..40),
    ) {
        let rate = Rate::new(per_second, burst).unwrap();
        let outcome = go(rate, &steps);
        assert_rate_is_kept(rate, burst, &outcome.went());
        outcome.assert_pauses_are_kept();
        // Once all threads wake up in time, the last permit comes within the sum of the intervals.
        let still_waits = |call: &&Call| call.went.is_none_or(|went| went >= outcome.drained_from);
        let waiting = outcome.calls.iter().filter(still_waits);
        let intervals: Duration = waiting.map(|call| call.interval).sum();
        let slowest = outcome.calls.iter().map(|call| call.interval).max().unwrap_or_default();
        let latest = outcome.drained_from + outcome.all_pauses() + intervals + slowest;
        prop_assert!(outcome.went().iter().all(|went| *went <= latest), "{:?} {:?}", outcome.went(), latest);
    }

    #[test]
    fn cancelled_threads_cost_neither_rate_nor_order(
        per_second in 0.5..50.0_f64, burst in 1_u32..5, steps in prop::collection::vec(stormy(), 1..40),
    ) {
        let rate = Rate::new(per_second, burst).unwrap();
        let outcome = go(rate, &steps);
        assert_rate_is_kept(rate, burst, &outcome.went());
        // Each thread that went did so at the first moment that the rate allowed after those before it: as
        // if the others had never come.
        let mut full_at = Duration::ZERO;
        for call in &outcome.calls {
            let Some(went) = call.went else { continue };
            let due = full_at.saturating_sub(rate.interval() * (burst - 1)).max(call.asked);
            prop_assert_eq!(went, due);
            full_at = full_at.max(went) + rate.interval();
        }
    }
}
