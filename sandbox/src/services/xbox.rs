//! Shared by the services of Xbox.

use crate::rng::Rng;
use crate::tokens::Issued;
use crate::wire::timestamp;
use axum::http::HeaderMap;
use serde_json::{Map, Value, json};

/// Parses a request. `None` means that the contract version, the JSON or the token type is wrong.
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

/// The user hash of a player, a part of the `Authorization` header for Xbox Live.
pub(crate) fn user_hash(xuid: u64) -> String {
    Rng::for_subject(xuid, "user hash").next().to_string()
}

/// A token response, with claims about the user.
pub(super) fn response(issued: &Issued, user: Map<String, Value>) -> Value {
    json!({
        "IssueInstant": timestamp::from_ticks(issued.issued),
        "NotAfter": timestamp::from_ticks(issued.expires),
        "Token": issued.token,
        "DisplayClaims": { "xui": [user] },
    })
}
