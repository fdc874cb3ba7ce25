//! The serde deserializer on top of a [`Reader`].

use std::fmt;

use serde::de::value::{BorrowedStrDeserializer, MapAccessDeserializer, StrDeserializer};
use serde::de::{DeserializeSeed, Deserializer, Error, Expected, MapAccess, SeqAccess, Unexpected, Visitor};
use serde::forward_to_deserialize_any;

use super::changes::note_change;
use super::read_error::{NotJson, ReadError, Step};
use super::reader::{Reader, Text};

impl<'de> Reader<'de> {
    #[inline]
    fn visit_text<V: Visitor<'de>>(&mut self, visitor: V) -> Result<V::Value, ReadError> {
        match self.text()? {
            Text::Plain(text) => visitor.visit_borrowed_str(text),
            Text::Escaped(text) => visitor.visit_str(text),
        }
    }

    #[inline]
    fn visit_list<V: Visitor<'de>>(&mut self, visitor: V) -> Result<V::Value, ReadError> {
        let value = visitor.visit_seq(self.open()?)?;
        self.close(b']')?;
        Ok(value)
    }

    #[inline]
    fn visit_object<V: Visitor<'de>>(
        &mut self,
        fields: &'static [&'static str],
        visitor: V,
    ) -> Result<V::Value, ReadError> {
        let mut items = self.open()?;
        items.fields = fields;
        items.is_map = fields.is_empty();
        let value = visitor.visit_map(items)?;
        self.close(b'}')?;
        Ok(value)
    }

    #[inline]
    fn open(&mut self) -> Result<Items<'_, 'de>, ReadError> {
        let Some(depth) = self.depth.checked_sub(1) else {
            return Err(ReadError::custom("recursion limit exceeded"));
        };
        self.depth = depth;
        self.step();
        Ok(Items {
            reader: self,
            is_first: true,
            fields: &[],
            is_map: false,
            position: 0,
        })
    }

    /// Fails if the visitor has left items unread.
    #[inline]
    fn close(&mut self, end: u8) -> Result<(), ReadError> {
        self.depth += 1;
        Ok(self.expect(end)?)
    }

    /// The error for a value of a type that the visitor does not expect.
    #[cold]
    fn unexpected(&mut self, expected: &dyn Expected) -> ReadError {
        match self.deserialize_any(RejectAll(expected)) {
            Ok(never) => match never {},
            Err(error) => error,
        }
    }

    /// The name of the field that starts at this byte.
    #[cold]
    fn name_at(&self, start: usize) -> String {
        let mut reader = Reader::new(self.text);
        reader.at = start;
        match reader.text() {
            Ok(Text::Plain(name)) => name.into(),
            Ok(Text::Escaped(name)) => name.into(),
            // Cannot happen: the name was read before.
            Err(NotJson) => String::new(),
        }
    }
}

/// Rejects every value, with the expectation of another visitor.
struct RejectAll<'a>(&'a dyn Expected);

impl<'de> Visitor<'de> for RejectAll<'_> {
    type Value = std::convert::Infallible;

    fn expecting(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.fmt(formatter)
    }
}

