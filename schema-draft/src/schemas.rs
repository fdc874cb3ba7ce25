//! The schemas of the project.

use crate::shape::Shape;
use crate::text::Format;
use serde_json::Value;
use std::collections::BTreeMap;
use std::path::Path;

/// The schemas of a folder, by file name without its ending.
#[derive(Debug)]
pub struct Schemas {
    texts: BTreeMap<String, String>,
    files: BTreeMap<String, Value>,
}

/// A field of a definition, own or shared.
#[derive(Clone, Copy, Debug)]
pub(crate) struct KnownField<'a> {
    pub(crate) name: &'a str,
    pub(crate) property: &'a Value,
    pub(crate) required: bool,
    /// The file of its property.
    pub(crate) stem: &'a str,
}

impl Schemas {
    /// Reads all schemas of a folder.
    ///
    /// # Errors
    ///
    /// A message with the path of the file that cannot be read or is not JSON.
    pub fn read(folder: &Path) -> Result<Self, String> {
        let in_folder = |error: std::io::Error| format!("{}: {error}", folder.display());
        let mut schemas = Self {
            texts: BTreeMap::new(),
            files: BTreeMap::new(),
        };
        for entry in std::fs::read_dir(folder).map_err(in_folder)? {
            let path = entry.map_err(in_folder)?.path();
            if path.extension().is_none_or(|ending| ending != "json") {
                continue;
            }
            let stem = path
                .file_stem()
                .unwrap_or_default()
                .to_string_lossy()
                .into_owned();
            let problem = |error: &dyn std::fmt::Display| format!("{}: {error}", path.display());
            let text = std::fs::read_to_string(&path).map_err(|error| problem(&error))?;
            let json = serde_json::from_str(&text).map_err(|error| problem(&error))?;
            schemas.texts.insert(stem.clone(), text);
            schemas.files.insert(stem, json);
        }
        Ok(schemas)
    }

    /// The text of a file.
    pub fn text(&self, stem: &str) -> Option<&str> {
        self.texts.get(stem).map(String::as_str)
    }

    /// The file that has a definition.
    pub fn home(&self, name: &str) -> Option<&str> {
        let has_it = |(_, json): &(&String, &Value)| json["definitions"].get(name).is_some();
        self.files.iter().find(has_it).map(|(stem, _)| stem.as_str())
    }

    /// Removes a definition, so that it is drafted anew.
    pub fn remove(&mut self, name: &str) {
        for file in self.files.values_mut() {
            if let Some(definitions) = file["definitions"].as_object_mut() {
                definitions.shift_remove(name);
            }
        }
    }

