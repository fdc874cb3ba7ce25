//! The files of customization items.

use super::texts::text;
use crate::world::wardrobe;
use serde_json::{Value, json};

/// The file of an item, by its lower-case path.
pub(super) fn item(path: &str) -> Option<Value> {
    let path = wardrobe::files().find(|file| file.eq_ignore_ascii_case(path))?;
    let file = path.rsplit('/').next().unwrap_or_default();
    let id = file.trim_end_matches(".json");
    Some(json!({
        "CommonData": {
            "Id": id,
            "Title": text(id),
            "Description": text("Something to wear in the sandbox."),
            "Quality": "Common",
        },
    }))
}
