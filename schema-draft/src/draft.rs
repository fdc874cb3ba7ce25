//! Definitions from shapes.

use crate::schemas::{Schemas, reference, type_of};
use crate::shape::Shape;
use crate::text::Format;
use serde_json::{Map, Value, json};

/// The start of a description that a person must write. Names that a person must choose start with `Todo`.
pub const TODO: &str = "TODO";

/// Drafted definitions, in the order of first use.
#[derive(Debug, Default, PartialEq)]
pub struct Draft(pub Vec<(String, Value)>);

/// Drafts the definition of a model for the file `stem`, and the definitions of the objects in it that no schema has.
pub fn draft(name: &str, shape: &Shape, schemas: &Schemas, stem: &str) -> Draft {
    let mut drafter = Drafter {
        schemas,
        stem,
        draft: Draft::default(),
    };
    drafter.object(name, shape);
    drafter.draft
}

/// Drafts the property of a field, and the definitions that it needs.
pub(crate) fn draft_field(
    owner: &str,
    (name, shape): (&str, &Shape),
    optional: bool,
    schemas: &Schemas,
    stem: &str,
) -> (Value, Draft) {
    let mut drafter = Drafter {
        schemas,
        stem,
        draft: Draft::default(),
    };
    let property = drafter.property(owner, name, shape, optional);
    (property, drafter.draft)
}

struct Drafter<'a> {
    schemas: &'a Schemas,
    stem: &'a str,
    draft: Draft,
}

impl Drafter<'_> {
    fn object(&mut self, name: &str, shape: &Shape) {
        let index = self.draft.0.len();
        self.draft.0.push((name.to_owned(), Value::Null));
        let mut required = Vec::new();
        let mut properties = Map::new();
        for field in &shape.fields {
            let is_always_present = field.present == shape.objects;
            if is_always_present {
                required.push(Value::from(field.name.as_str()));
            }
            let property = self.property(name, &field.name, &field.shape, !is_always_present);
            properties.insert(field.name.clone(), property);
        }
        let mut definition = json!({ "description": TODO, "type": "object" });
        if !required.is_empty() {
            definition["required"] = required.into();
        }
        definition["properties"] = properties.into();
        self.draft.0[index].1 = definition;
    }

    fn property(&mut self, owner: &str, name: &str, shape: &Shape, optional: bool) -> Value {
        let mut property = self.value(owner, name, shape);
        let is_container = shape.lists > 0 || property["type"] == "object";
        if shape.nulls > 0 || (optional && is_container) {
            property = or_null(property);
        }
        property["description"] = description(shape, optional, &property).into();
        property
    }

    /// The schema of a value, without null and description.
    fn value(&mut self, owner: &str, name: &str, shape: &Shape) -> Value {
        let texts = shape.formats.len() + shape.empty_texts;
        let numbers = shape.integers + shape.floats;
        let kinds = [shape.booleans, numbers, texts, shape.lists, shape.objects];
        let is_no_number = !shape.formats.is_empty()
            && shape.empty_texts == 0
            && shape.formats.iter().all(|format| *format == Format::NoNumber);
        match kinds.map(|count| count > 0) {
            [true, false, false, false, false] => json!({ "type": "boolean" }),
            [false, _, true, false, false] if is_no_number => self.common("Number"),
            [false, true, false, false, false] if shape.floats > 0 => json!({ "type": "number" }),
            [false, true, false, false, false] => self.scalar(name, "integer"),
            [false, false, true, false, false] => self.text(name, shape),
            [false, false, false, true, false] => {
                let items = match &shape.items {
                    Some(items) if !items.is_unknown() => self.item(owner, name, items),
                    _ => json!({}),
                };
                json!({ "type": "array", "items": items })
            }
            [false, false, false, false, true] => self.map_or_object(owner, name, shape),
            // Nothing but null, or several types.
            _ => json!({}),
        }
    }

    fn item(&mut self, owner: &str, name: &str, shape: &Shape) -> Value {
        let item = self.value(owner, &singular(name), shape);
        if shape.nulls > 0 { or_null(item) } else { item }
    }

    fn scalar(&self, name: &str, kind: &str) -> Value {
        match self.schemas.enumeration(name, kind) {
            Some(reference) => json!({ "$ref": reference }),
            None => json!({ "type": kind }),
        }
    }

    fn text(&self, name: &str, shape: &Shape) -> Value {
        let first = shape.formats.first().copied().unwrap_or(Format::Plain);
        let is_uniform = shape.empty_texts == 0 && shape.formats.iter().all(|format| *format == first);
        let format = match first {
            _ if !is_uniform => return self.scalar(name, "string"),
            Format::Uuid => "uuid",
            Format::DateTime => "date-time",
            Format::Duration => "duration",
            other => {
                return match type_of(other) {
                    Some(known) => self.common(known),
                    None => self.scalar(name, "string"),
                };
            }
        };
        json!({ "type": "string", "format": format })
    }

    fn map_or_object(&mut self, owner: &str, name: &str, shape: &Shape) -> Value {
        if shape.fields.is_empty() {
            return json!({ "type": "object", "additionalProperties": {} });
        }
        if shape.is_map() {
            let values = self.item(owner, name, &shape.map_values());
            return json!({ "type": "object", "additionalProperties": values });
        }
        if let Some(reference) = self.schemas.recognize(shape, self.stem) {
            return json!({ "$ref": reference });
        }
        let owner = owner.trim_start_matches("Todo");
        let new = format!("Todo{owner}{}", capitalized(name));
        self.object(&new, shape);
        json!({ "$ref": format!("#/definitions/{new}") })
    }

    fn common(&self, name: &str) -> Value {
        json!({ "$ref": reference("common", name, self.stem) })
    }
}

