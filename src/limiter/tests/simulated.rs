//! Programs that share a limit, one after the other in any order.

use std::time::Duration;

use jiff::SignedDuration;
use proptest::prelude::*;

use super::world::{Folder, MAX_PAUSE, World};
use crate::limiter::{Limit, NoPermit, Rate};
use crate::sync::{CancelToken, Clock};

const PROGRAMS: usize = 4;

#[derive(Debug, Clone)]
enum Step {
    /// A program asks for a permit, and waits no longer than this.
    Acquire(Option<u64>),
    Rest(u64),
    Pause(u64),
    /// The response to a request that was sent this long ago.
    Throttled(u64),
    Succeeded(u64),
    /// The program dies, and starts again.
    Restart,
    /// The file is removed.
    Remove,
    /// The file gets another content.
    Damage(Vec<u8>),
    /// The time of day is turned by these milliseconds.
    Turn(i64),
}

fn usual() -> impl Strategy<Value = Step> {
    prop_oneof![
        8 => prop::option::weighted(0.6, 0_u64..2_000).prop_map(Step::Acquire),
        3 => (0_u64..1_500).prop_map(Step::Rest),
        1 => (0_u64..5_000).prop_map(Step::Pause),
        1 => (0_u64..500).prop_map(Step::Throttled),
        3 => (0_u64..500).prop_map(Step::Succeeded),
        1 => Just(Step::Restart),
    ]
}

fn trouble() -> impl Strategy<Value = Step> {
    prop_oneof![
        1 => Just(Step::Remove),
        1 => prop::collection::vec(any::<u8>(), 0..600).prop_map(Step::Damage),
        2 => prop_oneof![-100_000_000_i64..100_000_000, -3_000_i64..3_000].prop_map(Step::Turn),
    ]
}

fn steps(with_trouble: bool) -> impl Strategy<Value = Vec<(usize, Step)>> {
    let step = match with_trouble {
        true => prop_oneof![12 => usual(), 1 => trouble()].boxed(),
        false => usual().boxed(),
    };
    prop::collection::vec((0..PROGRAMS, step), 1..80)
}

/// Permits, in the time of the world, and the number of troubles.
struct Outcome {
    permits: Vec<Duration>,
    troubles: usize,
    end: Duration,
}

fn go(rate: Rate, steps: Vec<(usize, Step)>) -> Outcome {
    let world = World::default();
    let folder = Folder::new("simulated");
    let start = || {
        let clock = world.clock();
        (folder.limit(rate, clock.clone()), clock)
    };
    let mut programs: Vec<_> = (0..PROGRAMS).map(|_| start()).collect();
    let cancel = CancelToken::new();
    let (mut permits, mut troubles, mut pause_end) = (Vec::new(), 0, Duration::ZERO);
    let ms = Duration::from_millis;
    for (index, step) in steps {
        let (limit, clock): &(Limit, _) = &programs[index];
        let (before, now) = (world.passed(), clock.now());
        let sent_at = |ago| now.saturating_sub(ms(ago));
        match step {
            Step::Acquire(time) => {
                let deadline = time.map_or(Duration::MAX, |time| now + ms(time));
                match limit.acquire(deadline, &cancel) {
                    Ok(waited) => {
                        assert_eq!(before + waited, world.passed());
                        assert!(clock.now() <= deadline);
                        let longest = MAX_PAUSE + rate.interval() * 32 + ms(1);
                        assert!(waited <= longest, "waited for {waited:?}");
                        assert!(
                            troubles > 0 || world.passed() >= pause_end,
                            "a permit came during a pause"
                        );
                        permits.push(world.passed());
                    }
                    Err(NoPermit::Late(late)) => assert!(now + late.wait > deadline),
                    Err(error) => panic!("{error:?}"),
                }
            }
            Step::Rest(time) => world.advance(ms(time)),
            Step::Pause(time) => {
                pause_end = pause_end.max(before + ms(time));
                limit.pause_until(now + ms(time), &cancel);
            }
            Step::Throttled(ago) => limit.throttled(sent_at(ago), &cancel),
            Step::Succeeded(ago) => limit.succeeded(sent_at(ago), &cancel),
            Step::Restart => programs[index] = start(),
            Step::Remove => {
                troubles += 1;
                crate::fs::remove_if_exists(&folder.file()).unwrap();
            }
            Step::Damage(bytes) => {
                troubles += 1;
                std::fs::write(folder.file(), bytes).unwrap();
            }
            Step::Turn(by) => {
                troubles += 1;
                world.turn_clock(SignedDuration::from_millis(by));
            }
        }
    }
    Outcome {
        permits,
        troubles,
        end: world.passed(),
    }
}

