//! JSON that is hard to read, written from JSON that is not.

use super::twist::Style;
use serde_json::{Value, json};

/// Numbers that the grammar of JSON allows, and programs do not hold.
const NUMBERS: [&str; 5] = [
    "1e999",
    "1234567890123456789012345678901234567890",
    "-1234567890123456789012345678901234567890",
    "-1e999",
    "1e-999",
];

/// The document in that style, and whether it only stands in for one that is no JSON.
pub(super) fn rewrite(body: &[u8], style: Style) -> (Vec<u8>, bool) {
    let (value, is_stand_in) = match serde_json::from_slice(body) {
        Ok(value) => (value, false),
        Err(_) => (json!({ "Name": "stand-in", "Value": 1, "Values": [2, 3] }), true),
    };
    let mut writer = Writer {
        style,
        out: Vec::with_capacity(2 * body.len()),
        numbers: 0,
    };
    writer.value(&value);
    (writer.out, is_stand_in)
}

struct Writer {
    style: Style,
    out: Vec<u8>,
    /// How many were replaced.
    numbers: usize,
}

impl Writer {
    fn value(&mut self, value: &Value) {
        match value {
            Value::Null | Value::Bool(_) => self.text(&value.to_string()),
            Value::Number(_) if self.style == Style::HugeNumbers => {
                self.text(NUMBERS[self.numbers % NUMBERS.len()]);
                self.numbers += 1;
            }
            Value::Number(number) => self.text(&number.to_string()),
            Value::String(_) => {
                self.text(&value.to_string());
                if self.style == Style::InvalidUtf8 {
                    let closing_quote = self.out.len() - 1;
                    // A byte that UTF-8 never has, and a first half that lacks its second.
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
                    if self.style == Style::DuplicateKeys {
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
    fn every_key_is_there_twice() {
        let (twice, is_stand_in) = rewrite(DOCUMENT, Style::DuplicateKeys);
        let expected = r#"{"A":null,"A":[1,2.5],"B":null,"B":{"C":null,"C":"\"x","D":null,"D":null}}"#;
        assert_eq!((twice.as_slice(), is_stand_in), (expected.as_bytes(), false));
        // Whoever lets the last one win reads what it was.
        let read = |bytes| serde_json::from_slice::<Value>(bytes).expect("JSON");
        assert_eq!(read(&twice), read(DOCUMENT));
    }

    #[test]
    fn numbers_are_replaced_in_turn() {
        let (huge, _) = rewrite(DOCUMENT, Style::HugeNumbers);
        let expected = br#"{"A":[1e999,1234567890123456789012345678901234567890],"B":{"C":"\"x","D":null}}"#;
        assert_eq!(huge, expected);
    }

    #[test]
    fn texts_are_no_utf_8_and_keys_are() {
        let (invalid, _) = rewrite(DOCUMENT, Style::InvalidUtf8);
        assert_eq!(
            invalid,
            b"{\"A\":[1,2.5],\"B\":{\"C\":\"\\\"x\xff\xc3\",\"D\":null}}"
        );
    }

    #[test]
    fn what_is_no_json_is_stood_in_for() {
        for style in [Style::DuplicateKeys, Style::HugeNumbers, Style::InvalidUtf8] {
            let (document, is_stand_in) = rewrite(b"\x89PNG", style);
            assert!(is_stand_in && document.starts_with(br#"{"Name":"#), "{style:?}");
        }
    }
}
