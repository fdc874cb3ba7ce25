//! JSON from C.

use serde::de::DeserializeOwned;
use serde_json::Value;

use crate::code::HaloCode;
use crate::error::Failure;

/// Reads settings or options. A missing text stands for no settings.
///
/// No error shows a value: it may be a secret.
pub(crate) fn settings<T: DeserializeOwned>(name: &'static str, text: Option<&str>) -> Result<T, Failure> {
    let value = value(name, text)?.unwrap_or_else(|| Value::Object(serde_json::Map::new()));
    if !value.is_object() {
        return Err(problem(name, "a JSON object is needed"));
    }
    serde_path_to_error::deserialize(value).map_err(|error| {
        let path = error.path().to_string();
        let text = error.into_inner().to_string();
        // serde quotes a wrong value after these words, but the names of members never follow them.
        let hides = ["invalid type", "invalid value", "unknown variant"];
        match hides.iter().find(|start| text.starts_with(**start)) {
            Some(_) => problem(name, &format!("`{path}` has a wrong value: {}", expected(&text))),
            None => problem(name, &text),
        }
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