impl<'de> Deserializer<'de> for &mut Reader<'de> {
    type Error = ReadError;

    #[inline]
    fn deserialize_any<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, ReadError> {
        match self.token()? {
            b'"' => self.visit_text(visitor),
            b'{' => {
                // JSON of any form: readers take different ones of repeated keys, and the model has one of them.
                note_change();
                self.visit_object(&[], visitor)
            }
            b'[' => self.visit_list(visitor),
            b'n' => {
                self.word("null")?;
                visitor.visit_unit()
            }
            b't' => {
                self.word("true")?;
                visitor.visit_bool(true)
            }
            b'f' => {
                self.word("false")?;
                visitor.visit_bool(false)
            }
            _ => self.number(visitor),
        }
    }

    #[inline]
    fn deserialize_option<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, ReadError> {
        if self.token()? == b'n' {
            self.word("null")?;
            visitor.visit_none()
        } else {
            visitor.visit_some(self)
        }
    }

    #[inline]
    fn deserialize_str<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, ReadError> {
        match self.token()? {
            b'"' => self.visit_text(visitor),
            _ => Err(self.unexpected(&visitor)),
        }
    }

    #[inline]
    fn deserialize_string<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, ReadError> {
        self.deserialize_str(visitor)
    }

    #[inline]
    fn deserialize_identifier<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, ReadError> {
        self.deserialize_str(visitor)
    }

    #[inline]
    fn deserialize_i64<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, ReadError> {
        match self.token()? {
            b'0'..=b'9' | b'-' => self.number(visitor),
            _ => Err(self.unexpected(&visitor)),
        }
    }

    #[inline]
    fn deserialize_struct<V: Visitor<'de>>(
        self,
        _: &'static str,
        fields: &'static [&'static str],
        visitor: V,
    ) -> Result<V::Value, ReadError> {
        match self.token()? {
            b'{' => self.visit_object(fields, visitor),
            b'[' => self.visit_list(visitor),
            _ => Err(self.unexpected(&visitor)),
        }
    }

    #[inline]
    fn deserialize_map<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, ReadError> {
        match self.token()? {
            b'{' => self.visit_object(&[], visitor),
            _ => Err(self.unexpected(&visitor)),
        }
    }

    #[inline]
    fn deserialize_seq<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, ReadError> {
        match self.token()? {
            b'[' => self.visit_list(visitor),
            _ => Err(self.unexpected(&visitor)),
        }
    }

    #[inline]
    fn deserialize_newtype_struct<V: Visitor<'de>>(
        self,
        _: &'static str,
        visitor: V,
    ) -> Result<V::Value, ReadError> {
        visitor.visit_newtype_struct(self)
    }

    fn deserialize_ignored_any<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, ReadError> {
        self.skip()?;
        visitor.visit_unit()
    }

    fn deserialize_enum<V: Visitor<'de>>(
        self,
        _: &'static str,
        _: &'static [&'static str],
        visitor: V,
    ) -> Result<V::Value, ReadError> {
        match self.token()? {
            b'"' => match self.text()? {
                Text::Plain(variant) => visitor.visit_enum(BorrowedStrDeserializer::new(variant)),
                Text::Escaped(variant) => visitor.visit_enum(StrDeserializer::new(variant)),
            },
            b'{' => {
                let value = visitor.visit_enum(MapAccessDeserializer::new(self.open()?))?;
                self.close(b'}')?;
                Ok(value)
            }
            _ => Err(self.unexpected(&visitor)),
        }
    }

    forward_to_deserialize_any! {
        bool i8 i16 i32 i128 u8 u16 u32 u64 u128 f32 f64 char bytes byte_buf
        unit unit_struct tuple tuple_struct
    }
}

/// The content of a list or an object.
struct Items<'reader, 'de> {
    reader: &'reader mut Reader<'de>,
    is_first: bool,
    /// The fields of a struct that may still follow. Models list fields in the order of the services, so
    /// comparing with the next field is faster than reading a name and searching for it.
    fields: &'static [&'static str],
    /// Whether this is an object whose fields are not those of a struct.
    is_map: bool,
    /// In a list, the number of items started; in an object, the byte at which the last field's name starts.
    position: usize,
}

impl Items<'_, '_> {
    /// The first byte of the next item; `None` before the closing bracket, which [`Reader::close`] reads.
    #[inline(always)]
    fn next(&mut self, end: u8) -> Result<Option<u8>, NotJson> {
        let token = self.reader.token()?;
        if token == end {
            return Ok(None);
        }
        if std::mem::take(&mut self.is_first) {
            return Ok(Some(token));
        }
        if token != b',' {
            return Err(NotJson);
        }
        self.reader.step();
        match self.reader.token()? {
            token if token == end => Err(NotJson),
            token => Ok(Some(token)),
        }
    }

    /// Reads the name of the next field if it is one of the expected fields.
    #[inline]
    fn expected_field(&mut self) -> Option<&'static str> {
        let mut rest = self.fields;
        while let Some((field, others)) = rest.split_first() {
            rest = others;
            if self.reader.skip_if_text(field) {
                self.fields = rest;
                return Some(field);
            }
        }
        None
    }
}

impl<'de> SeqAccess<'de> for Items<'_, 'de> {
    type Error = ReadError;

