//! Lenient reading of common types, which services wrote in other forms in other years.

use std::collections::BTreeMap;
use std::fmt;
use std::marker::PhantomData;

use jiff::Timestamp;
use jiff::civil::DateTime;
use jiff::tz::{Offset, TimeZone};
use serde::de::{self, DeserializeOwned, Deserializer, MapAccess, SeqAccess, Visitor};

use super::field::{Lenient, LenientSeed, one_form};

one_form!(bool, f64, String, serde_json::Value, uuid::Uuid);

/// Reads a map: its values leniently, `null` as an empty map.
fn read_map<'de, M, K, V, D>(deserializer: D) -> Result<M, D::Error>
where
    M: Default + Extend<(K, V)>,
    K: DeserializeOwned,
    V: Lenient,
    D: Deserializer<'de>,
{
    struct MapVisitor<M, K, V>(PhantomData<(M, K, V)>);

    impl<'de, M: Default + Extend<(K, V)>, K: DeserializeOwned, V: Lenient> Visitor<'de> for MapVisitor<M, K, V> {
        type Value = M;

        fn expecting(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
            formatter.write_str("a map")
        }

        fn visit_unit<E: de::Error>(self) -> Result<M, E> {
            Ok(M::default())
        }

        fn visit_none<E: de::Error>(self) -> Result<M, E> {
            Ok(M::default())
        }

        fn visit_some<D: Deserializer<'de>>(self, deserializer: D) -> Result<M, D::Error> {
            deserializer.deserialize_map(self)
        }

        fn visit_map<A: MapAccess<'de>>(self, mut entries: A) -> Result<M, A::Error> {
            let mut map = M::default();
            while let Some(key) = entries.next_key()? {
                map.extend([(key, entries.next_value_seed(LenientSeed(PhantomData))?)]);
            }
            Ok(map)
        }
    }

    deserializer.deserialize_option(MapVisitor(PhantomData))
}

/// The services send `null` for an empty map, or leave it out.
impl<K: DeserializeOwned + Ord, V: Lenient> Lenient for BTreeMap<K, V> {
    fn read<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        read_map(deserializer)
    }

    fn absent<E: de::Error>(_: &'static str) -> Result<Self, E> {
        Ok(Self::new())
    }
}

impl Lenient for serde_json::Map<String, serde_json::Value> {
    fn read<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        read_map(deserializer)
    }

    fn absent<E: de::Error>(_: &'static str) -> Result<Self, E> {
        Ok(Self::new())
    }
}

/// `null` and an absent field are `None`.
impl<T: Lenient> Lenient for Option<T> {
    const IS_OPTIONAL: bool = true;

    #[inline]
    fn read<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        struct OptionVisitor<T>(PhantomData<T>);

        impl<'de, T: Lenient> Visitor<'de> for OptionVisitor<T> {
            type Value = Option<T>;

            fn expecting(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
                formatter.write_str("option")
            }

            fn visit_unit<E: de::Error>(self) -> Result<Option<T>, E> {
                Ok(None)
            }

            fn visit_none<E: de::Error>(self) -> Result<Option<T>, E> {
                Ok(None)
            }

            #[inline]
            fn visit_some<D: Deserializer<'de>>(self, deserializer: D) -> Result<Option<T>, D::Error> {
                T::read(deserializer).map(Some)
            }
        }

        deserializer.deserialize_option(OptionVisitor(PhantomData))
    }

    fn absent<E: de::Error>(_: &'static str) -> Result<Self, E> {
        Ok(None)
    }
}

/// The services send `null` for an empty list, or leave it out.
impl<T: Lenient> Lenient for Vec<T> {
    #[inline]
    fn read<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        struct ListVisitor<T>(PhantomData<T>);

        impl<'de, T: Lenient> Visitor<'de> for ListVisitor<T> {
            type Value = Vec<T>;

            fn expecting(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
                formatter.write_str("a sequence")
            }

            fn visit_unit<E: de::Error>(self) -> Result<Vec<T>, E> {
                Ok(Vec::new())
            }

            fn visit_none<E: de::Error>(self) -> Result<Vec<T>, E> {
                Ok(Vec::new())
            }

            #[inline]
            fn visit_some<D: Deserializer<'de>>(self, deserializer: D) -> Result<Vec<T>, D::Error> {
                deserializer.deserialize_seq(self)
            }

