//! Templates: `--template`.

use minijinja::value::Serde;
use minijinja::{Environment, UndefinedBehavior, escape_formatter};
use serde_json::Value;

use super::record::Field;
use crate::failure::Failure;

/// The text of a template for each record, each on a line of its own.
pub fn fill(template: &str, records: &[Value], fields: &[Field]) -> Result<String, Failure> {
    let mut environment = Environment::new();
    environment.set_undefined_behavior(UndefinedBehavior::Strict);
    // A value that is missing is no text, as in the tables.
    environment.set_formatter(|output, state, value| match value.is_none() {
        true => Ok(()),
        false => escape_formatter(output, state, value),
    });
    let wrong = |error: minijinja::Error| {
        let names: Vec<_> = fields.iter().map(|field| field.name).collect();
        let known = match names.is_empty() {
            true => String::new(),
            false => format!("; the fields are {}", names.join(", ")),
        };
        Failure::Usage(format!("--template: {error}{known}"))
    };
    let template = environment.template_from_str(template).map_err(wrong)?;
    let mut text = String::new();
    for record in records {
        text += &template.render(Serde(record)).map_err(wrong)?;
        text.push('\n');
    }
    Ok(text)
}
