//! Numbers of seconds.

use std::fmt;
use std::ops::Deref;

use serde::de::{self, Deserialize, Deserializer, Visitor};
use serde::{Serialize, Serializer};

use crate::decode::changes::note_change;
use crate::decode::one_form;

/// A number of seconds, such as the lifetime of a token, as a service writes it: a number or a text.
///
/// Fractions are dropped. A number that no [`i64`] can represent counts as the nearest one. So an odd lifetime
/// does not make its token useless. Dereferences to [`i64`].
///
/// ```
/// use halo_infinite::models::common::Seconds;
///
/// let lifetimes: Vec<Seconds> = serde_json::from_str(r#"[3600, "3600", 3599.5, 1e30]"#)?;
/// assert_eq!(lifetimes, [3600, 3600, 3599, i64::MAX].map(Seconds::from));
/// # Ok::<(), serde_json::Error>(())
/// ```
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Seconds(i64);

impl Seconds {
    /// The number.
    pub const fn get(self) -> i64 {
        self.0
    }
}

impl Deref for Seconds {
    type Target = i64;

    fn deref(&self) -> &i64 {
        &self.0
    }
}

impl From<i64> for Seconds {
    fn from(number: i64) -> Self {
        Self(number)
    }
}

impl From<Seconds> for i64 {
    fn from(seconds: Seconds) -> i64 {
        seconds.0
    }
}

impl fmt::Display for Seconds {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.fmt(formatter)
    }
}

impl Serialize for Seconds {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_i64(self.0)
    }
}

impl<'de> Deserialize<'de> for Seconds {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        struct SecondsVisitor;

        impl Visitor<'_> for SecondsVisitor {
            type Value = Seconds;

            fn expecting(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
                formatter.write_str("a number of seconds")
            }

            fn visit_i64<E: de::Error>(self, number: i64) -> Result<Seconds, E> {
                Ok(Seconds(number))
            }

            fn visit_u64<E: de::Error>(self, number: u64) -> Result<Seconds, E> {
                let seconds = number.try_into().unwrap_or_else(|_| {
                    note_change();
                    i64::MAX
                });
                Ok(Seconds(seconds))
            }

            fn visit_f64<E: de::Error>(self, number: f64) -> Result<Seconds, E> {
                note_change();
                // Drops the fraction, and takes the nearest number if it is too large or too small.
                Ok(Seconds(number as i64))
            }

            fn visit_str<E: de::Error>(self, text: &str) -> Result<Seconds, E> {
                note_change();
                if let Ok(number) = text.parse() {
                    return Ok(Seconds(number));
                }
                // Not the names of infinity and NaN.
                let is_number = text
                    .bytes()
                    .all(|byte| !byte.is_ascii_alphabetic() || byte == b'e');
                match text.parse::<f64>() {
                    Ok(number) if is_number => self.visit_f64(number),
                    _ => Err(E::invalid_value(de::Unexpected::Str(text), &self)),
                }
            }
        }

        deserializer.deserialize_any(SecondsVisitor)
    }
}

one_form!(Seconds);

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_number_is_read_and_whole_ones_round_trip() {
        for (json, expected) in [
            ("3600", 3600),
            ("-5", -5),
            ("\"3600\"", 3600),
            ("3600.0", 3600),
            ("3599.9", 3599),
            ("-0.5", 0),
            ("\"3599.9\"", 3599),
            ("9223372036854775808", i64::MAX),
            ("18446744073709551615", i64::MAX),
            ("99999999999999999999", i64::MAX),
            ("\"99999999999999999999\"", i64::MAX),
            ("1e30", i64::MAX),
            ("\"1e400\"", i64::MAX),
            ("-1e30", i64::MIN),
        ] {
            for seconds in [
                serde_json::from_str(json),
                Ok(crate::decode::decode(json.as_bytes()).unwrap()),
            ] {
                let seconds: Seconds = seconds.unwrap();
                assert_eq!(seconds.get(), expected, "{json}");
            }
        }
        assert_eq!(serde_json::to_string(&Seconds(3600)).unwrap(), "3600");
        for json in [
            "null",
            "true",
            "[]",
            "\"\"",
            "\"soon\"",
            "\"inf\"",
            "\"NaN\"",
            "\"-infinity\"",
        ] {
            assert!(serde_json::from_str::<Seconds>(json).is_err(), "{json}");
        }
    }
}