            #[inline]
            fn visit_seq<A: SeqAccess<'de>>(self, mut items: A) -> Result<Vec<T>, A::Error> {
                let mut list = Vec::new();
                while let Some(item) = items.next_element_seed(LenientSeed(PhantomData))? {
                    list.push(item);
                }
                Ok(list)
            }
        }

        deserializer.deserialize_option(ListVisitor(PhantomData))
    }

    fn absent<E: de::Error>(_: &'static str) -> Result<Self, E> {
        Ok(Self::new())
    }
}

/// The integer that equals a float; `None` if there is no such integer.
pub fn whole(number: f64) -> Option<i64> {
    // 2^63 is the first number too large; -2^63 is an i64.
    const END: f64 = 9_223_372_036_854_775_808.0;
    (number.fract() == 0.0 && (-END..END).contains(&number)).then_some(number as i64)
}

impl Lenient for i64 {
    /// Also reads `5.0` and `"5"`. Microsoft's sign-in sometimes writes lifetimes as texts.
    fn read<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        struct IntegerVisitor;

        impl Visitor<'_> for IntegerVisitor {
            type Value = i64;

            fn expecting(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
                formatter.write_str("an integer")
            }

            fn visit_i64<E: de::Error>(self, value: i64) -> Result<i64, E> {
                Ok(value)
            }

            fn visit_u64<E: de::Error>(self, value: u64) -> Result<i64, E> {
                value
                    .try_into()
                    .map_err(|_| E::invalid_value(de::Unexpected::Unsigned(value), &self))
            }

            fn visit_f64<E: de::Error>(self, value: f64) -> Result<i64, E> {
                whole(value).ok_or_else(|| E::invalid_value(de::Unexpected::Float(value), &self))
            }

            fn visit_str<E: de::Error>(self, value: &str) -> Result<i64, E> {
                value
                    .parse()
                    .map_err(|_| E::invalid_type(de::Unexpected::Str(value), &self))
            }
        }

        deserializer.deserialize_any(IntegerVisitor)
    }
}

impl Lenient for Timestamp {
    /// Reads a time without an offset as UTC. The end of the year 9999, which means "never", is a day later than
    /// the largest [`Timestamp`]; it and all later times are read as [`Timestamp::MAX`]. Fractions of a second are
    /// truncated to nanoseconds.
    fn read<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        struct TimestampVisitor;

        impl Visitor<'_> for TimestampVisitor {
            type Value = Timestamp;

            fn expecting(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
                formatter.write_str("a timestamp")
            }

            fn visit_str<E: de::Error>(self, text: &str) -> Result<Timestamp, E> {
                if let Some(time) = common_form(text) {
                    return Ok(time);
                }
                text.parse()
                    .or_else(|error| odd_form(text).ok_or_else(|| E::custom(error)))
            }
        }

        deserializer.deserialize_str(TimestampVisitor)
    }
}

/// Reads the form that nearly all times have, `2023-12-06T03:34:47.896Z`, much faster than jiff; `None` for other
/// forms.
fn common_form(text: &str) -> Option<Timestamp> {
    fn number(digits: &[u8]) -> Option<i32> {
        digits.iter().try_fold(0, |number: i32, digit| {
            let digit = char::from(*digit).to_digit(10)?;
            number.checked_mul(10)?.checked_add(digit as i32)
        })
    }
    fn short(digits: &[u8]) -> Option<i8> {
        number(digits)?.try_into().ok()
    }
    let (seconds, fraction) = text.strip_suffix('Z')?.as_bytes().split_first_chunk::<19>()?;
    let [
        y0,
        y1,
        y2,
        y3,
        b'-',
        m0,
        m1,
        b'-',
        d0,
        d1,
        b'T',
        h0,
        h1,
        b':',
        n0,
        n1,
        b':',
        s0,
        s1,
    ] = *seconds
    else {
        return None;
    };
    let nanoseconds = match fraction {
        [] => 0,
        [b'.', digits @ ..] if (1..=9).contains(&digits.len()) => {
            number(digits)? * 10_i32.pow(9 - u32::try_from(digits.len()).ok()?)
        }
        _ => return None,
    };
    let time = DateTime::new(
        number(&[y0, y1, y2, y3])?.try_into().ok()?,
        short(&[m0, m1])?,
        short(&[d0, d1])?,
        short(&[h0, h1])?,
        short(&[n0, n1])?,
        short(&[s0, s1])?,
        nanoseconds,
    );
    Offset::UTC.to_timestamp(time.ok()?).ok()
}

