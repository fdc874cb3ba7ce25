//! JSON from C.

use std::fmt;
use std::marker::PhantomData;

use serde::de::value::MapAccessDeserializer;
use serde::de::{DeserializeOwned, MapAccess, Visitor};
use serde::{Deserialize, Deserializer, Serialize};
use serde_json::{Map, Value};

use crate::code::HaloCode;
use crate::failure::Failure;

/// Reads settings or options. A missing text stands for no settings.
///
/// No error shows a value: it may be a secret.
pub(crate) fn settings<T: Default + DeserializeOwned>(
    name: &'static str,
    text: Option<&str>,
) -> Result<T, Failure> {
    match text {
        None => Ok(T::default()),
        Some(_) => read(name, object(name, text)?, &[]),
    }
}

/// Reads an object; an empty one for a missing text.
pub(crate) fn object(name: &str, text: Option<&str>) -> Result<Map<String, Value>, Failure> {
    match value(name, text)? {
        None => Ok(Map::new()),
        Some(Value::Object(object)) => Ok(object),
        Some(_) => Err(problem(name, "a JSON object is needed")),
    }
}

/// Reads a list of objects.
pub(crate) fn list<T: DeserializeOwned>(name: &str, text: &str) -> Result<Vec<T>, Failure> {
    let Some(Value::Array(items)) = value(name, Some(text))? else {
        return Err(problem(name, "a JSON list of objects is needed"));
    };
    let items = items.into_iter().enumerate();
    let items = items.map(|(index, item)| {
        let name = format!("{name}[{index}]");
        match item {
            Value::Object(members) => read(&name, members, &[]),
            _ => Err(problem(&name, "a JSON object is needed")),
        }
    });
    items.collect()
}

/// Reads settings from their members. `others` are the names of members that were read before, for the error about an
/// unknown one.
pub(crate) fn read<T: DeserializeOwned>(
    name: &str,
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
        if text.starts_with("missing field") {
            text = format!("`{path}`: {text}");
        }
        problem(name, &text)
    })
}

/// Reads a setting whose null stands for the default, as a missing one does. With `Option`, serde does so itself.
pub(crate) fn or_default<'de, D: Deserializer<'de>, T: Default + Deserialize<'de>>(
    deserializer: D,
) -> Result<T, D::Error> {
    Ok(Option::deserialize(deserializer)?.unwrap_or_default())
}

/// Reads settings within settings; null stands for none.
///
/// serde would also read them from a list, by the order of their members, which nobody knows.
pub(crate) fn members<'de, D: Deserializer<'de>, T: Deserialize<'de>>(
    deserializer: D,
) -> Result<Option<T>, D::Error> {
    let members = Option::<ByName<T>>::deserialize(deserializer)?;
    Ok(members.map(|ByName(settings)| settings))
}

/// As [`members`]; null stands for the defaults.
pub(crate) fn members_or_default<'de, D: Deserializer<'de>, T: Default + Deserialize<'de>>(
    deserializer: D,
) -> Result<T, D::Error> {
    Ok(members(deserializer)?.unwrap_or_default())
}

/// A struct that is only read from an object.
struct ByName<T>(T);

impl<'de, T: Deserialize<'de>> Deserialize<'de> for ByName<T> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        struct Members<T>(PhantomData<T>);

        impl<'de, T: Deserialize<'de>> Visitor<'de> for Members<T> {
            type Value = ByName<T>;

            fn expecting(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
                formatter.write_str("a JSON object")
            }

            fn visit_map<A: MapAccess<'de>>(self, members: A) -> Result<Self::Value, A::Error> {
                T::deserialize(MapAccessDeserializer::new(members)).map(ByName)
            }
        }

        deserializer.deserialize_map(Members(PhantomData))
    }
}

/// The part of serde's message that says what is allowed.
fn expected(text: &str) -> &str {
    text.rfind("expected")
        .and_then(|start| text.get(start..))
        .unwrap_or("see the documentation")
}

/// Reads any JSON; `None` for a missing text.
pub(crate) fn value(name: &str, text: Option<&str>) -> Result<Option<Value>, Failure> {
    let Some(text) = text else { return Ok(None) };
    let value = serde_json::from_str(text).map_err(|error| {
        let place = format!("it is not JSON: line {}, column {}", error.line(), error.column());
        problem(name, &place)
    })?;
    Ok(Some(value))
}

/// Writes a result as JSON. No mistake of the program can make this fail.
pub(crate) fn written(what: &str, value: &impl Serialize) -> Result<Vec<u8>, Failure> {
    serde_json::to_vec(value).map_err(|error| {
        let message = format!("{what}: it cannot be written as JSON: {error}");
        Failure::new(HaloCode::Other, message)
    })
}

pub(crate) fn problem(name: &str, problem: &str) -> Failure {
    Failure::new(HaloCode::NotJson, format!("{name}: {problem}"))
}
