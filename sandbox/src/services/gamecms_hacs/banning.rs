//! The messages of bans.

use super::texts::text;
use crate::world::bans::MESSAGES;
use serde_json::{Value, json};

/// The file of a message, by its lower-case path. Known clients read different fields: `halo_api` the field
/// `DisplayMessage`, the npm package `halo-infinite-api` the field `Body`.
pub(super) fn message(path: &str) -> Option<Value> {
    let message = MESSAGES
        .iter()
        .find(|message| message.path.eq_ignore_ascii_case(path))?;
    Some(json!({
        "Title": message.title,
        "Body": message.text,
        "DisplayMessage": text(message.text),
    }))
}
