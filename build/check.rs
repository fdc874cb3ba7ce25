//! Refuses what the generator would not understand, in words.

use std::collections::BTreeMap;

use serde_json::Value;

use super::{Schemas, definitions, resolve};

const KEYWORDS: [&str; 12] = [
    "description",
    "type",
    "format",
    "required",
    "properties",
    "items",
    "additionalProperties",
    "anyOf",
    "allOf",
    "$ref",
    "x-keys",
    "x-rust",
];
const TYPES: [&str; 7] = [
    "object", "array", "string", "integer", "number", "boolean", "null",
];
const FORMATS: [&str; 3] = ["date-time", "duration", "uuid"];

/// Refuses what the generator would not understand, or would make a nameless type of.
pub fn check(files: &Schemas) -> Result<(), String> {
    let mut homes: BTreeMap<&str, &str> = BTreeMap::new();
    for (stem, schema) in files {
        if !schema.schema["definitions"].is_object() {
            return Err(format!("schemas/{stem}.json: there is no object `definitions`"));
        }
        for (name, definition) in definitions(schema) {
            let place = format!("schemas/{stem}.json: /definitions/{name}");
            if let Some(other) = homes.insert(name, stem) {
                return Err(format!(
                    "{place}: the name is already defined in schemas/{other}.json"
                ));
            }
            if !definition["description"].is_string() {
                return Err(format!("{place}: there is no `description`"));
            }
            if stem != "refdata" {
                check_node(definition, &place, stem, files, true)?;
            }
        }
    }
    Ok(())
}

fn check_node(node: &Value, place: &str, stem: &str, files: &Schemas, named: bool) -> Result<(), String> {
    let Some(fields) = node.as_object() else {
        return Err(format!(
            "{place}: expected a schema, an object in braces, found `{node}`"
        ));
    };
    if let Some(keyword) = fields.keys().find(|key| !KEYWORDS.contains(&key.as_str())) {
        return Err(format!(
            "{place}: the keyword `{keyword}` is not one of {}",
            KEYWORDS.join(", ")
        ));
    }
    let kinds = match &node["type"] {
        Value::Null => Vec::new(),
        Value::Array(kinds) => kinds.iter().collect(),
        kind => vec![kind],
    };
    for kind in kinds {
        if !kind.as_str().is_some_and(|kind| TYPES.contains(&kind)) {
            return Err(format!("{place}/type: {kind} is not one of {}", TYPES.join(", ")));
        }
    }
    if let Some(format) = node.get("format")
        && !format.as_str().is_some_and(|format| FORMATS.contains(&format))
    {
        return Err(format!(
            "{place}/format: {format} is not one of {}",
            FORMATS.join(", ")
        ));
    }
    for keyword in ["$ref", "x-keys"] {
        let Some(reference) = node.get(keyword) else {
            continue;
        };
        let found = reference.as_str().and_then(|reference| resolve(reference, stem));
        let is_definition = |file: &super::Schema, name: &str| file.schema["definitions"][name].is_object();
        if !found.is_some_and(|(home, name)| files.get(home).is_some_and(|file| is_definition(file, name))) {
            return Err(format!("{place}/{keyword}: {reference} leads to no definition"));
        }
    }
    if let Some(properties) = node.get("properties") {
        if !named {
            return Err(format!(
                "{place}: give this object a name: make it a definition and refer to it by $ref"
            ));
        }
        let Some(properties) = properties.as_object() else {
            return Err(format!("{place}/properties: expected an object"));
        };
        if node.get("additionalProperties").is_some() {
            return Err(format!(
                "{place}: an object has either `properties` or, as a map, `additionalProperties`"
            ));
        }
        for (name, property) in properties {
            let place = format!("{place}/properties/{name}");
            check_node(property, &place, stem, files, false)?;
            if !property["description"].is_string() {
                return Err(format!("{place}: there is no `description`"));
            }
            let is_required = node["required"]
                .as_array()
                .is_some_and(|names| names.iter().any(|known| known == name));
            if !is_required && (property["type"] == "array" || property["type"] == "object") {
                return Err(format!(
                    "{place}: a list or map that can be absent must allow null too, else an empty one is lost"
                ));
            }
        }
        for name in node["required"].as_array().into_iter().flatten() {
            if !name.as_str().is_some_and(|name| properties.contains_key(name)) {
                return Err(format!("{place}/required: {name} is not one of the properties"));
            }
        }
    }
    for keyword in ["items", "additionalProperties"] {
        if let Some(inner) = node.get(keyword) {
            check_node(inner, &format!("{place}/{keyword}"), stem, files, false)?;
        }
    }
    for keyword in ["anyOf", "allOf"] {
        if let Some(members) = node.get(keyword) {
            let Some(members) = members.as_array() else {
                return Err(format!("{place}/{keyword}: expected a list of schemas"));
            };
            for (index, member) in members.iter().enumerate() {
                check_node(member, &format!("{place}/{keyword}/{index}"), stem, files, false)?;
            }
        }
    }
    Ok(())
}
