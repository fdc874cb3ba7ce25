//! Definitions in the format of the schema files.

use crate::draft::Draft;
use serde_json::Value;
use std::fmt::Write;

/// The length of a line of names.
const WIDTH: usize = 120;

/// Formats drafted definitions as they stand in a schema file: one property a line.
pub fn print(draft: &Draft) -> String {
    let definitions: Vec<String> = draft
        .0
        .iter()
        .map(|(name, value)| definition(name, value))
        .collect();
    definitions.join(",\n") + "\n"
}

pub(crate) fn definition(name: &str, definition: &Value) -> String {
    let mut text = format!("    {}: {{\n", Value::from(name));
    let _ = write!(
        text,
        "      \"description\": {},\n      \"type\": \"object\"",
        definition["description"]
    );
    if let Some(required) = definition["required"].as_array() {
        let _ = write!(text, ",\n      \"required\": {}", names(required));
    }
    let properties = definition["properties"].as_object().into_iter().flatten();
    let lines: Vec<String> = properties
        .map(|(name, property)| self::property(name, property))
        .collect();
    let _ = write!(
        text,
        ",\n      \"properties\": {{\n{}\n      }}\n    }}",
        lines.join(",\n")
    );
    text
}

/// The line of a property, without a comma at its end.
pub(crate) fn property(name: &str, property: &Value) -> String {
    format!("        {}: {}", Value::from(name), inline(property))
}

fn names(required: &[Value]) -> String {
    let names: Vec<String> = required.iter().map(Value::to_string).collect();
    let line = format!("[{}]", names.join(", "));
    if line.len() + "      \"required\": ,".len() <= WIDTH {
        return line;
    }
    let mut lines = vec![String::new()];
    for name in names {
        let last = lines.len() - 1;
        if lines[last].len() + name.len() + "         ,".len() > WIDTH {
            lines.push(String::new());
        }
        let last = lines.len() - 1;
        let line = &mut lines[last];
        if !line.is_empty() {
            line.push(' ');
        }
        line.push_str(&name);
        line.push(',');
    }
    let text = lines.join("\n        ");
    format!("[\n        {}\n      ]", text.trim_end_matches(','))
}

fn inline(value: &Value) -> String {
    match value {
        Value::Object(fields) => {
            let fields: Vec<String> = fields
                .iter()
                .map(|(name, value)| format!("{}: {}", Value::from(name.as_str()), inline(value)))
                .collect();
            format!("{{{}}}", fields.join(", "))
        }
        Value::Array(items) => {
            let items: Vec<String> = items.iter().map(inline).collect();
            format!("[{}]", items.join(", "))
        }
        other => other.to_string(),
    }
}
