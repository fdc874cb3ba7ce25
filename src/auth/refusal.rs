//! What a refused step means, in words for the player or the developer.

use super::SignInStep;
use crate::decode::decode;
use crate::error::{Error, SignInError};
use crate::models::auth::{OAuth2Error, XstsError};
use crate::transport::Answer;

/// Why a step was refused.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum Refusal {
    /// The refresh token is wrong, was revoked or has expired.
    InvalidRefreshToken,
    /// The code is wrong, has been used or has expired.
    InvalidCode,
    /// The client ID and the client secret do not belong together.
    InvalidClient,
    /// The redirect URI is not one of the app's.
    InvalidRedirectUri,
    /// The app may not ask for Xbox Live.
    InvalidScope,
    /// The player said no.
    Declined,
    /// The player did not enter the device code in time.
    DeviceCodeExpired,
    /// The account is banned by Xbox enforcement.
    Banned,
    /// A parent must allow online play.
    ParentalConsent,
    /// The Microsoft account has no Xbox profile.
    NoXboxProfile,
    /// The Xbox terms of use have not been accepted.
    TermsNotAccepted,
    /// Xbox Live is not available in the account's country.
    CountryNotAvailable,
    /// The account needs adult verification.
    AdultVerification,
    /// A child's account that is in no family group.
    ChildAccount,
    /// Too many sign-ins.
    TooManyRequests,
    /// The service has trouble.
    ServiceTrouble,
    /// The token of the step before was not accepted.
    TokenNotAccepted,
    /// Another reason.
    Other,
}

impl Refusal {
    /// What the player or the developer must do.
    pub fn advice(self) -> &'static str {
        match self {
            Self::InvalidRefreshToken => {
                "the refresh token is wrong, was revoked or has expired (it lives about 90 days): the player must sign in again"
            }
            Self::InvalidCode => {
                "the code is wrong, has been used or has expired (it lives some minutes): start the sign-in again"
            }
            Self::InvalidClient => {
                "the client ID and the client secret do not belong together: check both in the Azure portal; \
                 a secret has an end date, and its value is not its ID"
            }
            Self::InvalidRedirectUri => {
                "the redirect URI is not one of the app's: enter it in the Azure portal exactly as it is here"
            }
            Self::InvalidScope => {
                "the app may not ask for Xbox Live: its registration must allow personal Microsoft accounts"
            }
            Self::Declined => "the player declined: start the sign-in again to ask once more",
            Self::DeviceCodeExpired => "the player did not enter the code in time: start the sign-in again",
            Self::Banned => "the account is banned by Xbox enforcement",
            Self::ParentalConsent => "a parent must allow online play for this account",
            Self::NoXboxProfile => {
                "the Microsoft account has no Xbox profile: create one by signing in to xbox.com once"
            }
            Self::TermsNotAccepted => {
                "the account has not accepted the Xbox terms of use: sign in to xbox.com and accept them"
            }
            Self::CountryNotAvailable => "Xbox Live is not available in the account's country",
            Self::AdultVerification => {
                "the account needs adult verification: sign in to xbox.com and follow the steps"
            }
            Self::ChildAccount => "this is a child's account: an adult must add it to a family group",
            Self::TooManyRequests => "too many sign-ins: wait some minutes",
            Self::ServiceTrouble => "the service has trouble: try again later",
            Self::TokenNotAccepted => {
                "the token of the step before was not accepted: sign in again; if that does not help, sign in to \
                 xbox.com once and look for a notice"
            }
            Self::Other => "the service did not accept the request",
        }
    }
}

/// The error for a refused step. Of the body only the service's own code is kept: the rest could
/// repeat what was sent.
pub(super) fn refusal(step: SignInStep, answer: &Answer) -> Error {
    let error = if step.is_oauth() {
        let body = decode::<OAuth2Error>(&answer.body).ok();
        // Microsoft has no code of its own for this one, only words.
        let blames_redirect = body
            .as_ref()
            .and_then(|body| body.error_description.as_deref())
            .is_some_and(|words| words.contains("redirect_uri") || words.contains("AADSTS50011"));
        let mut error = oauth_refusal(step, answer.status, body.map(|body| body.error));
        if blames_redirect {
            error.refusal = Refusal::InvalidRedirectUri;
        }
        error
    } else {
        let code = match step {
            SignInStep::XboxXstsToken | SignInStep::HaloXstsToken => {
                decode::<XstsError>(&answer.body).ok().map(|body| body.x_err)
            }
            _ => None,
        };
        SignInError {
            step,
            status: answer.status,
            code: code.map(|code| code.to_string()),
            refusal: code
                .and_then(xsts_refusal)
                .unwrap_or_else(|| general(step, answer.status)),
        }
    };
    error.into()
}

/// The refusal of a step of OAuth2 by its error code.
pub(super) fn oauth_refusal(step: SignInStep, status: u16, code: Option<String>) -> SignInError {
    let is_code =
        |text: &str| text.len() <= 40 && text.bytes().all(|byte| byte.is_ascii_lowercase() || byte == b'_');
    let code = code.filter(|code| is_code(code));
    let refusal = match code.as_deref() {
        Some("invalid_grant") if step == SignInStep::RefreshToken => Refusal::InvalidRefreshToken,
        Some("invalid_grant") => Refusal::InvalidCode,
        Some("invalid_client" | "unauthorized_client") => Refusal::InvalidClient,
        Some("invalid_scope") => Refusal::InvalidScope,
        Some("access_denied" | "authorization_declined" | "consent_required") => Refusal::Declined,
        Some("expired_token" | "code_expired") => Refusal::DeviceCodeExpired,
        Some("temporarily_unavailable" | "server_error") => Refusal::ServiceTrouble,
        _ => general(step, status),
    };
    SignInError {
        step,
        status,
        code,
        refusal,
    }
}

fn xsts_refusal(code: i64) -> Option<Refusal> {
    Some(match code {
        2_148_916_227 => Refusal::Banned,
        2_148_916_229 => Refusal::ParentalConsent,
        2_148_916_233 => Refusal::NoXboxProfile,
        2_148_916_234 => Refusal::TermsNotAccepted,
        2_148_916_235 => Refusal::CountryNotAvailable,
        2_148_916_236 | 2_148_916_237 => Refusal::AdultVerification,
        2_148_916_238 => Refusal::ChildAccount,
        _ => return None,
    })
}

fn general(step: SignInStep, status: u16) -> Refusal {
    match status {
        429 => Refusal::TooManyRequests,
        500..=599 => Refusal::ServiceTrouble,
        _ if step.is_oauth() => Refusal::Other,
        _ => Refusal::TokenNotAccepted,
    }
}