    #[inline]
    fn next_element_seed<T: DeserializeSeed<'de>>(&mut self, seed: T) -> Result<Option<T::Value>, ReadError> {
        match self.next(b']')? {
            Some(_) => {
                self.position += 1;
                let allowed = self.reader.allow(size_of::<T::Value>());
                match allowed.and_then(|()| seed.deserialize(&mut *self.reader)) {
                    Ok(item) => Ok(Some(item)),
                    Err(error) => Err(error.inside(Step::Item(self.position - 1), self.reader.at)),
                }
            }
            None => Ok(None),
        }
    }
}

impl<'de> MapAccess<'de> for Items<'_, 'de> {
    type Error = ReadError;

    #[inline]
    fn next_key_seed<K: DeserializeSeed<'de>>(&mut self, seed: K) -> Result<Option<K::Value>, ReadError> {
        match self.next(b'}')? {
            Some(b'"') => {
                self.position = self.reader.at;
                if self.is_map {
                    self.reader.allow(size_of::<K::Value>())?;
                }
                if let Some(field) = self.expected_field() {
                    return seed.deserialize(BorrowedStrDeserializer::new(field)).map(Some);
                }
                seed.deserialize(Key(&mut *self.reader)).map(Some)
            }
            Some(_) => Err(NotJson.into()),
            None => Ok(None),
        }
    }

    #[inline]
    fn next_value_seed<V: DeserializeSeed<'de>>(&mut self, seed: V) -> Result<V::Value, ReadError> {
        self.reader.expect(b':')?;
        if self.is_map {
            self.reader.allow(size_of::<V::Value>())?;
        }
        match seed.deserialize(&mut *self.reader) {
            Ok(value) => Ok(value),
            Err(error) => {
                let name = self.reader.name_at(self.position);
                Err(error.inside(Step::Field(name), self.reader.at))
            }
        }
    }
}

/// The name of a field, as a map key: a text, which may hold a number or a boolean.
struct Key<'reader, 'de>(&'reader mut Reader<'de>);

macro_rules! numbers {
    ($($method:ident)*) => {$(
        fn $method<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, ReadError> {
            self.number(visitor)
        }
    )*};
}

impl<'de> Key<'_, 'de> {
    fn number<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, ReadError> {
        let text = match self.0.text()? {
            Text::Plain(text) => text,
            Text::Escaped(text) => return Err(ReadError::invalid_type(Unexpected::Str(text), &visitor)),
        };
        let mut reader = Reader::new(text);
        if !text.starts_with(|first: char| first == '-' || first.is_ascii_digit()) {
            return Err(ReadError::invalid_type(Unexpected::Str(text), &visitor));
        }
        let value = reader.number(visitor)?;
        if reader.at < text.len() {
            return Err(ReadError::custom(format_args!("{text:?} is not a number")));
        }
        Ok(value)
    }
}

impl<'de> Deserializer<'de> for Key<'_, 'de> {
    type Error = ReadError;

    #[inline]
    fn deserialize_any<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, ReadError> {
        self.0.visit_text(visitor)
    }

    fn deserialize_ignored_any<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, ReadError> {
        self.0.skip_text()?;
        visitor.visit_unit()
    }

    fn deserialize_bool<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, ReadError> {
        match self.0.text()? {
            Text::Plain("true") => visitor.visit_bool(true),
            Text::Plain("false") => visitor.visit_bool(false),
            Text::Plain(text) | Text::Escaped(text) => {
                Err(ReadError::invalid_type(Unexpected::Str(text), &visitor))
            }
        }
    }

    numbers! {
        deserialize_i8 deserialize_i16 deserialize_i32 deserialize_i64 deserialize_i128
        deserialize_u8 deserialize_u16 deserialize_u32 deserialize_u64 deserialize_u128
        deserialize_f32 deserialize_f64
    }

    #[inline]
    fn deserialize_newtype_struct<V: Visitor<'de>>(
        self,
        _: &'static str,
        visitor: V,
    ) -> Result<V::Value, ReadError> {
        visitor.visit_newtype_struct(self)
    }

    fn deserialize_enum<V: Visitor<'de>>(
        self,
        name: &'static str,
        variants: &'static [&'static str],
        visitor: V,
    ) -> Result<V::Value, ReadError> {
        self.0.deserialize_enum(name, variants, visitor)
    }

    fn deserialize_option<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, ReadError> {
        visitor.visit_some(self)
    }

    forward_to_deserialize_any! {
        char str string bytes byte_buf unit unit_struct seq tuple tuple_struct map struct identifier
    }
}
