//! `settings`: the Spartan token for an XSTS token, and the clearance.

use super::halo::Model;
use crate::app::Shared;
use crate::clock::TICKS_PER_SECOND;
use crate::tokens::Kind;
use crate::wire::problem::Problem;
use crate::wire::{time_span, timestamp};
use axum::body::Bytes;
use axum::extract::State;
use serde_json::{Value, json};

pub(super) const SPARTAN_TOKEN: &str = "/settings/spartan-token";
pub(super) const CLEARANCE: &str = "/settings/oban/flight-configurations/titles/hi/audiences/RETAIL/active";

pub(super) async fn spartan_token(State(app): State<Shared>, body: Bytes) -> Result<Model, Problem> {
    let request: Value = serde_json::from_slice(&body).map_err(|_| Problem::BadRequest)?;
    if request["Audience"] != "urn:343:s3:services" || request["MinVersion"] != "4" {
        return Err(Problem::BadRequest);
    }
    let proof = match request["Proof"].as_array().map(Vec::as_slice) {
        Some([proof]) if proof["TokenType"] == "Xbox_XSTSv3" => &proof["Token"],
        _ => return Err(Problem::BadRequest),
    };
    let proof = proof.as_str().ok_or(Problem::BadRequest)?;
    let claims = app
        .tokens
        .check(Kind::XstsHalo, proof)
        .map_err(|_| Problem::Unauthorized)?;
    let issued = app.tokens.issue(Kind::Spartan, claims.xuid);
    let seconds = issued.expires / TICKS_PER_SECOND;
    Ok(Model(
        "SpartanToken",
        json!({
            "ExpiresUtc": timestamp::envelope(seconds * 1000),
            "SpartanToken": issued.token,
            "TokenDuration": time_span::from_ticks(issued.expires - issued.issued),
        }),
    ))
}

pub(super) async fn clearance(State(app): State<Shared>) -> Model {
    Model("Clearance", json!({ "FlightConfigurationId": app.clearance() }))
}
