//! Xbox user tokens and XSTS tokens.

use serde_json::{Value, json};
use ureq::http::{HeaderName, HeaderValue};

use crate::http::{Body, PreparedRequest};
use crate::types::{ArgumentError, Endpoint, Secret, Service, endpoints};

endpoints! {
    USER_TOKEN = Endpoint::post(Service::UserAuth, "user_token", "/user/authenticate")
        .without_token()
        .idempotent();
    XBOX_XSTS_TOKEN = xsts("xsts_token_for_xbox_live");
    HALO_XSTS_TOKEN = xsts("xsts_token_for_halo");
}

const fn xsts(name: &'static str) -> Endpoint {
    Endpoint::post(Service::XstsAuth, name, "/xsts/authorize")
        .without_token()
        .idempotent()
}

/// The service that accepts an XSTS token.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(in crate::auth) enum RelyingParty {
    XboxLive,
    Halo,
}

/// Exchanges an OAuth2 access token for an Xbox user token.
pub(in crate::auth) fn user_token(access_token: &Secret) -> Result<PreparedRequest, ArgumentError> {
    post(
        &USER_TOKEN,
        &json!({
            "RelyingParty": "http://auth.xboxlive.com",
            "TokenType": "JWT",
            "Properties": {
                "AuthMethod": "RPS",
                "SiteName": "user.auth.xboxlive.com",
                "RpsTicket": format!("d={}", access_token.expose()),
            },
        }),
    )
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
    post(
        endpoint,
        &json!({
            "RelyingParty": uri,
            "TokenType": "JWT",
            "Properties": {
                "UserTokens": [user_token.expose()],
                "SandboxId": "RETAIL",
            },
        }),
    )
}

fn post(endpoint: &'static Endpoint, body: &Value) -> Result<PreparedRequest, ArgumentError> {
    let mut request = PreparedRequest::new(endpoint, []).with_body(Body::json(body)?);
    request.headers.insert(
        HeaderName::from_static("x-xbl-contract-version"),
        HeaderValue::from_static("1"),
    );
    Ok(request)
}
