//! From the tokens of a [`Reader`] to models.

use serde::de::value::BorrowedStrDeserializer;
use serde::de::{Deserialize, DeserializeSeed};
use serde::de::{Deserializer, IgnoredAny, MapAccess, SeqAccess, Visitor};
use serde::forward_to_deserialize_any;

use super::reader::{Reader, Text};
use super::refused::Refused;

/// Decodes a whole document.
pub(super) fn read<'de, T: Deserialize<'de>>(text: &'de str) -> Result<T, Refused> {
    let mut reader = Reader::new(text);
    let value = T::deserialize(&mut reader)?;
    reader.end()?;
    Ok(value)
}

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
        self.depth = self.depth.checked_sub(1).ok_or(Refused)?;
        self.step();
        Ok(Items {
            reader: self,
            is_first: true,
            fields: &[],
        })
    }

    /// Refuses items that the visitor has not asked for.
    #[inline]
    fn close(&mut self, end: u8) -> Result<(), Refused> {
        self.depth += 1;
        self.expect(end)
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
            _ => Err(Refused),
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
            _ => Err(Refused),
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
            _ => Err(Refused),
        }
    }

    #[inline]
    fn deserialize_map<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Refused> {
        match self.token()? {
            b'{' => self.visit_object(&[], visitor),
            _ => Err(Refused),
        }
    }

    #[inline]
    fn deserialize_seq<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Refused> {
        match self.token()? {
            b'[' => self.visit_list(visitor),
            _ => Err(Refused),
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
        self.deserialize_any(IgnoredAny)?;
        visitor.visit_unit()
    }

    /// No model has one.
    fn deserialize_enum<V: Visitor<'de>>(
        self,
        _: &'static str,
        _: &'static [&'static str],
        _: V,
    ) -> Result<V::Value, Refused> {
        Err(Refused)
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
}

impl Items<'_, '_> {
    /// The byte that begins the next item; none at the end, which is left to [`Reader::close`].
    #[inline]
    fn next(&mut self, end: u8) -> Result<Option<u8>, Refused> {
        let token = self.reader.token()?;
        if token == end {
            return Ok(None);
        }
        if std::mem::take(&mut self.is_first) {
            return Ok(Some(token));
        }
        if token != b',' {
            return Err(Refused);
        }
        self.reader.step();
        match self.reader.token()? {
            token if token == end => Err(Refused),
            token => Ok(Some(token)),
        }
    }
}

impl Items<'_, '_> {
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
            Some(_) => seed.deserialize(&mut *self.reader).map(Some),
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
                if let Some(field) = self.expected() {
                    return seed.deserialize(BorrowedStrDeserializer::new(field)).map(Some);
                }
                seed.deserialize(Key(&mut *self.reader)).map(Some)
            }
            Some(_) => Err(Refused),
            None => Ok(None),
        }
    }

    #[inline]
    fn next_value_seed<V: DeserializeSeed<'de>>(&mut self, seed: V) -> Result<V::Value, Refused> {
        self.reader.expect(b':')?;
        seed.deserialize(&mut *self.reader)
    }
}

/// The name of a field: a text, which can be the number of an enumeration.
struct Key<'reader, 'de>(&'reader mut Reader<'de>);

impl<'de> Deserializer<'de> for Key<'_, 'de> {
    type Error = Refused;

    #[inline]
    fn deserialize_any<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Refused> {
        self.0.visit_text(visitor)
    }