    /// The file and the name of the definition to which a reference in the file `stem` leads.
    pub(crate) fn target<'a>(&'a self, reference: &'a str, stem: &'a str) -> Option<(&'a str, &'a str)> {
        let (file, name) = reference.split_once("#/definitions/")?;
        let home = if file.is_empty() {
            stem
        } else {
            file.strip_suffix(".json")?
        };
        self.files.contains_key(home).then_some((home, name))
    }

    /// The fields of a definition, with those that it shares.
    pub(crate) fn fields<'a>(&'a self, stem: &'a str, name: &str) -> Vec<KnownField<'a>> {
        let Some(definition) = self.files.get(stem).map(|file| &file["definitions"][name]) else {
            return Vec::new();
        };
        let mut fields = Vec::new();
        for shared in definition["allOf"].as_array().into_iter().flatten() {
            let target = shared["$ref"]
                .as_str()
                .and_then(|reference| self.target(reference, stem));
            if let Some((home, name)) = target {
                fields.extend(self.fields(home, name));
            }
        }
        let required: Vec<&str> = definition["required"]
            .as_array()
            .into_iter()
            .flatten()
            .filter_map(Value::as_str)
            .collect();
        for (name, property) in definition["properties"].as_object().into_iter().flatten() {
            // A property with a description alone describes a shared field.
            if !fields.iter().any(|field: &KnownField| field.name == name) {
                fields.push(KnownField {
                    name,
                    property,
                    required: required.contains(&name.as_str()),
                    stem,
                });
            }
        }
        fields
    }

    /// A reference, for the file `stem`, to the definition that has all fields of an object, and no required field
    /// that the object lacks. Of several, the one with the fewest other fields.
    pub(crate) fn recognize(&self, shape: &Shape, stem: &str) -> Option<String> {
        let names: Vec<&str> = shape.fields.iter().map(|field| field.name.as_str()).collect();
        if names == ["ISO8601Date"] {
            return Some(reference("common", "Iso8601Date", stem));
        }
        let mut best: Option<(usize, String)> = None;
        for (home, file) in self.files.iter().filter(|(home, _)| *home != "refdata") {
            for (name, definition) in file["definitions"].as_object().into_iter().flatten() {
                if definition.get("x-fields").is_some() || definition.get("x-rust").is_some() {
                    continue;
                }
                let fields = self.fields(home, name);
                let has_all = names
                    .iter()
                    .all(|name| fields.iter().any(|field| field.name == *name));
                let needs_more = fields
                    .iter()
                    .any(|field| field.required && !names.contains(&field.name));
                // One name in common is no evidence.
                let is_evidence = names.len() > 1 && fields.len() <= 2 * names.len();
                if has_all && !needs_more && is_evidence && self.fit(&fields, shape) {
                    let others = fields.len() - names.len();
                    if best.as_ref().is_none_or(|(least, _)| others < *least) {
                        best = Some((others, reference(home, name, stem)));
                    }
                }
            }
        }
        best.map(|(_, reference)| reference)
    }

    /// Whether a definition has all fields of an object, with their types.
    fn fit(&self, known: &[KnownField], shape: &Shape) -> bool {
        shape.fields.iter().all(|field| {
            let property = known.iter().find(|known| known.name == field.name);
            property.is_some_and(|known| self.fits(known.property, known.stem, &field.shape))
        })
    }

    fn fits(&self, property: &Value, stem: &str, shape: &Shape) -> bool {
        if let Some(target) = referred(property) {
            return match self.target(target, stem) {
                Some(("common", "Iso8601Date" | "Translations")) => shape.is_object(),
                Some((home, name)) if self.files[home]["definitions"][name]["type"] == "object" => {
                    shape.is_object() && self.fit(&self.fields(home, name), shape)
                }
                Some(_) => shape.objects + shape.lists == 0,
                None => false,
            };
        }
        let allows = |kind: &str| match &property["type"] {
            Value::Array(kinds) => kinds.iter().any(|known| known == kind),
            Value::Null => true,
            known => known == kind,
        };
        let inner_fits = |keyword: &str, inner: &Shape| {
            let inner_property = property.get(keyword);
            inner_property.is_none_or(|inner_property| self.fits(inner_property, stem, inner))
        };
        (shape.lists == 0 || allows("array"))
            && (shape.objects == 0 || allows("object"))
            && shape
                .items
                .as_ref()
                .is_none_or(|items| inner_fits("items", items))
            && (shape.objects == 0 || inner_fits("additionalProperties", &shape.map_values()))
            && (shape.booleans == 0 || allows("boolean"))
            && (shape.integers == 0 || allows("integer") || allows("number"))
            && (shape.floats == 0 || allows("number"))
            && (shape.formats.is_empty() || allows("string"))
    }

    /// A reference to the enumeration that fields of this name have elsewhere, if all of them have the same.
    pub(crate) fn enumeration(&self, field: &str, kind: &str) -> Option<String> {
        let mut found: Option<&str> = None;
        for file in self.files.values() {
            for definition in file["definitions"]
                .as_object()
                .into_iter()
                .flatten()
                .map(|(_, value)| value)
            {
                let property = &definition["properties"][field];
                if property.is_null() {
                    continue;
                }
                let name = referred(property)?.strip_prefix("refdata.json#/definitions/")?;
                if found.is_some_and(|other| other != name) {
                    return None;
                }
                found = Some(name);
            }
        }
        let name = found?;
        let is_of_kind = self.files.get("refdata")?["definitions"][name]["type"] == kind;
        is_of_kind.then(|| format!("refdata.json#/definitions/{name}"))
    }
}

/// The reference of a property, which may allow null too.
pub(crate) fn referred(property: &Value) -> Option<&str> {
    let direct = property["$ref"].as_str();
    direct.or_else(|| property["anyOf"][0]["$ref"].as_str())
}

pub(crate) fn reference(home: &str, name: &str, stem: &str) -> String {
    if home == stem {
        format!("#/definitions/{name}")
    } else {
        format!("{home}.json#/definitions/{name}")
    }
}

/// The definition of `common.json` for the texts of a format.
pub(crate) fn type_of(format: Format) -> Option<&'static str> {
    match format {
        Format::PlayerId => Some("PlayerId"),
        Format::Xuid => Some("Xuid"),
        _ => None,
    }
}
