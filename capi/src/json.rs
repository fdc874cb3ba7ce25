//! JSON from C.

use serde::de::DeserializeOwned;
use serde_json::{Map, Value};

use crate::code::HaloCode;
use crate::error::Failure;

/// Reads settings or options. A missing text stands for no settings.
///
/// No error shows a value: it may be a secret.
pub(crate) fn settings<T: DeserializeOwned>(name: &'static str, text: Option<&str>) -> Result<T, Failure> {
    read(name, object(name, text)?, &[])
}

/// Reads an object; an empty one for a missing text.
pub(crate) fn object(name: &'static str, text: Option<&str>) -> Result<Map<String, Value>, Failure> {
    match value(name, text)? {
        None => Ok(Map::new()),
        Some(Value::Object(object)) => Ok(object),
        Some(_) => Err(problem(name, "a JSON object is needed")),
    }
}

/// Reads settings from their members. `others` are the names of members that were read before, for the error about an
/// unknown one.
pub(crate) fn read<T: DeserializeOwned>(
    name: &'static str,
    members: Map<String, Value>,
    others: &[&str],
) -> Result<T, Failure> {
    serde_path_to_error::deserialize(Value::Object(members)).map_err(|error| {
        let path = error.path().to_string();
        let is_at_the_top = error.path().iter().count() <= 1;
        let mut text = error.into_inner().to_string();
        // serde quotes a wrong value after these words, but the names of members never follow them.
        let hides = ["invalid type", "invalid value", "unknown variant"];
        if hides.iter().any(|start| text.starts_with(start)) {
            return problem(name, &format!("`{path}` has a wrong value: {}", expected(&text)));
        }
        if text.starts_with("unknown field") && is_at_the_top && !others.is_empty() {
            text = format!("{text}, or one of `{}`", others.join("`, `"));
        }
        problem(name, &text)
    })
}

/// The part of serde's message that says what is allowed.
fn expected(text: &str) -> &str {
    text.rfind("expected")
        .and_then(|start| text.get(start..))
        .unwrap_or("see the documentation")
}

/// Reads any JSON; `None` for a missing text.
pub(crate) fn value(name: &'static str, text: Option<&str>) -> Result<Option<Value>, Failure> {
    let Some(text) = text else { return Ok(None) };
    let value = serde_json::from_str(text).map_err(|error| {
        let place = format!("it is not JSON: line {}, column {}", error.line(), error.column());
        problem(name, &place)
    })?;
    Ok(Some(value))
}

fn problem(name: &str, problem: &str) -> Failure {
    Failure::new(HaloCode::NotJson, format!("{name}: {problem}"))
}
