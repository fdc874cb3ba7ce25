//! What the two Xbox authentication services have in common.

use crate::rng::Rng;
use crate::tokens::Issued;
use crate::wire::timestamp;
use axum::http::HeaderMap;
use serde_json::{Map, Value, json};

/// Reads a request: its contract version, its media type's JSON and the values that every such request has. `None`
/// is a malformed request.
pub(super) fn request(headers: &HeaderMap, body: &[u8]) -> Option<Value> {
    let contract = headers.get("x-xbl-contract-version")?;
    if contract != "1" {
        return None;
    }
    let request: Value = serde_json::from_slice(body).ok()?;
    if request["TokenType"] == "JWT" {
        Some(request)
    } else {
        None
    }
}

/// The user hash of a player: half of the header that Xbox Live services want.
pub(super) fn user_hash(xuid: u64) -> String {
    Rng::for_subject(xuid, "user hash").next().to_string()
}

/// A token answer with what it tells of the user.
pub(super) fn answer(issued: &Issued, user: Map<String, Value>) -> Value {
    json!({
        "IssueInstant": timestamp::from_ticks(issued.issued),
        "NotAfter": timestamp::from_ticks(issued.expires),
        "Token": issued.token,
        "DisplayClaims": { "xui": [user] },
    })
}
