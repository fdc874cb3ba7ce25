//! The trait of the types of arguments, and parts of its errors.

use serde_json::Value;

/// A type that is read from a JSON value.
#[diagnostic::on_unimplemented(
    message = "calls by name cannot read a `{Self}` from JSON",
    note = "implement `FromArgument` for it in `src/services/by_name/argument_types.rs`"
)]
pub(super) trait FromArgument: Sized {
    /// What it must be, in words.
    const KIND: &'static str;
    /// What a list of these must be, in words.
    const LIST: &'static str = "a list";
    /// The names of its values, if it is an enumeration.
    const VALUES: &'static [&'static str] = &[];
    /// Whether it can be left out.
    const OPTIONAL: bool = false;
    /// Whether it is a list.
    const IS_LIST: bool = false;
    /// Whether it names a player, or is a list of players.
    const IS_PLAYER: bool = false;
    /// Whether its JSON can be other than a text, or a list of texts.
    const READS_JSON: bool = false;

    /// Reads the value. A missing one is `null`. The error is the problem.
    fn from_argument(value: &Value) -> Result<Self, String>;
}

/// The kind of a value, in words. A wrong value is not shown, since it may be a secret.
pub(super) fn kind(value: &Value) -> &'static str {
    match value {
        Value::Null => "missing or null",
        Value::Bool(_) => "true or false",
        Value::Number(_) => "a number",
        Value::String(_) => "a text",
        Value::Array(_) => "a list",
        Value::Object(_) => "an object",
    }
}

/// The start of a text, on one line.
pub(super) fn short(text: &str) -> String {
    const LENGTH: usize = 60;
    let start: String = text.chars().take(LENGTH).collect();
    let end = if start.len() < text.len() { "…" } else { "" };
    format!("{}{end}", start.escape_debug())
}
