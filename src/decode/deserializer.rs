//! From the tokens of a [`Reader`] to models.

use std::fmt;

use serde::de::value::{BorrowedStrDeserializer, MapAccessDeserializer, StrDeserializer};
use serde::de::{DeserializeSeed, Deserializer, Expected, MapAccess, SeqAccess, Visitor};
use serde::de::{Error, Unexpected};
use serde::forward_to_deserialize_any;

use crate::decode::reader::{Reader, Text};
use crate::decode::refused::{NotJson, Refused, Step};

impl<'de> Reader<'de> {
    #[inline]
    fn visit_text<V: Visitor<'de>>(&mut self, visitor: V) -> Result<V::Value, Refused> {
        match self.text()? {
            Text::Plain(text) => visitor.visit_borrowed_str(text),
            Text::Escaped(text) => visitor.visit_str(text),
        }
    }

    #[inline]
    fn visit_list<V: Visitor<'de>>(&mut self, visitor: V) -> Result<V::Value, Refused> {
        let value = visitor.visit_seq(self.open()?)?;
        self.close(b']')?;
        Ok(value)
    }

    #[inline]
    fn visit_object<V: Visitor<'de>>(
        &mut self,
        fields: &'static [&'static str],
        visitor: V,
    ) -> Result<V::Value, Refused> {
        let mut items = self.open()?;
        items.fields = fields;
        let value = visitor.visit_map(items)?;
        self.close(b'}')?;
        Ok(value)
    }

    #[inline]
    fn open(&mut self) -> Result<Items<'_, 'de>, Refused> {
        let Some(depth) = self.depth.checked_sub(1) else {
            return Err(Refused::custom("recursion limit exceeded"));
        };
        self.depth = depth;
        self.step();
        Ok(Items {
            reader: self,
            is_first: true,
            fields: &[],
            place: 0,
        })
    }

    /// Refuses items that the visitor has not asked for.
    #[inline]
    fn close(&mut self, end: u8) -> Result<(), Refused> {
        self.depth += 1;
        Ok(self.expect(end)?)
    }

    /// Tells what is there instead of what the visitor expects.
    #[cold]
    fn unexpected(&mut self, expected: &dyn Expected) -> Refused {
        match self.deserialize_any(Unwelcome(expected)) {
            Ok(never) => match never {},
            Err(refused) => refused,
        }
    }

    /// The name of the field that begins here.
    #[cold]
    fn name_at(&self, start: usize) -> String {
        let mut reader = Reader::new(self.text);
        reader.at = start;
        match reader.text() {
            Ok(Text::Plain(name)) => name.into(),
            Ok(Text::Escaped(name)) => name.into(),
            // It has been read before.
            Err(NotJson) => String::new(),
        }
    }
}

/// Visits what another visitor has not expected.
struct Unwelcome<'a>(&'a dyn Expected);

impl<'de> Visitor<'de> for Unwelcome<'_> {
    type Value = std::convert::Infallible;

    fn expecting(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.fmt(formatter)
    }
}

impl<'de> Deserializer<'de> for &mut Reader<'de> {
    type Error = Refused;

    #[inline]
    fn deserialize_any<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Refused> {
        match self.token()? {
            b'"' => self.visit_text(visitor),
            b'{' => self.visit_object(&[], visitor),
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
    fn deserialize_option<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Refused> {
        if self.token()? == b'n' {
            self.word("null")?;
            visitor.visit_none()
        } else {
            visitor.visit_some(self)
        }
    }

    #[inline]
    fn deserialize_str<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Refused> {
        match self.token()? {
            b'"' => self.visit_text(visitor),
            _ => Err(self.unexpected(&visitor)),
        }
    }

    #[inline]
    fn deserialize_string<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Refused> {
        self.deserialize_str(visitor)
    }

    #[inline]
    fn deserialize_identifier<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Refused> {
        self.deserialize_str(visitor)
    }

    #[inline]
    fn deserialize_i64<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Refused> {
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
    ) -> Result<V::Value, Refused> {
        match self.token()? {
            b'{' => self.visit_object(fields, visitor),
            b'[' => self.visit_list(visitor),
            _ => Err(self.unexpected(&visitor)),
        }
    }

    #[inline]
    fn deserialize_map<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Refused> {
        match self.token()? {
            b'{' => self.visit_object(&[], visitor),
            _ => Err(self.unexpected(&visitor)),
        }
    }

    #[inline]
    fn deserialize_seq<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Refused> {
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
    ) -> Result<V::Value, Refused> {
        visitor.visit_newtype_struct(self)
    }

    fn deserialize_ignored_any<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Refused> {
        self.skip()?;
        visitor.visit_unit()
    }

    fn deserialize_enum<V: Visitor<'de>>(
        self,
        _: &'static str,
        _: &'static [&'static str],
        visitor: V,
    ) -> Result<V::Value, Refused> {
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

/// What a list or an object holds.
struct Items<'reader, 'de> {
    reader: &'reader mut Reader<'de>,
    is_first: bool,
    /// The fields that a struct has and that have not been seen. The models have them in the order
    /// in which the services write them: whether the next one is there is sooner told than what is.
    fields: &'static [&'static str],
    /// In a list, how many items have been begun; in an object, where the last field's name begins.
    place: usize,
}

