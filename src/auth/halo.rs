//! Spartan tokens and clearance.

use serde_json::json;

use super::{Secret, SignInStep, json_body};
use crate::call::{Call, CallCredentials, SPARTAN_TOKEN};
use crate::error::ArgumentError;

/// Exchanges an XSTS token for a Spartan token.
pub(super) fn spartan_token(xsts_token: &Secret) -> Call {
    SignInStep::SpartanToken.post(
        &["spartan-token"],
        json_body(&json!({
            "Audience": "urn:343:s3:services",
            "MinVersion": "4",
            "Proof": [{ "Token": xsts_token.expose(), "TokenType": "Xbox_XSTSv3" }],
        })),
    )
}

/// Asks for the flight configuration that is active for the player.
pub(super) fn clearance(spartan_token: &Secret) -> Result<Call, ArgumentError> {
    let path = [
        "oban",
        "flight-configurations",
        "titles",
        "hi",
        "audiences",
        "RETAIL",
        "active",
    ];
    let endpoint = SignInStep::Clearance.endpoint();
    let mut call = Call::get(endpoint.service, endpoint.method, path);
    call.credentials = CallCredentials::None;
    call.headers
        .insert(SPARTAN_TOKEN, spartan_token.header("spartan_token")?);
    Ok(call)
}