/// Reads a time with a longer fraction or a longer year than jiff reads, or without an offset.
fn odd_form(text: &str) -> Option<Timestamp> {
    /// The digits of a second that a [`Timestamp`] holds.
    const DIGITS: usize = 9;
    let digits = |text: &str| text.bytes().take_while(u8::is_ascii_digit).count();
    if let Some((seconds, fraction)) = text.split_once('.')
        && let (precise, rest) = fraction.split_at(digits(fraction))
        && let Some(precise) = precise.get(..DIGITS)
        && fraction.len() - rest.len() > DIGITS
    {
        let text = format!("{seconds}.{precise}{rest}");
        return text.parse().ok().or_else(|| odd_form(&text));
    }
    civil(text).or_else(|| {
        let (end, unsigned) = match text.strip_prefix('-') {
            Some(unsigned) => (Timestamp::MIN, unsigned),
            None => (Timestamp::MAX, text.strip_prefix('+').unwrap_or(text)),
        };
        // The rest must be a time in any year: one with a 29th of February.
        let (year, rest) = unsigned.split_at(digits(unsigned));
        let time = format!("2000{rest}");
        let is_time = year.len() > 4 && (time.parse::<Timestamp>().is_ok() || civil(&time).is_some());
        is_time.then_some(end)
    })
}

