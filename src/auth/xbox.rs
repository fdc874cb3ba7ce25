//! Xbox user tokens and XSTS tokens.

use serde_json::{Value, json};
use ureq::http::{HeaderName, HeaderValue};

use super::{Secret, SignInStep, json_body};
use crate::call::Call;

/// Whom an XSTS token is for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum RelyingParty {
    XboxLive,
    Halo,
}

impl RelyingParty {
    fn uri(self) -> &'static str {
        match self {
            Self::XboxLive => "http://xboxlive.com",
            Self::Halo => "https://prod.xsts.halowaypoint.com/",
        }
    }
}

/// Exchanges an OAuth2 access token for an Xbox user token.
pub(super) fn user_token(access_token: &Secret) -> Call {
    post(
        SignInStep::XboxUserToken,
        &["user", "authenticate"],
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
pub(super) fn xsts_token(user_token: &Secret, party: RelyingParty) -> Call {
    let step = match party {
        RelyingParty::XboxLive => SignInStep::XboxXstsToken,
        RelyingParty::Halo => SignInStep::HaloXstsToken,
    };
    post(
        step,
        &["xsts", "authorize"],
        &json!({
            "RelyingParty": party.uri(),
            "TokenType": "JWT",
            "Properties": {
                "UserTokens": [user_token.expose()],
                "SandboxId": "RETAIL",
            },
        }),
    )
}

fn post(step: SignInStep, path: &[&str], body: &Value) -> Call {
    let mut call = step.post(path, json_body(body));
    call.headers.insert(
        HeaderName::from_static("x-xbl-contract-version"),
        HeaderValue::from_static("1"),
    );
    call
}
