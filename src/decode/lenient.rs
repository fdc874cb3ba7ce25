//! Lenient reading of common types, which services wrote in other forms in other years.

use std::collections::BTreeMap;
use std::fmt;
use std::marker::PhantomData;

use serde::de::{self, DeserializeOwned, Deserializer, MapAccess, SeqAccess, Visitor};

use super::changes::note_change;
use super::field::{Lenient, LenientSeed, one_form};

one_form!(bool, String, serde_json::Value);

impl Lenient for f64 {
    /// Also reads `"1.5"`.
    fn read<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        struct FloatVisitor;

        impl Visitor<'_> for FloatVisitor {
            type Value = f64;

            fn expecting(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
                formatter.write_str("f64")
            }

            fn visit_f64<E: de::Error>(self, value: f64) -> Result<f64, E> {
                Ok(value)
            }

            fn visit_i64<E: de::Error>(self, value: i64) -> Result<f64, E> {
                Ok(value as f64)
            }

            fn visit_u64<E: de::Error>(self, value: u64) -> Result<f64, E> {
                Ok(value as f64)
            }

            fn visit_str<E: de::Error>(self, value: &str) -> Result<f64, E> {
                note_change();
                finite(value).ok_or_else(|| E::invalid_type(de::Unexpected::Str(value), &self))
            }
        }

        deserializer.deserialize_any(FloatVisitor)
    }
}

/// The number in a text; `None` if it is none, or infinite.
pub fn finite(text: &str) -> Option<f64> {
    text.parse().ok().filter(|number: &f64| number.is_finite())
}

impl Lenient for uuid::Uuid {
    #[inline]
    fn read<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        struct IdVisitor;

        impl Visitor<'_> for IdVisitor {
            type Value = uuid::Uuid;

            fn expecting(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
                formatter.write_str("a UUID string")
            }

            #[inline]
            fn visit_str<E: de::Error>(self, text: &str) -> Result<uuid::Uuid, E> {
                read_id(text)
            }
        }

        deserializer.deserialize_str(IdVisitor)
    }

    /// Reads an empty text as `None`. Files of the game that people write have it for IDs too.
    fn read_optional<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Option<Self>, D::Error> {
        struct OptionalVisitor;

        impl Visitor<'_> for OptionalVisitor {
            type Value = Option<uuid::Uuid>;

            fn expecting(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
                formatter.write_str("a UUID string")
            }

            fn visit_str<E: de::Error>(self, text: &str) -> Result<Option<uuid::Uuid>, E> {
                if text.is_empty() {
                    note_change();
                    return Ok(None);
                }
                read_id(text).map(Some)
            }
        }

        deserializer.deserialize_str(OptionalVisitor)
    }
}

#[inline]
fn read_id<E: de::Error>(text: &str) -> Result<uuid::Uuid, E> {
    let id = uuid::Uuid::parse_str(text)
        .map_err(|error| E::custom(format_args!("UUID parsing failed: {error}")))?;
    // The form that is written has 36 letters. Without a branch for each of them, this takes few instructions.
    let is_written_so = <&[u8; 36]>::try_from(text.as_bytes()).is_ok_and(|text| {
        !text
            .iter()
            .fold(false, |any, byte| any | byte.is_ascii_uppercase())
    });
    if !is_written_so {
        note_change();
    }
    Ok(id)
}

/// Reads a map: its values leniently, `null` as an empty map.
///
/// `insert` returns the value before, if a key is there again.
fn read_map<'de, M, K, V, I, D>(deserializer: D, insert: I) -> Result<M, D::Error>
where
    M: Default,
    K: DeserializeOwned,
    V: Lenient,
    I: Fn(&mut M, K, V) -> Option<V>,
    D: Deserializer<'de>,
{
    struct MapVisitor<M, K, V, I>(I, PhantomData<(M, K, V)>);

    impl<'de, M, K, V, I> Visitor<'de> for MapVisitor<M, K, V, I>
    where
        M: Default,
        K: DeserializeOwned,
        V: Lenient,
        I: Fn(&mut M, K, V) -> Option<V>,
    {
        type Value = M;

        fn expecting(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
            formatter.write_str("a map")
        }

        fn visit_unit<E: de::Error>(self) -> Result<M, E> {
            note_change();
            Ok(M::default())
        }

        fn visit_none<E: de::Error>(self) -> Result<M, E> {
            self.visit_unit()
        }

        fn visit_some<D: Deserializer<'de>>(self, deserializer: D) -> Result<M, D::Error> {
            deserializer.deserialize_map(self)
        }

        fn visit_map<A: MapAccess<'de>>(self, mut entries: A) -> Result<M, A::Error> {
            let mut map = M::default();
            while let Some(key) = entries.next_key()? {
                let value = entries.next_value_seed(LenientSeed(PhantomData))?;
                if (self.0)(&mut map, key, value).is_some() {
                    note_change();
                }
            }
            Ok(map)
        }
    }

    deserializer.deserialize_option(MapVisitor(insert, PhantomData))
}

/// The services send `null` for an empty map, or leave it out.
impl<K: DeserializeOwned + Ord, V: Lenient> Lenient for BTreeMap<K, V> {
    fn read<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        read_map(deserializer, Self::insert)
    }

    fn absent<E: de::Error>(_: &'static str) -> Result<Self, E> {
        note_change();
        Ok(Self::new())
    }
}

impl Lenient for serde_json::Map<String, serde_json::Value> {
    fn read<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        read_map(deserializer, Self::insert)
    }

    fn absent<E: de::Error>(_: &'static str) -> Result<Self, E> {
        note_change();
        Ok(Self::new())
    }
}

/// `null`, an absent field and the type's own notation for a missing value are `None`.
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
                T::read_optional(deserializer)
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
                note_change();
                Ok(Vec::new())
            }

            fn visit_none<E: de::Error>(self) -> Result<Vec<T>, E> {
                self.visit_unit()
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
        note_change();
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
                note_change();
                whole(value).ok_or_else(|| E::invalid_value(de::Unexpected::Float(value), &self))
            }

            fn visit_str<E: de::Error>(self, value: &str) -> Result<i64, E> {
                note_change();
                value
                    .parse()
                    .map_err(|_| E::invalid_type(de::Unexpected::Str(value), &self))
            }
        }

        deserializer.deserialize_any(IntegerVisitor)
    }
}

#[cfg(test)]
mod tests {
    use jiff::Timestamp;

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
}
