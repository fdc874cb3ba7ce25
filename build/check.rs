//! Rejects schemas outside the dialect, with the file and the place.

use std::collections::BTreeMap;

use serde_json::Value;

use super::{FORMATS, Schemas, definitions, resolve};

/// The keywords of a definition.
const DEFINITION: [&str; 9] = [
    "description",
    "type",
    "format",
    "required",
    "properties",
    "allOf",
    "additionalProperties",
    "x-fields",
    "x-rust",
];
/// The keywords of a property and of the schemas inside it.
const PROPERTY: [&str; 9] = [
    "description",
    "type",
    "format",
    "items",
    "additionalProperties",
    "anyOf",
    "$ref",
    "x-keys",
    "x-after",
];
const TYPES: [&str; 7] = [
    "object", "array", "string", "integer", "number", "boolean", "null",
];

/// Rejects anything outside the dialect of `schemas/README.md`.
pub fn check(files: &Schemas) -> Result<(), String> {
    let mut homes: BTreeMap<&str, &str> = BTreeMap::new();
    for (stem, file) in files {
        for (name, definition) in definitions(file) {
            let place = Place {
                files,
                stem,
                path: format!("/definitions/{name}"),
            };
            if let Some(other) = homes.insert(name, stem) {
                return place.error(&format!("the name is already defined in schemas/{other}.json"));
            }
            if name.starts_with("Todo") {
                return place.error("the name is a draft: choose one");
            }
            place.check_description(definition)?;
            if stem != "refdata" {
                place.check_definition(definition)?;
            }
        }
    }
    Ok(())
}

/// The place of a part of a schema.
struct Place<'a> {
    files: &'a Schemas,
    stem: &'a str,
    path: String,
}

impl Place<'_> {
    fn at(&self, path: &str) -> Self {
        Self {
            path: format!("{}/{path}", self.path),
            ..*self
        }
    }

    fn error<T>(&self, problem: &str) -> Result<T, String> {
        Err(format!("schemas/{}.json: {}: {problem}", self.stem, self.path))
    }

    fn check_definition(&self, definition: &Value) -> Result<(), String> {
        self.check_keywords(definition, &DEFINITION)?;
        for (index, member) in self.list(definition, "allOf")?.iter().enumerate() {
            let place = self.at(&format!("allOf/{index}"));
            place.check_keywords(member, &["$ref"])?;
            let shared = place.target(member, "$ref")?;
            if shared["type"] != "object" || shared.get("x-rust").is_some() {
                return place.error(&format!("{} has no fields to share", member["$ref"]));
            }
        }
        if !matches!(definition.get("x-fields"), None | Some(Value::Bool(true))) {
            return self.at("x-fields").error("expected true");
        }
        if definition.get("additionalProperties").is_some() && definition.get("properties").is_some() {
            return self.error("an object has either `properties` or, as a map, `additionalProperties`");
        }
        let required = self.list(definition, "required")?;
        let fields = match definition.get("properties") {
            None => return Ok(()),
            Some(Value::Object(fields)) => fields,
            Some(_) => return self.at("properties").error("expected an object"),
        };
        for (name, property) in fields {
            let place = self.at(&format!("properties/{name}"));
            place.check_property(property)?;
            place.check_description(property)?;
            let is_required = required.iter().any(|known| known == name);
            if !is_required && (property["type"] == "array" || property["type"] == "object") {
                return place.error(
                    "a list or map that can be absent must allow null too, else an empty one is lost",
                );
            }
        }
        Ok(())
    }

    fn check_property(&self, node: &Value) -> Result<(), String> {
        if node.get("properties").is_some() {
            return self.error("give this object a name: make it a definition and refer to it by $ref");
        }
        self.check_keywords(node, &PROPERTY)?;
        if let Some(format) = node.get("format")
            && !FORMATS.iter().any(|(known, _)| format == known)
        {
            let known = FORMATS.map(|(known, _)| known).join(", ");
            return self
                .at("format")
                .error(&format!("{format} is not one of {known}"));
        }
        for keyword in ["$ref", "x-keys"] {
            if node.get(keyword).is_some() && self.target(node, keyword)?.get("x-fields").is_some() {
                return self.at(keyword).error(&format!(
                    "{} is no type, it only has fields to share",
                    node[keyword]
                ));
            }
        }
        if node.get("$ref").is_some() {
            self.check_keywords(node, &["$ref", "description", "x-after"])?;
        }
        for keyword in ["items", "additionalProperties"] {
            if let Some(inner) = node.get(keyword) {
                self.at(keyword).check_property(inner)?;
            }
        }
        match self.list(node, "anyOf")? {
            [] => Ok(()),
            [reference, null]
                if reference.get("$ref").is_some() && *null == serde_json::json!({"type": "null"}) =>
            {
                self.at("anyOf/0").check_property(reference)
            }
            _ => self
                .at("anyOf")
                .error("expected a reference that can be null: [{\"$ref\": …}, {\"type\": \"null\"}]"),
        }
    }

    fn check_description(&self, node: &Value) -> Result<(), String> {
        match node["description"].as_str() {
            Some(draft) if draft.starts_with("TODO") => self.error("`description` is a draft: write it"),
            Some(_) => Ok(()),
            None => self.error("`description` is missing"),
        }
    }

    /// Rejects keywords that are not in `known`, and unknown types.
    fn check_keywords(&self, node: &Value, known: &[&str]) -> Result<(), String> {
        let Some(keywords) = node.as_object() else {
            return self.error(&format!("expected a schema, an object in braces, found `{node}`"));
        };
        if let Some(keyword) = keywords.keys().find(|keyword| !known.contains(&keyword.as_str())) {
            return self.error(&format!(
                "the keyword `{keyword}` is not one of {}",
                known.join(", ")
            ));
        }
        let types = match keywords.get("type") {
            None => &[],
            Some(Value::Array(types)) => types.as_slice(),
            Some(one) => std::slice::from_ref(one),
        };
        for kind in types {
            if !TYPES.iter().any(|known| kind == known) {
                let known = TYPES.join(", ");
                return self.at("type").error(&format!("{kind} is not one of {known}"));
            }
        }
        Ok(())
    }

    fn list<'a>(&self, node: &'a Value, keyword: &str) -> Result<&'a [Value], String> {
        match node.get(keyword) {
            None => Ok(&[]),
            Some(Value::Array(members)) => Ok(members),
            Some(_) => self.at(keyword).error("expected a list"),
        }
    }

    /// The definition that a reference leads to.
    fn target(&self, node: &Value, keyword: &str) -> Result<&Value, String> {
        let reference = &node[keyword];
        let found = reference.as_str().and_then(|text| resolve(text, self.stem));
        let found = found.and_then(|(home, name)| self.files.get(home)?.json["definitions"].get(name));
        match found {
            Some(definition) => Ok(definition),
            None => self
                .at(keyword)
                .error(&format!("{reference} leads to no definition")),
        }
    }
}
