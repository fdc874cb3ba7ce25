//! Spartan tokens and clearance.

use serde::Serialize;

use super::exchange::unexpected;
use crate::error::{Error, SignInStep};
use crate::http::{self, Body, PreparedRequest, secret_header};
use crate::types::{ArgumentError, Endpoint, Secret, Service, Xuid, endpoints};

endpoints! {
    SPARTAN_TOKEN = Endpoint::post(Service::Settings, "spartan_token", "/spartan-token")
        .without_token()
        .read_only()
        .idempotent();
    // In the chain, the request holds its Spartan token itself.
    CLEARANCE = Endpoint::get(
        Service::Settings,
        "clearance",
        "/oban/flight-configurations/titles/hi/audiences/RETAIL/active",
    )
    .returns_secret();
    PLAYER_CLEARANCE = Endpoint::get(
        Service::Settings,
        "player_clearance",
        "/oban/flight-configurations/titles/hi/audiences/RETAIL/players/{player}/active",
    )
    .returns_secret();
    ACTIVE_CLEARANCE = Endpoint::get(Service::Settings, "active_clearance", "/hi/clearances/active")
        .without_token()
        .returns_secret();
}

/// Borrows the token: a `serde_json::Value` would be a copy that is not wiped.
#[derive(Serialize)]
#[serde(rename_all = "PascalCase")]
struct SpartanTokenRequest<'a> {
    audience: &'a str,
    min_version: &'a str,
    proof: [Proof<'a>; 1],
}

#[derive(Serialize)]
#[serde(rename_all = "PascalCase")]
struct Proof<'a> {
    token: &'a str,
    token_type: &'a str,
}

/// Exchanges an XSTS token for a Spartan token.
pub(in crate::auth) fn spartan_token(xsts_token: &Secret) -> Result<PreparedRequest, ArgumentError> {
    let body = Body::json(&SpartanTokenRequest {
        audience: "urn:343:s3:services",
        min_version: "4",
        proof: [Proof {
            token: xsts_token.expose(),
            token_type: "Xbox_XSTSv3",
        }],
    })?;
    Ok(PreparedRequest::new(&SPARTAN_TOKEN, []).with_secret_body(body, [xsts_token.clone()]))
}

/// Requests the flight configuration that is active for retail players.
pub(in crate::auth) fn clearance(spartan_token: &Secret) -> Result<PreparedRequest, Error> {
    with_token(PreparedRequest::new(&CLEARANCE, []), spartan_token)
}

/// Requests the flight configuration that is active for one player. Other clients fall back to it.
pub(in crate::auth) fn player_clearance(
    spartan_token: &Secret,
    xuid: Xuid,
) -> Result<PreparedRequest, Error> {
    let request = PreparedRequest::new(&PLAYER_CLEARANCE, [xuid.to_string()]);
    with_token(request, spartan_token)
}

/// Requests the flight configuration of a release, without a token. Other clients fall back to it, with this
/// release.
pub(in crate::auth) fn active_clearance() -> PreparedRequest {
    const RELEASE: &str = "1.13";
    let mut request = PreparedRequest::new(&ACTIVE_CLEARANCE, []);
    request.set_query("release", RELEASE);
    request
}

fn with_token(mut request: PreparedRequest, spartan_token: &Secret) -> Result<PreparedRequest, Error> {
    let token = secret_header(spartan_token, "SpartanToken").map_err(|error| {
        unexpected(
            SignInStep::SpartanToken,
            200,
            error.argument.into(),
            &error.problem,
        )
    })?;
    request.headers.insert(http::SPARTAN_TOKEN, token);
    Ok(request)
}
