//! Compares a body that was passed on with the JSON that its model is written as.

use serde_json::{Map, Value};

/// The first difference, but for those that the documentation of `Content::Json` allows: an optional field that is absent
/// in one and `null` in the other, and the digits of a float and of a fraction of a second.
pub fn difference(body: &Value, written: &Value) -> Option<String> {
    at(body, written, "")
}

fn at(body: &Value, written: &Value, path: &str) -> Option<String> {
    let is_same = match (body, written) {
        (Value::Object(left), Value::Object(right)) => {
            let mut names = left.keys().chain(right.keys());
            let field = |fields: &Map<String, Value>, name| fields.get(name).cloned().unwrap_or_default();
            return names
                .find_map(|name| at(&field(left, name), &field(right, name), &format!("{path}.{name}")));
        }
        (Value::Array(left), Value::Array(right)) if left.len() == right.len() => {
            let mut pairs = left.iter().zip(right).enumerate();
            return pairs.find_map(|(index, (left, right))| at(left, right, &format!("{path}[{index}]")));
        }
        // A float may have the form of an integer, but not the other way round.
        (Value::Number(left), Value::Number(right)) => {
            left == right || (right.is_f64() && left.as_f64() == right.as_f64())
        }
        (Value::String(left), Value::String(right)) => {
            left == right || is_same_time(left, right) || is_same_duration(left, right)
        }
        (left, right) => left == right,
    };
    (!is_same).then(|| format!("{path}: {body} in the body, {written} in the model"))
}

/// Whether both are the same time in the common form.
fn is_same_time(left: &str, right: &str) -> bool {
    let is_common = |text: &str| text.len() >= 20 && text.get(10..11) == Some("T") && text.ends_with('Z');
    let time = |text: &str| text.parse::<jiff::Timestamp>().ok();
    is_common(left) && is_common(right) && time(left).is_some() && time(left) == time(right)
}

/// Whether both are the same duration, but for zeros at the end of the seconds' fraction.
fn is_same_duration(left: &str, right: &str) -> bool {
    let digits = |text: &str| {
        Some(
            text.strip_prefix('P')?
                .strip_suffix('S')?
                .split_once('.')?
                .1
                .len(),
        )
    };
    let without = |text: &str| text.trim_end_matches('S').trim_end_matches('0').to_owned();
    digits(left).is_some() && digits(right).is_some() && without(left) == without(right)
}
