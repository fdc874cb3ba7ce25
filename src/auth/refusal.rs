//! What a refused step means, in words for the player or the developer.

use super::SignInStep;
use crate::decode::decode;
use crate::error::{Error, SignInError};
use crate::models::auth::{OAuth2Error, XstsError};
use crate::transport::Answer;

/// The error for a refused step. Of the body only the service's own code is kept: the rest could
/// repeat what was sent.
pub(super) fn refusal(step: SignInStep, refused: &Answer) -> Error {
    let code = match step {
        SignInStep::RefreshToken => decode::<OAuth2Error>(&refused.body).ok().map(|body| body.error),
        SignInStep::XboxXstsToken | SignInStep::HaloXstsToken => decode::<XstsError>(&refused.body)
            .ok()
            .map(|body| body.x_err.to_string()),
        _ => None,
    };
    let code = code.filter(|code| is_code(code));
    let advice = code
        .as_deref()
        .and_then(|code| advice(step, code))
        .unwrap_or_else(|| general_advice(step, refused.status));
    Error::SignIn(Box::new(SignInError {
        step,
        status: refused.status,
        code,
        advice,
    }))
}

/// Whether a text is a short word or number, as the services' codes are.
fn is_code(text: &str) -> bool {
    text.len() <= 40
        && text
            .bytes()
            .all(|byte| byte.is_ascii_alphanumeric() || byte == b'_')
}

fn advice(step: SignInStep, code: &str) -> Option<&'static str> {
    if step == SignInStep::RefreshToken {
        return Some(match code {
            "invalid_grant" => {
                "the refresh token is wrong, was revoked or has expired (it lives about 90 days): the player must sign in again"
            }
            "invalid_client" | "unauthorized_client" => {
                "the client ID and the client secret do not belong together: check both in the Azure portal; \
                 a secret has an end date, and its value is not its ID"
            }
            "invalid_request" => {
                "the request is not what Microsoft expects: check the client ID and the refresh token"
            }
            "invalid_scope" => {
                "the app may not ask for Xbox Live: its registration must allow personal Microsoft accounts"
            }
            _ => return None,
        });
    }
    Some(match code {
        "2148916227" => "the account is banned by Xbox enforcement",
        "2148916229" => "a parent must allow online play for this account",
        "2148916233" => {
            "the Microsoft account has no Xbox profile: create one by signing in to xbox.com once"
        }
        "2148916234" => {
            "the account has not accepted the Xbox terms of use: sign in to xbox.com and accept them"
        }
        "2148916235" => "Xbox Live is not available in the account's country",
        "2148916236" | "2148916237" => {
            "the account needs adult verification: sign in to xbox.com and follow the steps"
        }
        "2148916238" => "this is a child's account: an adult must add it to a family group",
        _ => return None,
    })
}

fn general_advice(step: SignInStep, status: u16) -> &'static str {
    match (status, step) {
        (429, _) => "too many sign-ins: wait some minutes",
        (500..=599, _) => "the service has trouble: try again later",
        (_, SignInStep::RefreshToken) => "Microsoft did not accept the app or the refresh token",
        (_, SignInStep::XboxUserToken) => {
            "Xbox Live did not accept the Microsoft token: the player must sign in again"
        }
        (_, SignInStep::XboxXstsToken | SignInStep::HaloXstsToken) => {
            "Xbox Live did not let the account in: the player should sign in to xbox.com once and look for a notice"
        }
        (_, SignInStep::SpartanToken) => {
            "Halo did not accept the Xbox Live token: the player must sign in again"
        }
        (_, SignInStep::Clearance) => "Halo did not accept the Spartan token: sign in again",
    }
}
