//! Flawed JSON, made from valid JSON.

use super::effect::JsonFlaw;
use serde_json::{Value, json};

/// Numbers that JSON allows and no integer or float type holds.
const NUMBERS: [&str; 5] = [
    "1e999",
    "1234567890123456789012345678901234567890",
    "-1234567890123456789012345678901234567890",
    "-1e999",
    "1e-999",
];

/// Adds a flaw to a document. Also returns whether a stand-in replaced a body that is not JSON.
pub(super) fn rewrite(body: &[u8], flaw: JsonFlaw) -> (Vec<u8>, bool) {
    let (value, is_stand_in) = match serde_json::from_slice(body) {
        Ok(value) => (value, false),
        Err(_) => (json!({ "Name": "stand-in", "Value": 1, "Values": [2, 3] }), true),
    };
    let mut writer = Writer {
        flaw,
        out: Vec::with_capacity(2 * body.len()),
        numbers: 0,
    };
    writer.value(&value);
    (writer.out, is_stand_in)
}

struct Writer {
    flaw: JsonFlaw,
    out: Vec<u8>,
    /// The count of replaced numbers.
    numbers: usize,
}

impl Writer {
    fn value(&mut self, value: &Value) {
        match value {
            Value::Null | Value::Bool(_) => self.text(&value.to_string()),
            Value::Number(_) if self.flaw == JsonFlaw::HugeNumbers => {
                self.text(NUMBERS[self.numbers % NUMBERS.len()]);
                self.numbers += 1;
            }
            Value::Number(number) => self.text(&number.to_string()),
            Value::String(_) => {
                self.text(&value.to_string());
                if self.flaw == JsonFlaw::InvalidUtf8 {
                    let closing_quote = self.out.len() - 1;
                    // A byte that is never valid in UTF-8, and the first half of a two-byte sequence.
                    self.out.splice(closing_quote..closing_quote, [0xff, 0xc3]);
                }
            }
            Value::Array(values) => {
                self.text("[");
                for (index, value) in values.iter().enumerate() {
                    self.comma(index);
                    self.value(value);
                }
                self.text("]");
            }
            Value::Object(members) => {
                self.text("{");
                for (index, (key, value)) in members.iter().enumerate() {
                    self.comma(index);
                    let key = Value::from(key.as_str()).to_string();
                    if self.flaw == JsonFlaw::DuplicateKeys {
                        self.text(&format!("{key}:null,"));
                    }
                    self.text(&format!("{key}:"));
                    self.value(value);
                }
                self.text("}");
            }
        }
    }

    fn comma(&mut self, index: usize) {
        if index > 0 {
            self.text(",");
        }
    }

    fn text(&mut self, text: &str) {
        self.out.extend_from_slice(text.as_bytes());
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const DOCUMENT: &[u8] = br#"{"A":[1,2.5],"B":{"C":"\"x","D":null}}"#;

    #[test]
    fn every_key_occurs_twice() {
        let (twice, is_stand_in) = rewrite(DOCUMENT, JsonFlaw::DuplicateKeys);
        let expected = r#"{"A":null,"A":[1,2.5],"B":null,"B":{"C":null,"C":"\"x","D":null,"D":null}}"#;
        assert_eq!((twice.as_slice(), is_stand_in), (expected.as_bytes(), false));
        // Parsers that use the last value read the original.
        let read = |bytes| serde_json::from_slice::<Value>(bytes).expect("JSON");
        assert_eq!(read(&twice), read(DOCUMENT));
    }

    #[test]
    fn numbers_are_replaced_in_turn() {
        let (huge, _) = rewrite(DOCUMENT, JsonFlaw::HugeNumbers);
        let expected = br#"{"A":[1e999,1234567890123456789012345678901234567890],"B":{"C":"\"x","D":null}}"#;
        assert_eq!(huge, expected);
    }

    #[test]
    fn strings_become_invalid_utf_8_and_keys_do_not() {
        let (invalid, _) = rewrite(DOCUMENT, JsonFlaw::InvalidUtf8);
        assert_eq!(
            invalid,
            b"{\"A\":[1,2.5],\"B\":{\"C\":\"\\\"x\xff\xc3\",\"D\":null}}"
        );
    }

    #[test]
    fn a_stand_in_replaces_a_body_that_is_not_json() {
        for flaw in [
            JsonFlaw::DuplicateKeys,
            JsonFlaw::HugeNumbers,
            JsonFlaw::InvalidUtf8,
        ] {
            let (document, is_stand_in) = rewrite(b"\x89PNG", flaw);
            assert!(is_stand_in && document.starts_with(br#"{"Name":"#), "{flaw:?}");
        }
    }
}
