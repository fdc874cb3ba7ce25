//! Records: their bytes, and their meaning at any moment.

use std::time::Duration;

use jiff::Timestamp;
use proptest::prelude::*;

use crate::limiter::Rate;
use crate::limiter::level::Level;
use crate::limiter::record::{LENGTH, Moment, Record};

const MAX_PAUSE: Duration = Duration::from_secs(300);

fn timestamp() -> impl Strategy<Value = Timestamp> {
    let (min, max) = (Timestamp::MIN.as_nanosecond(), Timestamp::MAX.as_nanosecond());
    let now = 1_700_000_000_000_000_000_i128;
    let times = prop_oneof![
        Just(min),
        Just(max),
        min..max,
        now - 1_000_000_000_000..now + 1_000_000_000_000
    ];
    times.prop_map(|time| Timestamp::from_nanosecond(time).unwrap())
}

fn moment() -> impl Strategy<Value = Moment> {
    (timestamp(), 0..u64::MAX / 4).prop_map(|(timestamp, now)| Moment {
        now: Duration::from_nanos(now),
        timestamp,
    })
}

fn level() -> impl Strategy<Value = Level> {
    let rate = (0.001..10_000.0, 1_u32..10_000).prop_map(|(rate, burst)| Rate::new(rate, burst).unwrap());
    let time = || (0..u64::MAX / 4).prop_map(Duration::from_nanos);
    let pace = 1.0 / 32.0..=1.0;
    let parts = (rate, time(), time(), pace, prop::option::of(time()));
    parts.prop_map(|(rate, full_at, pause_end, pace, lowered_at)| Level {
        rate,
        full_at,
        pause_end,
        pace,
        lowered_at,
    })
}

fn written(record: &Record) -> Vec<u8> {
    let bytes = record.bytes().unwrap();
    assert_eq!(bytes.len(), LENGTH);
    bytes
}

/// A record as text, such as another program or a person may write it.
fn text(full_at: Timestamp, pause_end: Timestamp, pace: f64) -> Vec<u8> {
    let text =
        format!(r#"{{"full_at":"{full_at}","pause_end":"{pause_end}","pace":{pace},"lowered_at":null}}"#);
    format!("{text:<LENGTH$}").into_bytes()
}

#[test]
fn a_level_is_the_same_at_a_later_moment_of_another_program() {
    let rate = Rate::new(5.0, 1).unwrap();
    let ms = Duration::from_millis;
    let start = Timestamp::from_second(1_700_000_000).unwrap();
    let here = Moment {
        now: ms(10_000),
        timestamp: start,
    };
    let level = Level {
        rate,
        full_at: ms(12_100),
        pause_end: ms(12_000),
        pace: 0.5,
        lowered_at: Some(ms(9_000)),
    };
    let record = Record::parse(&written(&Record::new(&level, here))).unwrap();
    // 500 ms later, on a clock that started 4 seconds before.
    let there = Moment {
        now: ms(4_000),
        timestamp: start + ms(500),
    };
    let mut other = Level::new(rate);
    assert!(!record.merge_into(&mut other, there, MAX_PAUSE));
    let expected = Level {
        rate,
        full_at: ms(5_600),
        pause_end: ms(5_500),
        pace: 0.5,
        lowered_at: Some(ms(2_500)),
    };
    assert_eq!(other, expected);
}

#[test]
fn bytes_that_are_no_record_are_damage() {
    let now = Timestamp::from_second(1_700_000_000).unwrap();
    let right = text(now, now, 0.5);
    assert!(Record::parse(&right).is_some());
    // What follows is not looked at.
    assert!(Record::parse(&[right.as_slice(), b"{"].concat()).is_some());
    for length in 0..LENGTH {
        assert_eq!(Record::parse(&right[..length]), None, "{length} bytes");
    }
    for pace in [0.0, -1.0, 0.03, 1.01, 1e300] {
        assert_eq!(Record::parse(&text(now, now, pace)), None, "{pace}");
    }
    assert_eq!(Record::parse(&[0; LENGTH]), None);
}

proptest! {
    #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn random_bytes_are_damage(bytes in prop::collection::vec(any::<u8>(), 0..2 * LENGTH)) {
        prop_assert_eq!(Record::parse(&bytes), None);
    }

    #[test]
    fn a_record_with_any_damage_is_damage_or_a_record(
        level in level(),
        moment in moment(),
        changes in prop::collection::vec((0..LENGTH, any::<u8>()), 0..3),
    ) {
        let mut bytes = written(&Record::new(&level, moment));
        prop_assert!(Record::parse(&bytes).is_some());
        for (place, byte) in changes {
            bytes[place] = byte;
        }
        if let Some(record) = Record::parse(&bytes) {
            prop_assert_eq!(Record::parse(&written(&record)), Some(record));
        }
    }

    #[test]
    fn no_record_makes_a_program_wait_beyond_a_pause_and_an_interval(
        full_at in timestamp(),
        pause_end in timestamp(),
        pace in 1.0 / 32.0..=1.0,
        moment in moment(),
        rate in 0.001..10_000.0,
        burst in 1_u32..100,
    ) {
        let record = Record::parse(&text(full_at, pause_end, pace)).unwrap();
        let mut level = Level::new(Rate::new(rate, burst).unwrap());
        let was_impossible = record.merge_into(&mut level, moment, MAX_PAUSE);
        let wait = level.permits(moment.now).turn().due - moment.now;
        prop_assert!(wait <= MAX_PAUSE + level.interval(), "{wait:?}");
        // As soon as it is written again, it is possible.
        let record = Record::new(&level, moment);
        prop_assert!(!record.merge_into(&mut level.clone(), moment, MAX_PAUSE), "{was_impossible}");
    }

    /// The record of a level that a bucket can have is taken as it is.
    #[test]
    fn possible_levels_survive(
        start in (1_u64..1_000_000).prop_map(Duration::from_millis),
        steps in prop::collection::vec((0_u64..3_000, 0..4), 0..40),
        rate in 0.1..1_000.0,
        burst in 1_u32..20,
        timestamp in (0_i64..4_000_000_000).prop_map(|second| Timestamp::from_second(second).unwrap()),
    ) {
        let mut level = Level::new(Rate::new(rate, burst).unwrap());
        let mut now = start;
        for (time, step) in steps {
            now += Duration::from_millis(time);
            match step {
                0 => {
                    level.pause_until(now + Duration::from_millis(time * 7), now);
                }
                1 => {
                    level.throttled(now, now);
                }
                2 => {
                    level.succeeded(now, now);
                }
                _ if level.permits(now).turn().due <= now => level.grant(now),
                _ => {}
            }
            let moment = Moment { now, timestamp };
            let record = Record::new(&level, moment);
            let mut other = Level::new(level.rate);
            prop_assert!(!record.merge_into(&mut other, moment, MAX_PAUSE));
            prop_assert_eq!(other.permits(now).turn(), level.permits(now).turn());
            prop_assert_eq!(other, level.clone());
        }
    }
}