fn or_null(mut schema: Value) -> Value {
    if schema.get("$ref").is_some() {
        return json!({ "anyOf": [schema, { "type": "null" }] });
    }
    if let Some(kind) = schema.get("type").cloned() {
        schema["type"] = json!([kind, "null"]);
    }
    schema
}

/// The marker, and what the payloads show that the types do not.
fn description(shape: &Shape, optional: bool, property: &Value) -> String {
    let mut text = format!("{TODO}.");
    let mut say = |sentence: &str| text = format!("{text} {sentence}");
    if shape.is_unknown() {
        say("Only null so far.");
    } else if property.get("type").is_none()
        && property.get("$ref").is_none()
        && property.get("anyOf").is_none()
    {
        say("Several types.");
    }
    if shape.lists > 0 && shape.items.as_ref().is_none_or(|items| items.is_unknown()) {
        say("Empty so far.");
    }
    if shape.nulls > 0 && !shape.is_unknown() {
        say("Null in some payloads.");
    }
    if optional {
        say("Absent from some payloads.");
    }
    let is_plain =
        property["type"] == "integer" || (property["type"] == "string" && property.get("format").is_none());
    if let Some(values) = shape.enumeration().filter(|_| is_plain) {
        say(&format!("An enumeration? Values: {}.", values.join(", ")));
    }
    text
}

/// The name of one of several things.
fn singular(name: &str) -> String {
    if let Some(stem) = name.strip_suffix("ies") {
        format!("{stem}y")
    } else if let Some(stem) = name.strip_suffix('s').filter(|stem| !stem.ends_with('s')) {
        stem.to_owned()
    } else {
        name.to_owned()
    }
}

/// A part of a type's name: `extra-large` is `ExtraLarge`.
fn capitalized(name: &str) -> String {
    let words = name.split(|letter: char| !letter.is_ascii_alphanumeric());
    words
        .map(|word| {
            let (first, rest) = word.split_at_checked(1).unwrap_or((word, ""));
            first.to_ascii_uppercase() + rest
        })
        .collect()
}
