//! `settings`: the Spartan token for an XSTS token, the clearance, and the feature flags.

use super::halo::Model;
use super::path::PathOwner;
use crate::app::Shared;
use crate::clock::TICKS_PER_SECOND;
use crate::tokens::Kind;
use crate::wire::problem::Problem;
use crate::wire::{time_span, timestamp};
use axum::body::Bytes;
use axum::extract::State;
use serde_json::{Value, json};

pub(super) const SPARTAN_TOKEN: &str = "/settings/spartan-token";
pub(super) const API_SETTINGS: &str = "/settings/settings/hipc/e2a0a7c6-6efe-42af-9283-c2ab73250c48";
pub(super) const CLEARANCE: &str =
    "/settings/oban/flight-configurations/titles/hi/audiences/{audience}/active";
pub(super) const PLAYER_CLEARANCE: &str =
    "/settings/oban/flight-configurations/titles/hi/audiences/{audience}/players/{player}/active";
pub(super) const FEATURE_FLAGS: &str = "/settings/featureflags/hi";
/// Needs no token.
pub(super) const RELEASE_CLEARANCE: &str = "/settings/hi/clearances/active";

pub(super) async fn spartan_token(State(app): State<Shared>, body: Bytes) -> Result<Model, Problem> {
    let request: Value = serde_json::from_slice(&body).map_err(|_| Problem::BadRequest)?;
    // Most clients send a text, MCCAPI the number.
    let version = &request["MinVersion"];
    if request["Audience"] != "urn:343:s3:services" || (version != "4" && version != 4) {
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

/// The clearance of one player, in any audience, sandbox and build.
pub(super) async fn player_clearance(State(app): State<Shared>, _: PathOwner) -> Model {
    clearance(State(app)).await
}

/// The feature flags of any flight.
pub(super) async fn feature_flags() -> Model {
    Model(
        "FeatureFlags",
        json!({
            "EnabledFeatures": ["DiscordEnabled", "TelemetryCombatEncountersEnabled"],
            "DisabledFeatures": ["ShowMirroredOptionsPracticeMenu"],
        }),
    )
}