fn rates() -> impl Strategy<Value = (Rate, u32)> {
    (0.7..20.0, 1_u32..5).prop_map(|(rate, burst)| (Rate::new(rate, burst).unwrap(), burst))
}

proptest! {
    #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn no_window_of_time_has_more_permits_than_one_program_would_get(
        (rate, burst) in rates(),
        steps in steps(false),
    ) {
        let Outcome { permits, .. } = go(rate, steps);
        for (first, start) in permits.iter().enumerate() {
            for (last, end) in permits.iter().enumerate().skip(first + burst as usize) {
                let beyond = (last - first + 1) as u32 - burst;
                prop_assert!(rate.interval() * beyond <= *end - *start, "{:?}", permits);
            }
        }
    }

    /// A file that is lost, damaged, or of another time of day costs at most one more burst.
    #[test]
    fn trouble_ends_no_wait_much_later_and_costs_few_permits(
        (rate, burst) in rates(),
        steps in steps(true),
    ) {
        let Outcome { permits, troubles, end } = go(rate, steps);
        let usual = end.as_nanos() / rate.interval().as_nanos();
        let most = usual + u128::from(burst) * (1 + troubles as u128);
        prop_assert!(permits.len() as u128 <= most, "{} of {}", permits.len(), most);
    }
}

#[test]
fn programs_get_the_whole_rate_together() {
    let world = World::default();
    let folder = Folder::new("whole");
    let rate = Rate::new(5.0, 1).unwrap();
    let programs: Vec<_> = (0..PROGRAMS).map(|_| folder.limit(rate, world.clock())).collect();
    for limit in programs.iter().cycle().take(50 * PROGRAMS) {
        limit.acquire(Duration::MAX, &CancelToken::new()).unwrap();
    }
    assert_eq!(world.passed(), rate.interval() * (50 * PROGRAMS as u32 - 1));
}

#[test]
fn a_pause_and_a_lower_rate_hold_for_all_programs() {
    let world = World::default();
    let folder = Folder::new("pause");
    let rate = Rate::new(10.0, 1).unwrap();
    let ms = Duration::from_millis;
    let (first_clock, never) = (world.clock(), CancelToken::new());
    let first = folder.limit(rate, first_clock.clone());
    world.advance(ms(5_000));
    let second = folder.limit(rate, world.clock());
    world.advance(ms(1));
    first.throttled(first_clock.now(), &never);
    first.pause_until(first_clock.now() + ms(2_000), &never);
    // Its request was on the way when the rate was lowered: it changes nothing.
    second.throttled(Duration::ZERO, &never);
    for expected in [7_001, 7_201, 7_401] {
        second.acquire(Duration::MAX, &never).unwrap();
        assert_eq!(world.passed(), ms(expected));
    }
    // A program that starts later learns of it too, and its successes raise the rate for all.
    let third_clock = world.clock();
    let third = folder.limit(rate, third_clock.clone());
    third.acquire(Duration::MAX, &never).unwrap();
    assert_eq!(world.passed(), ms(7_601));
    (0..10).for_each(|_| third.succeeded(third_clock.now(), &never));
    let start = world.passed();
    for _ in 0..3 {
        first.acquire(Duration::MAX, &never).unwrap();
        second.acquire(Duration::MAX, &never).unwrap();
    }
    let waited = world.passed() - start;
    assert!(waited >= ms(600) && waited < ms(601), "{waited:?}");
}