impl Items<'_, '_> {
    /// The byte that begins the next item; none at the end, which is left to [`Reader::close`].
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

    /// The next field, if it is one of the struct's that are still to come.
    #[inline]
    fn expected(&mut self) -> Option<&'static str> {
        let mut rest = self.fields;
        while let Some((field, others)) = rest.split_first() {
            rest = others;
            if self.reader.is_text(field) {
                self.fields = rest;
                return Some(field);
            }
        }
        None
    }
}

impl<'de> SeqAccess<'de> for Items<'_, 'de> {
    type Error = Refused;

    #[inline]
    fn next_element_seed<T: DeserializeSeed<'de>>(&mut self, seed: T) -> Result<Option<T::Value>, Refused> {
        match self.next(b']')? {
            Some(_) => {
                self.place += 1;
                match seed.deserialize(&mut *self.reader) {
                    Ok(item) => Ok(Some(item)),
                    Err(refused) => Err(refused.inside(Step::Item(self.place - 1), self.reader.at)),
                }
            }
            None => Ok(None),
        }
    }
}

impl<'de> MapAccess<'de> for Items<'_, 'de> {
    type Error = Refused;

    #[inline]
    fn next_key_seed<K: DeserializeSeed<'de>>(&mut self, seed: K) -> Result<Option<K::Value>, Refused> {
        match self.next(b'}')? {
            Some(b'"') => {
                self.place = self.reader.at;
                if let Some(field) = self.expected() {
                    return seed.deserialize(BorrowedStrDeserializer::new(field)).map(Some);
                }
                seed.deserialize(Key(&mut *self.reader)).map(Some)
            }
            Some(_) => Err(NotJson.into()),
            None => Ok(None),
        }
    }

    #[inline]
    fn next_value_seed<V: DeserializeSeed<'de>>(&mut self, seed: V) -> Result<V::Value, Refused> {
        self.reader.expect(b':')?;
        match seed.deserialize(&mut *self.reader) {
            Ok(value) => Ok(value),
            Err(refused) => {
                let name = self.reader.name_at(self.place);
                Err(refused.inside(Step::Field(name), self.reader.at))
            }
        }
    }
}

/// The name of a field: a text, which can be a number or a truth value.
struct Key<'reader, 'de>(&'reader mut Reader<'de>);

macro_rules! numbers {
    ($($method:ident)*) => {$(
        fn $method<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Refused> {
            self.number(visitor)
        }
    )*};
}

impl<'de> Key<'_, 'de> {
    fn number<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Refused> {
        let text = match self.0.text()? {
            Text::Plain(text) => text,
            Text::Escaped(text) => return Err(Refused::invalid_type(Unexpected::Str(text), &visitor)),
        };
        let mut reader = Reader::new(text);
        if !text.starts_with(|first: char| first == '-' || first.is_ascii_digit()) {
            return Err(Refused::invalid_type(Unexpected::Str(text), &visitor));
        }
        let value = reader.number(visitor)?;
        if reader.at < text.len() {
            return Err(Refused::custom(format_args!("{text:?} is no number")));
        }
        Ok(value)
    }
}

impl<'de> Deserializer<'de> for Key<'_, 'de> {
    type Error = Refused;

    #[inline]
    fn deserialize_any<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Refused> {
        self.0.visit_text(visitor)
    }

    fn deserialize_ignored_any<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Refused> {
        self.0.skip_text()?;
        visitor.visit_unit()
    }

    fn deserialize_bool<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Refused> {
        match self.0.text()? {
            Text::Plain("true") => visitor.visit_bool(true),
            Text::Plain("false") => visitor.visit_bool(false),
            Text::Plain(text) | Text::Escaped(text) => {
                Err(Refused::invalid_type(Unexpected::Str(text), &visitor))
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
    ) -> Result<V::Value, Refused> {
        visitor.visit_newtype_struct(self)
    }

    fn deserialize_enum<V: Visitor<'de>>(
        self,
        name: &'static str,
        variants: &'static [&'static str],
        visitor: V,
    ) -> Result<V::Value, Refused> {
        self.0.deserialize_enum(name, variants, visitor)
    }

    fn deserialize_option<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Refused> {
        visitor.visit_some(self)
    }

    forward_to_deserialize_any! {
        char str string bytes byte_buf unit unit_struct seq tuple tuple_struct map struct identifier
    }
}
