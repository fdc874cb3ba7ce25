//! Texts with their translations.

use serde_json::{Value, json};

/// A text without translations.
pub(super) fn text(value: &str) -> Value {
    json!({ "status": "Ready", "value": value, "translations": {} })
}

/// A text that is never translated. It has no field for translations.
pub(super) fn untranslated(value: &str) -> Value {
    json!({ "status": "Test", "value": value })
}

/// A text with its translations into French, German and Spanish.
pub(super) fn translated(value: &str, [french, german, spanish]: [&str; 3]) -> Value {
    json!({
        "status": "Ready",
        "value": value,
        "translations": { "fr-FR": french, "de-DE": german, "es-ES": spanish },
    })
}
