//! The reasons of refused steps.

use crate::decode::decode;
use crate::error::{Error, SignInError, SignInErrorKind, SignInStep};
use crate::http::RawResponse;
use crate::models::auth::{OAuth2Error, XstsError};

/// The error for a refused step. It holds only the service's own code of the body: the rest could repeat
/// secrets of the request.
pub(in crate::auth) fn refusal(step: SignInStep, response: &RawResponse) -> Error {
    let error = if step.is_oauth() {
        let body = decode::<OAuth2Error>(&response.body).ok();
        // Microsoft has no code for a wrong redirect URI, only a description.
        let blames_redirect = body
            .as_ref()
            .and_then(|body| body.error_description.as_deref())
            .is_some_and(|text| text.contains("redirect_uri") || text.contains("AADSTS50011"));
        let mut error = oauth_refusal(step, response.status, body.map(|body| body.error));
        if blames_redirect {
            error.kind = SignInErrorKind::InvalidRedirectUri;
        }
        error
    } else {
        let code = match step {
            SignInStep::XboxXstsToken | SignInStep::HaloXstsToken => {
                decode::<XstsError>(&response.body).ok().map(|body| body.x_err)
            }
            _ => None,
        };
        SignInError {
            step,
            endpoint: step.endpoint(),
            status: response.status,
            code: code.map(|code| code.to_string()),
            kind: code
                .and_then(xsts_refusal)
                .unwrap_or_else(|| general(step, response.status)),
        }
    };
    error.into()
}

/// The error for a refused step of OAuth2, by its error code.
pub(in crate::auth) fn oauth_refusal(step: SignInStep, status: u16, code: Option<String>) -> SignInError {
    let is_code =
        |text: &str| text.len() <= 40 && text.bytes().all(|byte| byte.is_ascii_lowercase() || byte == b'_');
    let code = code.filter(|code| is_code(code));
    let kind = match code.as_deref() {
        Some("invalid_grant") if step == SignInStep::RefreshToken => SignInErrorKind::InvalidRefreshToken,
        Some("invalid_grant") => SignInErrorKind::InvalidCode,
        Some("invalid_client" | "unauthorized_client") => SignInErrorKind::InvalidClient,
        Some("invalid_scope") => SignInErrorKind::InvalidScope,
        Some("access_denied" | "authorization_declined" | "consent_required") => SignInErrorKind::Declined,
        Some("expired_token" | "code_expired") => SignInErrorKind::DeviceCodeExpired,
        Some("temporarily_unavailable" | "server_error") => SignInErrorKind::ServiceTrouble,
        _ => general(step, status),
    };
    SignInError {
        step,
        endpoint: step.endpoint(),
        status,
        code,
        kind,
    }
}

fn xsts_refusal(code: i64) -> Option<SignInErrorKind> {
    Some(match code {
        2_148_916_227 => SignInErrorKind::Banned,
        2_148_916_229 => SignInErrorKind::ParentalConsent,
        2_148_916_233 => SignInErrorKind::NoXboxProfile,
        2_148_916_234 => SignInErrorKind::TermsNotAccepted,
        2_148_916_235 => SignInErrorKind::CountryNotAvailable,
        2_148_916_236 | 2_148_916_237 => SignInErrorKind::AdultVerification,
        2_148_916_238 => SignInErrorKind::ChildAccount,
        _ => return None,
    })
}

fn general(step: SignInStep, status: u16) -> SignInErrorKind {
    match status {
        429 => SignInErrorKind::TooManyRequests,
        500..=599 => SignInErrorKind::ServiceTrouble,
        _ if step.is_oauth() => SignInErrorKind::Other,
        _ => SignInErrorKind::TokenNotAccepted,
    }
}