/// Reads a time without an offset, or one that no [`Timestamp`] can represent.
fn civil(text: &str) -> Option<Timestamp> {
    let time: DateTime = text.strip_suffix('Z').unwrap_or(text).parse().ok()?;
    Some(match time.to_zoned(TimeZone::UTC) {
        Ok(zoned) => zoned.timestamp(),
        Err(_) if time.year() > 0 => Timestamp::MAX,
        Err(_) => Timestamp::MIN,
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::decode::model::{Fields, Model, deserialize};

    #[derive(Debug, PartialEq)]
    struct Record {
        count: i64,
        spawns: Option<i64>,
        left: Option<Timestamp>,
        medals: Vec<i64>,
        ratings: BTreeMap<i64, i64>,
    }

    impl Model for Record {
        const NAME: &'static str = "Record";
        const FIELDS: &'static [&'static str] = &["count", "spawns", "left", "medals", "ratings"];

        fn read<'de, A: MapAccess<'de>>(mut fields: Fields<A>) -> Result<Self, A::Error> {
            let (mut count, mut spawns, mut left, mut medals, mut ratings) = (None, None, None, None, None);
            while let Some(index) = fields.next()? {
                match index {
                    0 => fields.read(&mut count)?,
                    1 => fields.read(&mut spawns)?,
                    2 => fields.read(&mut left)?,
                    3 => fields.read(&mut medals)?,
                    4 => fields.read(&mut ratings)?,
                    _ => fields.skip()?,
                }
            }
            Ok(Self {
                count: fields.end(count, "count")?,
                spawns: fields.end(spawns, "spawns")?,
                left: fields.end(left, "left")?,
                medals: fields.end(medals, "medals")?,
                ratings: fields.end(ratings, "ratings")?,
            })
        }
    }

    fn read(json: &str) -> Result<Record, String> {
        let mut deserializer = serde_json::Deserializer::from_str(json);
        deserialize(&mut deserializer).map_err(|error| error.to_string())
    }

    #[test]
    fn integers_are_read_from_floats_and_texts() {
        for (text, expected) in [
            ("5", 5),
            ("5.0", 5),
            ("-1.0", -1),
            ("4.2e3", 4200),
            ("\"3600\"", 3600),
            ("-9223372036854775808", i64::MIN),
            ("9223372036854775807", i64::MAX),
        ] {
            let record = read(&format!(r#"{{"count": {text}, "spawns": {text}, "medals": []}}"#)).unwrap();
            assert_eq!(
                (record.count, record.spawns),
                (expected, Some(expected)),
                "{text}"
            );
        }
        for text in [
            "5.5",
            "1e19",
            "9223372036854775808",
            "\"x\"",
            "\"\"",
            "null",
            "true",
            "[]",
        ] {
            let error = read(&format!(r#"{{"count": {text}, "medals": []}}"#)).unwrap_err();
            assert!(error.contains("an integer"), "{text}: {error}");
        }
    }

    #[test]
    fn null_and_an_absent_field_are_none_or_empty_and_an_absent_scalar_is_an_error() {
        for json in [
            r#"{"count": 1, "spawns": null, "left": null, "medals": null, "ratings": null}"#,
            r#"{"count": 1}"#,
        ] {
            let record = read(json).unwrap();
            assert_eq!((record.spawns, record.left), (None, None));
            assert!(record.medals.is_empty() && record.ratings.is_empty());
        }
        let record = read(r#"{"count": 1, "ratings": {"3": 5.0, "4": "6"}}"#).unwrap();
        assert_eq!(record.ratings, BTreeMap::from([(3, 5), (4, 6)]));
        assert!(
            read(r#"{"medals": []}"#)
                .unwrap_err()
                .contains("missing field `count`")
        );
    }

    #[test]
    fn never_and_times_without_an_offset_are_read() {
        for (text, expected) in [
            ("2023-12-06T03:34:47.896Z", "2023-12-06T03:34:47.896Z"),
            ("2023-12-06T03:34:47", "2023-12-06T03:34:47Z"),
            ("0001-01-01T00:00:00", "0001-01-01T00:00:00Z"),
            ("9999-12-31T23:59:59.9999999Z", &Timestamp::MAX.to_string()),
            ("9999-12-31T23:59:59.9999999", &Timestamp::MAX.to_string()),
            ("9999-12-31T23:59:59+00:00", &Timestamp::MAX.to_string()),
            ("10000-01-01T00:00:00Z", &Timestamp::MAX.to_string()),
            ("+012345-02-29T00:00:00.1234567", &Timestamp::MAX.to_string()),
            ("292278994-08-17T07:12:55.807+02:00", &Timestamp::MAX.to_string()),
            ("-12345-01-01T00:00:00Z", &Timestamp::MIN.to_string()),
            ("-000001-12-31T23:59:59", "-000001-12-31T23:59:59Z"),
            (
                "2023-12-06T03:34:47.12345678999Z",
                "2023-12-06T03:34:47.123456789Z",
            ),
            ("2023-12-06T03:34:47.1234567891", "2023-12-06T03:34:47.123456789Z"),
            ("9999-12-31T23:59:59.9999999999Z", &Timestamp::MAX.to_string()),
        ] {
            let record = read(&format!(r#"{{"count": 1, "left": "{text}", "medals": []}}"#)).unwrap();
            assert_eq!(record.left.unwrap().to_string(), expected, "{text}");
        }
        for text in [
            "soon",
            "",
            "12345",
            "12345-13-01T00:00:00Z",
            "0.1234567891",
            "2023-12-06T03:34:47.1234567891x",
        ] {
            let json = format!(r#"{{"count": 1, "left": "{text}", "medals": []}}"#);
            assert!(read(&json).is_err(), "{text}");
        }
    }

    #[test]
    fn the_fast_path_for_times_agrees_with_jiff() {
        for text in [
            "2023-12-06T03:34:47Z",
            "2023-12-06T03:34:47.8Z",
            "2023-12-06T03:34:47.1234567Z",
            "2023-12-06T03:34:47.123456789Z",
            "2024-02-29T23:59:59.999999999Z",
            "1969-12-31T23:59:59.5Z",
            "0001-01-01T00:00:00Z",
            "9999-12-30T22:00:00.999Z",
        ] {
            assert_eq!(common_form(text), Some(text.parse().unwrap()), "{text}");
        }
        for text in [
            "2023-02-29T00:00:00Z",
            "2023-13-01T00:00:00Z",
            "2023-12-06T24:00:00Z",
            "2023-12-06T03:34:60Z",
            "2023-12-06T03:34:47.Z",
            "2023-12-06T03:34:47.1234567891Z",
            "2023-12-06T03:34:47.-12Z",
            "2023-12-06T03:34:47+02:00Z",
            "2023-12-06t03:34:47Z",
            "2023-12-06T03:34:47",
            "+023-12-06T03:34:47Z",
            "9999-12-31T23:59:59.9999999Z",
            "Z",
            "",
        ] {
            assert_eq!(common_form(text), None, "{text}");
        }
    }
}
