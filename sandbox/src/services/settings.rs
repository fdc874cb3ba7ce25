//! `settings`: the Spartan token for an XSTS token, the clearance, and the game's catalogue of its API.

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
pub(super) const API_SETTINGS: &str = "/settings/settings/hipc/e2a0a7c6-6efe-42af-9283-c2ab73250c48";
pub(super) const CLEARANCE: &str = "/settings/oban/flight-configurations/titles/hi/audiences/retail/active";
pub(super) const PLAYER_CLEARANCE: &str =
    "/settings/oban/flight-configurations/titles/hi/audiences/retail/players/{player}/active";
/// Needs no token.
pub(super) const RELEASE_CLEARANCE: &str = "/settings/hi/clearances/active";

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

/// Some of the hosts, retry policies and endpoints of the game's own catalogue.
pub(super) async fn api_settings() -> Model {
    let authority = |id: &str| {
        let hostname = format!("{id}.svc.halowaypoint.com");
        json!({
            "AuthorityId": id, "Scheme": 2, "Hostname": hostname, "Port": 443, "AuthenticationMethods": [15],
        })
    };
    let policy = |id: &str, timeout: u32, retries: u32, delay: u32, jitter: u32, if_not_found: bool| {
        json!({
            "RetryPolicyId": id, "TimeoutMs": timeout,
            "RetryOptions": {
                "MaxRetryCount": retries, "RetryDelayMs": delay, "RetryGrowth": 1.0, "RetryJitterMs": jitter,
                "RetryIfNotFound": if_not_found,
            },
        })
    };
    let endpoint = |authority: &str, path: &str, policy: &str, clearance: bool| {
        json!({
            "AuthorityId": authority, "Path": path, "QueryString": "", "RetryPolicyId": policy, "TopicName": "",
            "AcknowledgementTypeId": 0, "AuthenticationLifetimeExtensionSupported": false,
            "ClearanceAware": clearance,
        })
    };
    Model(
        "ApiSettings",
        json!({
            "Authorities": { "halostats": authority("halostats"), "skill": authority("skill") },
            "RetryPolicies": {
                "linearretry": policy("linearretry", 10_000, 1, 50, 10, false),
                "linearretry404retry": policy("linearretry404retry", 2500, 14, 2000, 100, true),
                "noretry": { "RetryPolicyId": "noretry", "TimeoutMs": 10_000, "RetryOptions": null },
            },
            "Settings": {},
            "Endpoints": {
                "Stats_GetMatchHistory":
                    endpoint("halostats", "/hi/players/{player}/matches", "linearretry", false),
                "Stats_GetMatchStats":
                    endpoint("halostats", "/hi/matches/{matchId}/stats", "linearretry404retry", false),
                "Skill_GetMatchResult":
                    endpoint("skill", "/hi/matches/{matchId}/skill", "linearretry404retry", true),
            },
        }),
    )
}
