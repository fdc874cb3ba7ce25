//! Tests of the mark of changes, with the types that set it.

use std::collections::BTreeMap;

use jiff::Timestamp;
use serde::{Deserialize, Deserializer};
use serde_json::{Map, Value};
use uuid::Uuid;

use super::common::{Iso8601Date, Number, Seconds};
use super::stats::MatchesPrivacy;
use crate::decode::changes::note_change;
use crate::decode::decode_noting_changes;
use crate::decode::field::Lenient;
use crate::refdata::{Outcome, Team};
use crate::types::{IsoDuration, PlayerId, Xuid};

/// A value that is read as a field of a model.
struct Field<T>(T);

impl<'de, T: Lenient> Deserialize<'de> for Field<T> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        T::read(deserializer).map(Self)
    }
}

fn is_changed<T: Lenient>(json: &str) -> bool {
    let read: Result<(Field<T>, bool), _> = decode_noting_changes(json.as_bytes());
    read.unwrap_or_else(|error| panic!("{json}: {error}")).1
}

#[track_caller]
fn check<T: Lenient>(same: &[&str], changed: &[&str]) {
    for json in same {
        assert!(!is_changed::<T>(json), "{json}");
    }
    for json in changed {
        assert!(is_changed::<T>(json), "{json}");
    }
}

#[test]
fn other_forms_of_a_value_are_changes() {
    check::<i64>(&["5", "-5"], &["5.0", "\"5\"", "-0"]);
    check::<f64>(&["5", "1.50", "1e2", "-0"], &["\"1.5\""]);
    check::<Number>(&["5", "\"NaN\"", "\"-Infinity\""], &["\"1.5\""]);
    check::<Seconds>(&["5", "-5"], &["5.5", "\"5\"", "1e30", "18446744073709551615"]);
    check::<Outcome>(&["2", "77"], &["2.0", "\"2\""]);
    check::<Option<Uuid>>(
        &["\"4b64348e-5897-4028-856d-44c7955c83e3\"", "null"],
        &[
            "\"4B64348e-5897-4028-856d-44c7955c83e3\"",
            "\"4b64348e-5897-4028-856d-44c7955c83E3\"",
            "\"4b64348e58974028856d44c7955c83e3\"",
            "\"{4b64348e-5897-4028-856d-44c7955c83e3}\"",
            "\"\"",
        ],
    );
    check::<Xuid>(
        &["\"2533274855333605\"", "\"0\""],
        &[
            "\"xuid(2533274855333605)\"",
            "\"02533274855333605\"",
            "2533274855333605",
        ],
    );
    check::<PlayerId>(&["\"xuid(5)\"", "\"5\"", "\"XUID(05)\"", "\"\""], &[]);
    check::<String>(&["\"\"", "\"\\u00e9\""], &[]);
}

#[test]
fn other_forms_of_a_time_are_changes() {
    check::<Option<Timestamp>>(
        &[
            "\"2023-12-06T03:34:47Z\"",
            "\"2023-12-06T03:34:47.8960000Z\"",
            "null",
        ],
        &[
            "\"2023-12-06T03:34:47\"",
            "\"2023-12-06T03:34:47+00:00\"",
            "\"2023-12-06t03:34:47z\"",
            "\"2023-12-06T03:34:47.1234567891Z\"",
            "\"9999-12-31T23:59:59.9999999Z\"",
            "\"\"",
        ],
    );
    check::<Option<Iso8601Date>>(
        &["{\"ISO8601Date\":\"2023-12-06T03:34:47Z\"}", "null"],
        &[
            "{\"ISO8601Date\":\"2023-12-06T03:34:47\"}",
            "{\"ISO8601Date\":\"\"}",
            "{\"ISO8601Date\":null}",
            "{\"ISO8601Date\":\"2023-12-06T03:34:47Z\",\"Zone\":0}",
        ],
    );
    check::<IsoDuration>(
        &[
            "\"PT0S\"",
            "\"PT10M58.2413691S\"",
            "\"PT0.5S\"",
            "\"PT23H59M59S\"",
            "\"P1D\"",
            "\"P63DT13H2.1S\"",
            "\"P10675199DT2H48M5.4775807S\"",
        ],
        &[
            "\"-PT5S\"",
            "\"PT60M\"",
            "\"PT24H\"",
            "\"PT60S\"",
            "\"PT05S\"",
            "\"PT0H5S\"",
            "\"PT0.0S\"",
            "\"PT5M0S\"",
            "\"P0DT5S\"",
            "\"P99999999999999D\"",
            "\"PT0.1234567899S\"",
        ],
    );
}

/// `Display` is the form that is written.
#[test]
fn durations_that_are_no_change_are_written_as_they_were_read() {
    for days in ["", "0D", "1D", "09D"] {
        for time in [
            "",
            "T0S",
            "T5S",
            "T0.5S",
            "T0.50S",
            "T59M",
            "T60M",
            "T0M5S",
            "T23H",
            "T24H",
            "T1H0.000S",
            "T00S",
        ] {
            let text = format!("P{days}{time}");
            let Ok(duration) = text.parse::<IsoDuration>() else {
                continue;
            };
            let is_written_so = duration.to_string() == text || text.contains(".50S");
            assert!(
                is_written_so || is_changed::<IsoDuration>(&format!("{text:?}")),
                "{text}"
            );
        }
    }
}

#[test]
fn missing_and_repeated_parts_are_changes() {
    check::<Vec<i64>>(&["[]", "[1, 2]"], &["null", "[1.0]"]);
    check::<Option<Vec<i64>>>(&["null", "[]"], &[]);
    check::<BTreeMap<Team, f64>>(
        &["{}", "{\"0\": 1, \"-7\": 2}"],
        &["null", "{\"0\": 1, \"0\": 2}", "{\"0.0\": 1}", "{\"0\": \"1\"}"],
    );
    check::<Map<String, Value>>(
        &["{\"a\": 1.0, \"b\": [null]}"],
        &["null", "{\"a\": 1, \"a\": 2}", "{\"a\": {\"b\": 1, \"b\": 2}}"],
    );
    let privacy = "{\"MatchmadeGames\": 1, \"OtherGames\": 2}";
    check::<MatchesPrivacy>(
        &[privacy, "{\"OtherGames\": 2, \"MatchmadeGames\": 1}"],
        &[
            "{\"MatchmadeGames\": 1, \"OtherGames\": 2, \"New\": 3}",
            &format!("\u{feff}{privacy}"),
        ],
    );
}

#[test]
fn a_change_does_not_outlast_its_document() {
    assert!(is_changed::<i64>("5.0"));
    assert!(!is_changed::<i64>("5"));
    assert!(decode_noting_changes::<Field<i64>>(b"\"x\"").is_err());
    assert!(!is_changed::<i64>("5"));
    // A document inside another one.
    struct Outer;
    impl<'de> Deserialize<'de> for Outer {
        fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
            let changed = String::deserialize(deserializer)?;
            assert!(!is_changed::<i64>("5"));
            if changed == "before" {
                note_change();
            }
            assert!(is_changed::<i64>("5.0"));
            Ok(Self)
        }
    }
    for (text, expected) in [("\"before\"", true), ("\"no\"", false)] {
        assert_eq!(
            decode_noting_changes::<Outer>(text.as_bytes()).unwrap().1,
            expected
        );
    }
}
