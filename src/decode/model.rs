//! How models are read from JSON objects.
//!
//! `build.rs` implements [`Model`] for the structs that it generates. serde's derive would do the
//! same, but writes the reading of each field three times over, which the compiler then has to check:
//! what is common to all models is written once here.

use std::fmt;
use std::marker::PhantomData;

use serde::de::{DeserializeSeed, Deserializer, Error, IgnoredAny, MapAccess, Visitor};

use crate::decode::lenient::Lenient;

/// A struct that an object becomes.
pub trait Model: Sized {
    /// The struct's name.
    const NAME: &'static str;
    /// The names of its fields on the wire.
    const FIELDS: &'static [&'static str];

    /// Reads all fields.
    fn read<'de, A: MapAccess<'de>>(fields: Fields<A>) -> Result<Self, A::Error>;
}

/// What a model's `Deserialize` does.
pub fn deserialize<'de, T: Model, D: Deserializer<'de>>(deserializer: D) -> Result<T, D::Error> {
    deserializer.deserialize_struct(T::NAME, T::FIELDS, ModelVisitor(PhantomData))
}

struct ModelVisitor<T>(PhantomData<T>);

impl<'de, T: Model> Visitor<'de> for ModelVisitor<T> {
    type Value = T;

    fn expecting(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(formatter, "struct {}", T::NAME)
    }

    #[inline]
    fn visit_map<A: MapAccess<'de>>(self, map: A) -> Result<T, A::Error> {
        T::read(Fields {
            map,
            names: T::FIELDS,
            expected: 0,
        })
    }
}

/// The fields of an object, in its order.
pub struct Fields<A> {
    map: A,
    names: &'static [&'static str],
    /// The place of the field that comes next if the object has the order of the model.
    expected: usize,
}

impl<'de, A: MapAccess<'de>> Fields<A> {
    /// The place of the next field among the model's; beyond them for a field that it has not.
    #[inline]
    pub fn next(&mut self) -> Result<Option<usize>, A::Error> {
        let place = self.map.next_key_seed(Name {
            names: self.names,
            expected: self.expected,
        })?;
        if let Some(place) = place
            && place < self.names.len()
        {
            self.expected = place + 1;
        }
        Ok(place)
    }

    /// Reads the field's value.
    #[inline]
    pub fn read<T: Lenient>(&mut self, value: &mut Option<T>) -> Result<(), A::Error> {
        if value.is_some() {
            let name = self.names.get(self.expected.wrapping_sub(1)).copied();
            return Err(A::Error::duplicate_field(name.unwrap_or_default()));
        }
        *value = Some(self.map.next_value_seed(Value(PhantomData))?);
        Ok(())
    }

    /// Passes over the value of a field that the model has not.
    #[inline]
    pub fn skip(&mut self) -> Result<(), A::Error> {
        self.map.next_value::<IgnoredAny>().map(drop)
    }
}

/// What has been read of a field, or what its absence means.
#[inline]
pub fn end<T: Lenient, E: Error>(value: Option<T>, name: &'static str) -> Result<T, E> {
    match value {
        Some(value) => Ok(value),
        None => T::absent(name),
    }
}

/// Finds a field's place by its name.
struct Name {
    names: &'static [&'static str],
    expected: usize,
}

impl<'de> DeserializeSeed<'de> for Name {
    type Value = usize;

    #[inline]
    fn deserialize<D: Deserializer<'de>>(self, deserializer: D) -> Result<usize, D::Error> {
        deserializer.deserialize_identifier(self)
    }
}

impl Visitor<'_> for Name {
    type Value = usize;

    fn expecting(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str("field identifier")
    }

    #[inline]
    fn visit_str<E: Error>(self, name: &str) -> Result<usize, E> {
        // The reader of this crate hands on the very text that it has been given.
        let is_it = |known: &&str| std::ptr::eq(*known, name) || *known == name;
        if self.names.get(self.expected).is_some_and(is_it) {
            return Ok(self.expected);
        }
        let found = self.names.iter().position(is_it);
        Ok(found.unwrap_or(self.names.len()))
    }
}

/// Reads a value leniently.
pub struct Value<T>(pub PhantomData<T>);

impl<'de, T: Lenient> DeserializeSeed<'de> for Value<T> {
    type Value = T;

    #[inline]
    fn deserialize<D: Deserializer<'de>>(self, deserializer: D) -> Result<T, D::Error> {
        T::read(deserializer)
    }
}

#[cfg(test)]
mod tests {
    use crate::models::stats::{BotAttributes, MedalCount};

    /// Not by this crate's own reader, which hands on the names that it expects.
    fn read<T: serde::de::DeserializeOwned>(json: &str) -> Result<T, String> {
        serde_json::from_str(json).map_err(|error| error.to_string())
    }

    #[test]
    fn fields_come_in_any_order_and_among_others() {
        let expected = MedalCount {
            name_id: crate::refdata::MedalNameId::DoubleKill,
            count: 2,
            total_personal_score_awarded: 100,
        };
        for json in [
            r#"{"NameId": 622331684, "Count": 2, "TotalPersonalScoreAwarded": 100}"#,
            r#"{"TotalPersonalScoreAwarded": 100, "Count": 2, "NameId": 622331684}"#,
            r#"{"Count": 2, "New": {"Count": 3}, "TotalPersonalScoreAwarded": 100, "": [], "NameId": 622331684}"#,
        ] {
            assert_eq!(read(json).as_ref(), Ok(&expected), "{json}");
        }
    }

    #[test]
    fn what_is_wrong_with_an_object_is_told_as_serde_tells_it() {
        for (json, problem) in [
            ("{}", "missing field `Difficulty`"),
            (r#"{"difficulty": 1}"#, "missing field `Difficulty`"),
            (
                r#"{"Difficulty": 1, "Difficulty": 1}"#,
                "duplicate field `Difficulty`",
            ),
            ("[1]", "invalid type: sequence, expected struct BotAttributes"),
            ("1", "invalid type: integer `1`, expected struct BotAttributes"),
        ] {
            let error = read::<BotAttributes>(json).unwrap_err();
            assert!(error.starts_with(problem), "{json}: {error}");
        }
    }
}