    fn deserialize_i64<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Refused> {
        // Only the form in which integers are written is taken: no plus sign, no zeros before.
        let (Text::Plain(text) | Text::Escaped(text)) = self.0.text()?;
        let number: i64 = text.parse().map_err(|_| Refused)?;
        if number.to_string() != text {
            return Err(Refused);
        }
        visitor.visit_i64(number)
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
        _: &'static str,
        _: &'static [&'static str],
        _: V,
    ) -> Result<V::Value, Refused> {
        Err(Refused)
    }

    fn deserialize_option<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Refused> {
        visitor.visit_some(self)
    }

    forward_to_deserialize_any! {
        bool i8 i16 i32 i128 u8 u16 u32 u64 u128 f32 f64 char str string bytes byte_buf unit unit_struct
        seq tuple tuple_struct map struct identifier ignored_any
    }
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeMap;

    use serde_json::Value;

    use super::*;
    use crate::refdata::Team;

    #[derive(Debug, PartialEq, serde::Deserialize)]
    struct Record {
        first: Option<i64>,
        #[serde(rename = "Second")]
        second: String,
        third: Vec<f64>,
        #[serde(default)]
        by_team: BTreeMap<Team, bool>,
    }

    fn is_read(json: &str) -> bool {
        let fast: Result<Value, _> = read(json);
        let slow: Result<Value, _> = serde_json::from_str(json);
        match (fast, slow) {
            (Ok(fast), Ok(slow)) => {
                assert_eq!(fast, slow, "{json}");
                true
            }
            (Ok(fast), Err(error)) => panic!("{json} is read as {fast}, and not by serde_json: {error}"),
            (Err(Refused), _) => false,
        }
    }

    #[test]
    fn what_services_write_is_read_as_serde_json_reads_it() {
        for json in [
            "null",
            " true\r\n",
            "false",
            "0",
            "-1",
            "12345678",
            "999999999999999999",
            "-999999999999999999",
            "1.5",
            "-0.0",
            "2.5e3",
            "1E-7",
            "0.1234567890123456",
            "\"\"",
            "\"plain\"",
            "\"exactly8\"",
            "\"a text of more than eight bytes, é, 日本語, 😀\"",
            r#""\"\\\/\b\f\n\r\t""#,
            r#""before \u00e9\u65E5 behind""#,
            r#""\ud83d\ude00""#,
            "[]",
            "[ ]",
            "{}",
            "{\n        \n}",
            r#"[1,"a",null,{"b":[true,false]}]"#,
            "{\n    \"a\": 1,\n    \"b\" :{ \"c\":\t[ 2 , 3 ] }\n}",
            r#"{"with \"escapes\"": 1}"#,
        ] {
            assert!(is_read(json), "{json}");
        }
        let deep = format!("{}{}", "[".repeat(127), "]".repeat(127));
        assert!(is_read(&deep));
    }

    #[test]
    fn nothing_is_read_that_serde_json_refuses() {
        for json in [
            "",
            " ",
            "nul",
            "nullx",
            "True",
            "1 2",
            "01",
            "-",
            "-01",
            "1.",
            ".5",
            "1e",
            "1e+",
            "+1",
            "1e999",
            "NaN",
            "\"",
            "\"a",
            "\"a\\",
            "\"\\x\"",
            "\"\\u12\"",
            "\"\\u12g4\"",
            "\"\\u+123\"",
            "\"\\ud83d\"",
            "\"\\ud83dx\"",
            "\"\\ude00\"",
            "\"\\ud83d\\u0041\"",
            "\"line\nbreak\"",
            "\"\u{1}\"",
            "\"eight bytes and then\t\"",
            "[",
            "[1",
            "[1,",
            "[1,]",
            "[,1]",
            "[1 2]",
            "[1}",
            "{",
            "{\"a\"",
            "{\"a\":",
            "{\"a\":1",
            "{\"a\":1,",
            "{\"a\":1,}",
            "{,\"a\":1}",
            "{\"a\" 1}",
            "{1:1}",
            "{a:1}",
            "{\"a\":1]",
            "'a'",
            "\u{feff}1",
            "\u{a0}1",
            "// comment\n1",
        ] {
            assert!(!is_read(json), "{json}");
        }
        let deep = format!("{}{}", "[".repeat(128), "]".repeat(128));
        assert!(!is_read(&deep));
    }

    #[test]
    fn fields_are_found_in_and_out_of_order() {
        let expected = Record {
            first: Some(-3),
            second: "é".into(),
            third: vec![1.0, 2.5],
            by_team: BTreeMap::from([(Team::Eagle, true)]),
        };
        for json in [
            r#"{"first":-3,"Second":"é","third":[1,2.5],"by_team":{"0":true}}"#,
            r#"{"by_team":{"0":true},"third":[1,2.5],"Second":"\u00e9","first":-3}"#,
            r#"{"new":{"first":[]},"first":-3,"newer":1,"Second":"é","third":[1,2.5],"by_team":{"0":true},"end":""}"#,
            r#"{"\u0066irst":-3,"Second":"é","third":[1,2.5],"by_team":{"0":true}}"#,
        ] {
            assert_eq!(read::<Record>(json).unwrap(), expected, "{json}");
        }
        assert_eq!(
            read::<Record>(r#"{"Second":"","third":[]}"#).unwrap(),
            Record {
                first: None,
                second: String::new(),
                third: vec![],
                by_team: BTreeMap::new(),
            }
        );
        for json in [
            r#"{"first":1,"first":1,"Second":"","third":[]}"#,
            r#"{"first":1,"third":[]}"#,
            r#"{"first":"1","Second":"","third":[]}"#,
            r#"{"Second":"","third":[],"by_team":{"x":true}}"#,
            r#"{"Second":"","third":[],"by_team":{"01":true}}"#,
            r#"{"Second":"","third":[],"by_team":{" 1":true}}"#,
        ] {
            assert!(read::<Record>(json).is_err(), "{json}");
        }
    }

    #[test]
    fn every_cut_of_a_document_is_refused() {
        let json = r#"{"a": [1.5, -2, {"b": "c\u00e9\n"}, true, null], "d": {}}"#;
        assert!(is_read(json));
        for end in (0..json.len()).filter(|end| json.is_char_boundary(*end)) {
            assert!(!is_read(&json[..end]), "{}", &json[..end]);
        }
    }
}
