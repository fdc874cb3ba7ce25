//! Reads models from JSON objects.
//!
//! `build.rs` implements [`Model`] for the structs that it generates. serde's derive would also work, but it
//! generates the code that reads each field three times, which costs compile time. The code that all models share
//! is here, once.

use std::fmt;
use std::marker::PhantomData;

use serde::de::{DeserializeSeed, Deserializer, Error, IgnoredAny, MapAccess, Visitor};

use super::changes::note_change;
use super::field::{Lenient, LenientSeed};

/// A struct that is read from a JSON object.
pub trait Model: Sized {
    /// The struct's name.
    const NAME: &'static str;
    /// The names of the fields in JSON.
    const FIELDS: &'static [&'static str];

    /// Reads all fields.
    fn read<'de, A: MapAccess<'de>>(fields: Fields<A>) -> Result<Self, A::Error>;
}

/// The implementation of a model's `Deserialize`.
pub fn deserialize<'de, T: Model, D: Deserializer<'de>>(deserializer: D) -> Result<T, D::Error> {
    deserializer.deserialize_struct(T::NAME, T::FIELDS, ModelVisitor(PhantomData))
}

impl<T: Model> Lenient for T {
    #[inline]
    fn read<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        deserialize(deserializer)
    }
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
            has_known: false,
            has_unknown: false,
        })
    }
}

/// The fields of an object, in the object's order.
pub struct Fields<A> {
    map: A,
    names: &'static [&'static str],
    /// The index of the next field if the object has the order of the model.
    expected: usize,
    has_known: bool,
    has_unknown: bool,
}

impl<'de, A: MapAccess<'de>> Fields<A> {
    /// The index of the next field in the model, or the number of the model's fields if it is unknown; `None` at
    /// the end of the object.
    #[inline]
    pub fn next(&mut self) -> Result<Option<usize>, A::Error> {
        let index = self.map.next_key_seed(Name {
            names: self.names,
            expected: self.expected,
        })?;
        if let Some(index) = index {
            if index < self.names.len() {
                self.expected = index + 1;
                self.has_known = true;
            } else {
                self.has_unknown = true;
            }
        }
        Ok(index)
    }

    /// Reads the value of the field. Fails if the field was read before.
    #[inline]
    pub fn read<T: Lenient>(&mut self, value: &mut Option<T>) -> Result<(), A::Error> {
        if value.is_some() {
            let name = self.names.get(self.expected.wrapping_sub(1)).copied();
            return Err(A::Error::duplicate_field(name.unwrap_or_default()));
        }
        *value = Some(self.map.next_value_seed(LenientSeed(PhantomData))?);
        Ok(())
    }

    /// Skips the value of a field that the model does not have.
    #[inline]
    pub fn skip(&mut self) -> Result<(), A::Error> {
        note_change();
        self.map.next_value::<IgnoredAny>().map(drop)
    }

    /// The value of a field at the end of the object: the value read, or that of an absent field.
    ///
    /// If the object has fields, but none of the model, it is another document, such as a notice of maintenance,
    /// and does not just leave its lists out: then only optional fields can be absent.
    #[inline]
    pub fn end<T: Lenient>(&self, value: Option<T>, name: &'static str) -> Result<T, A::Error> {
        match value {
            Some(value) => Ok(value),
            None if self.has_unknown && !self.has_known && !T::IS_OPTIONAL => {
                Err(A::Error::missing_field(name))
            }
            None => T::absent(name),
        }
    }
}

/// Finds the index of a field by its name.
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
        // This crate's reader passes the name from `FIELDS` itself, so comparing the pointers is often enough.
        let is_name = |known: &&str| std::ptr::eq(*known, name) || *known == name;
        if self.names.get(self.expected).is_some_and(is_name) {
            return Ok(self.expected);
        }
        let found = self.names.iter().position(is_name);
        Ok(found.unwrap_or(self.names.len()))
    }
}

#[cfg(test)]
mod tests {
    use serde::Deserialize;

    use super::*;

    #[derive(Debug, PartialEq)]
    struct Award {
        id: i64,
        count: i64,
    }

    /// A model without scalars.
    #[derive(Debug, PartialEq)]
    struct Awards {
        list: Vec<i64>,
        note: Option<i64>,
    }

    impl Model for Awards {
        const NAME: &'static str = "Awards";
        const FIELDS: &'static [&'static str] = &["List", "Note"];

        fn read<'de, A: MapAccess<'de>>(mut fields: Fields<A>) -> Result<Self, A::Error> {
            let (mut list, mut note) = (None, None);
            while let Some(index) = fields.next()? {
                match index {
                    0 => fields.read(&mut list)?,
                    1 => fields.read(&mut note)?,
                    _ => fields.skip()?,
                }
            }
            Ok(Self {
                list: fields.end(list, "List")?,
                note: fields.end(note, "Note")?,
            })
        }
    }

    impl Model for Award {
        const NAME: &'static str = "Award";
        const FIELDS: &'static [&'static str] = &["Id", "Count"];

        fn read<'de, A: MapAccess<'de>>(mut fields: Fields<A>) -> Result<Self, A::Error> {
            let (mut id, mut count) = (None, None);
            while let Some(index) = fields.next()? {
                match index {
                    0 => fields.read(&mut id)?,
                    1 => fields.read(&mut count)?,
                    _ => fields.skip()?,
                }
            }
            Ok(Self {
                id: fields.end(id, "Id")?,
                count: fields.end(count, "Count")?,
            })
        }
    }

    impl<'de> Deserialize<'de> for Award {
        fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
            deserialize(deserializer)
        }
    }

    /// Reads with `serde_json`: this crate's own reader compares names before the model does.
    fn read(json: &str) -> Result<Award, String> {
        serde_json::from_str(json).map_err(|error| error.to_string())
    }

    #[test]
    fn fields_are_read_in_any_order_and_others_are_skipped() {
        let expected = Award { id: 7, count: 2 };
        for json in [
            r#"{"Id": 7, "Count": 2}"#,
            r#"{"Count": 2, "Id": 7}"#,
            r#"{"Count": 2, "New": {"Count": 3}, "": [], "Id": 7}"#,
        ] {
            assert_eq!(read(json).as_ref(), Ok(&expected), "{json}");
        }
    }

    #[test]
    fn a_missing_list_is_empty_but_not_in_another_document() {
        let read = |json: &str| {
            let mut deserializer = serde_json::Deserializer::from_str(json);
            deserialize::<Awards, _>(&mut deserializer).map_err(|error| error.to_string())
        };
        for (json, list, note) in [
            ("{}", vec![], None),
            (r#"{"Note": 1}"#, vec![], Some(1)),
            (r#"{"New": 1, "Note": null}"#, vec![], None),
            (r#"{"New": 1, "List": null}"#, vec![], None),
            (r#"{"List": [2]}"#, vec![2], None),
        ] {
            assert_eq!(read(json), Ok(Awards { list, note }), "{json}");
        }
        let error = read(r#"{"maintenance": true}"#).unwrap_err();
        assert!(error.starts_with("missing field `List`"), "{error}");
    }

    #[test]
    fn errors_are_those_of_serde() {
        for (json, problem) in [
            ("{}", "missing field `Id`"),
            (r#"{"id": 7}"#, "missing field `Id`"),
            (r#"{"Id": 7, "Id": 7}"#, "duplicate field `Id`"),
            ("[7]", "invalid type: sequence, expected struct Award"),
            ("7", "invalid type: integer `7`, expected struct Award"),
        ] {
            let error = read(json).unwrap_err();
            assert!(error.starts_with(problem), "{json}: {error}");
        }
    }
}
