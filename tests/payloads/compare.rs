//! Compares two JSON documents by their meaning in the API.

use serde_json::Value;

/// The first difference between a captured document and its model encoded again.
///
/// `null` equals a missing field, an empty list or map stands for a missing one, as does an envelope of a time without
/// the time, and two spellings of a point in time or of a GUID are equal.
pub fn difference(captured: &Value, encoded: &Value) -> Option<String> {
    at(captured, encoded, "")
}

fn at(captured: &Value, encoded: &Value, path: &str) -> Option<String> {
    match (captured, encoded) {
        (Value::Object(left), Value::Null) if is_empty_date(left) => None,
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
        (Value::String(left), Value::String(right))
            if left == right || same_time(left, right) || same_guid(left, right) =>
        {
            None
        }
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

fn same_guid(left: &str, right: &str) -> bool {
    uuid::Uuid::try_parse(left).is_ok_and(|left| uuid::Uuid::try_parse(right) == Ok(left))
}

/// An envelope whose time is unknown.
fn is_empty_date(envelope: &serde_json::Map<String, Value>) -> bool {
    envelope.len() == 1 && envelope.get("ISO8601Date").is_some_and(|time| time == "")
}
