//! Compares two JSON documents by their meaning in the API.

use serde_json::Value;

/// The first difference between a captured document and its model encoded again.
///
/// `null` equals a missing field, an empty list or map stands for a missing one, and two spellings of a point in time are equal.
pub fn difference(captured: &Value, encoded: &Value) -> Option<String> {
    at(captured, encoded, "")
}

fn at(captured: &Value, encoded: &Value, path: &str) -> Option<String> {
    match (captured, encoded) {
        (Value::Object(left), Value::Object(right)) => {
            let names = left
                .keys()
                .chain(right.keys().filter(|name| !left.contains_key(*name)));
            names.into_iter().find_map(|name| {
                let side = |map: &serde_json::Map<String, Value>| map.get(name).cloned().unwrap_or_default();
                at(&side(left), &side(right), &format!("{path}.{name}"))
            })
        }
        (Value::Array(left), Value::Array(right)) if left.len() == right.len() => {
            let pairs = left.iter().zip(right).enumerate();
            pairs
                .into_iter()
                .find_map(|(index, (left, right))| at(left, right, &format!("{path}[{index}]")))
        }
        (Value::Number(left), Value::Number(right)) if left.as_f64() == right.as_f64() => None,
        (Value::String(left), Value::String(right)) if left == right || same_time(left, right) => None,
        (Value::Null, Value::Array(items)) if items.is_empty() => None,
        (Value::Null, Value::Object(entries)) if entries.is_empty() => None,
        (left, right) if left == right => None,
        (left, right) => Some(format!("{path}: {left} became {right}")),
    }
}

fn same_time(left: &str, right: &str) -> bool {
    match (left.parse::<jiff::Timestamp>(), right.parse::<jiff::Timestamp>()) {
        (Ok(left), Ok(right)) => left == right,
        _ => false,
    }
}
