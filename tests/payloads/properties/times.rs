//! Durations and points in time round-trip.

use halo_infinite::jiff::{SignedDuration, Timestamp};
use halo_infinite::models::common::Iso8601Date;
use halo_infinite::types::IsoDuration;
use proptest::prelude::*;

use crate::support::properties::config;

const DAY: i64 = 86_400;

fn almost_duration() -> impl Strategy<Value = String> {
    prop_oneof![
        any::<String>(),
        "[-+]?P?[0-9]{0,20}D?T?[0-9]{0,20}H?[0-9]{0,20}M?[0-9]{0,20}\\.?[0-9]{0,12}S?",
        "[-PTDHMS0-9.é１]{0,16}",
    ]
}

fn almost_time() -> impl Strategy<Value = String> {
    prop_oneof![
        any::<String>(),
        "[-+]?[0-9]{4,6}-[0-9]{2}-[0-9]{2}[T ][0-9]{2}:[0-9]{2}:[0-9]{2}(\\.[0-9]{0,12})?(Z|[-+][0-9]{2}:?[0-9]{2})?",
        "(0000|0001|9999|-0001)-(01-01|12-31)T(00:00:00|23:59:60|23:59:59)(\\.9{1,9})?(Z|[-+][0-2][0-9]:00)?",
        "[-T:Z0-9.+ ]{0,30}",
    ]
}

fn read_time(text: &str) -> Option<Timestamp> {
    let json = serde_json::json!({ "ISO8601Date": text }).to_string();
    serde_json::from_str::<Iso8601Date>(&json).ok().map(|date| *date)
}

proptest! {
    #![proptest_config(config(1000))]

    #[test]
    fn durations_are_written_as_they_are_read(seconds: i64, nanoseconds in 0_i32..1_000_000_000) {
        // The absolute value of the most negative number of seconds does not fit.
        prop_assume!(seconds > i64::MIN);
        let nanoseconds = if seconds < 0 { -nanoseconds } else { nanoseconds };
        for seconds in [seconds, seconds % (100 * DAY), seconds % 100] {
            let duration = IsoDuration::from(SignedDuration::new(seconds, nanoseconds));
            let text = duration.to_string();
            prop_assert_eq!(text.parse::<IsoDuration>(), Ok(duration), "{}", text);
            let json = serde_json::to_string(&duration).unwrap();
            prop_assert_eq!(serde_json::from_str::<IsoDuration>(&json).unwrap(), duration);
            // An independent parser agrees, except for days.
            if !text.contains('D') {
                prop_assert_eq!(text.parse::<SignedDuration>().unwrap(), duration.get(), "{}", text);
            }
        }
    }

    #[test]
    fn the_parts_of_a_duration_add_up(
        days in 0_i64..100_000, hours in 0_i64..100, minutes in 0_i64..10_000, seconds in 0_i64..100_000,
        fraction in "(\\.[0-9]{1,12})?", minus: bool,
    ) {
        let sign = if minus { "-" } else { "" };
        let text = format!("{sign}P{days}DT{hours}H{minutes}M{seconds}{fraction}S");
        let digits: String = fraction.chars().skip(1).chain("000000000".chars()).take(9).collect();
        let whole = days * DAY + hours * 3600 + minutes * 60 + seconds;
        let expected = SignedDuration::new(whole, digits.parse().unwrap());
        let expected = if minus { -expected } else { expected };
        prop_assert_eq!(text.parse::<IsoDuration>().map(IsoDuration::get), Ok(expected), "{}", text);
    }

    #[test]
    fn a_text_is_a_duration_or_is_refused(text in almost_duration()) {
        match text.parse::<IsoDuration>() {
            Ok(duration) => prop_assert_eq!(duration.to_string().parse::<IsoDuration>(), Ok(duration)),
            Err(error) => prop_assert!(error.to_string().contains("such as PT12M34.5S")),
        }
    }

    #[test]
    fn the_longest_durations_are_written(text in "-?PT922337203685477580[0-9]\\.9{0,9}S?") {
        if let Ok(duration) = text.parse::<IsoDuration>() {
            prop_assert_eq!(duration.to_string().parse::<IsoDuration>(), Ok(duration));
        }
    }

    #[test]
    fn times_are_written_as_they_are_read(
        nanoseconds in Timestamp::MIN.as_nanosecond()..=Timestamp::MAX.as_nanosecond(), digits in 0_usize..=9,
    ) {
        let time = Timestamp::from_nanosecond(nanoseconds).unwrap();
        prop_assert_eq!(read_time(&time.to_string()), Some(time));
        // With each number of digits, with an offset and without.
        let cut = 10_i128.pow(9 - digits as u32);
        let cut = Timestamp::from_nanosecond(nanoseconds.div_euclid(cut) * cut).unwrap_or(Timestamp::MIN);
        for end in ["", "Z", "+00:00"] {
            let text = format!("{cut:.digits$}");
            let text = format!("{}{end}", text.trim_end_matches('Z'));
            prop_assert_eq!(read_time(&text), Some(cut), "{}", text);
        }
    }

    #[test]
    fn a_text_is_a_time_or_is_refused(text in almost_time()) {
        if let Some(time) = read_time(&text) {
            prop_assert_eq!(read_time(&time.to_string()), Some(time), "{}", text);
        }
    }
}
