//! Xbox user tokens and XSTS tokens.

use serde::Serialize;
use ureq::http::HeaderValue;
use zeroize::Zeroizing;

use crate::http::{Body, CONTRACT_VERSION, PreparedRequest};
use crate::types::{ArgumentError, Endpoint, Secret, Service, endpoints};

endpoints! {
    USER_TOKEN = Endpoint::post(Service::UserAuth, "user_token", "/user/authenticate")
        .without_token()
        .read_only()
        .idempotent();
    XBOX_XSTS_TOKEN = xsts("xsts_token_for_xbox_live");
    HALO_XSTS_TOKEN = xsts("xsts_token_for_halo");
}

const fn xsts(name: &'static str) -> Endpoint {
    Endpoint::post(Service::XstsAuth, name, "/xsts/authorize")
        .without_token()
        .read_only()
        .idempotent()
}

/// The service that accepts an XSTS token.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum RelyingParty {
    /// Xbox Live itself.
    XboxLive,
    /// Halo, which exchanges the token for a Spartan token.
    Halo,
}

/// A request for a token. It borrows the token that it holds: a `serde_json::Value` would be a copy that is not wiped.
#[derive(Serialize)]
#[serde(rename_all = "PascalCase")]
struct TokenRequest<'a, P> {
    relying_party: &'a str,
    token_type: &'a str,
    properties: P,
}

#[derive(Serialize)]
#[serde(rename_all = "PascalCase")]
struct UserProperties<'a> {
    auth_method: &'a str,
    site_name: &'a str,
    rps_ticket: &'a str,
}

#[derive(Serialize)]
#[serde(rename_all = "PascalCase")]
struct XstsProperties<'a> {
    user_tokens: [&'a str; 1],
    sandbox_id: &'a str,
}

/// Exchanges an OAuth2 access token for an Xbox user token.
pub(in crate::auth) fn user_token(access_token: &Secret) -> Result<PreparedRequest, ArgumentError> {
    let ticket = Zeroizing::new(["d=", access_token.expose()].concat());
    let properties = UserProperties {
        auth_method: "RPS",
        site_name: "user.auth.xboxlive.com",
        rps_ticket: &ticket,
    };
    post(&USER_TOKEN, "http://auth.xboxlive.com", properties, access_token)
}

/// Exchanges an Xbox user token for an XSTS token.
pub(in crate::auth) fn xsts_token(
    user_token: &Secret,
    party: RelyingParty,
) -> Result<PreparedRequest, ArgumentError> {
    let (endpoint, uri) = match party {
        RelyingParty::XboxLive => (&XBOX_XSTS_TOKEN, "http://xboxlive.com"),
        RelyingParty::Halo => (&HALO_XSTS_TOKEN, "https://prod.xsts.halowaypoint.com/"),
    };
    let properties = XstsProperties {
        user_tokens: [user_token.expose()],
        sandbox_id: "RETAIL",
    };
    post(endpoint, uri, properties, user_token)
}

fn post(
    endpoint: &'static Endpoint,
    relying_party: &str,
    properties: impl Serialize,
    token: &Secret,
) -> Result<PreparedRequest, ArgumentError> {
    let body = Body::json(&TokenRequest {
        relying_party,
        token_type: "JWT",
        properties,
    })?;
    let mut request = PreparedRequest::new(endpoint, []).with_secret_body(body, [token.clone()]);
    request
        .headers
        .insert(CONTRACT_VERSION, HeaderValue::from_static("1"));
    Ok(request)
}
