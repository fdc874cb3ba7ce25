//! The reasons of refused steps.

use super::{aadsts, xerr};
use crate::decode::decode;
use crate::error::{SignInError, SignInErrorKind, SignInStep};
use crate::http::RawResponse;
use crate::models::auth::{OAuth2Error, XstsError};

/// The error for a refused step. It holds only the service's own codes of the body: the rest could repeat
/// secrets of the request. `has_secret` is about the app.
pub(in crate::auth) fn refusal(has_secret: bool, step: SignInStep, response: &RawResponse) -> SignInError {
    if step.is_oauth() {
        let body = decode::<OAuth2Error>(&response.body).ok();
        let description = match &body {
            Some(body) => body.error_description.as_ref().map(|text| text.expose()),
            // Pages have such numbers too.
            None => std::str::from_utf8(&response.body).ok(),
        };
        let numbers = body.as_ref().and_then(|body| body.error_codes.as_deref());
        return OAuthRefusal {
            error: body
                .as_ref()
                .map(|body| body.error.as_str())
                .filter(|code| !response.repeats_a_secret_in(code)),
            description: description.unwrap_or_default(),
            numbers: numbers.unwrap_or_default(),
        }
        .to_error(has_secret, step, response.status);
    }
    let number = match step {
        SignInStep::XboxUserToken | SignInStep::XboxXstsToken | SignInStep::HaloXstsToken => {
            decode::<XstsError>(&response.body).ok().map(|body| body.x_err)
        }
        _ => None,
    };
    SignInError {
        step,
        endpoint: step.endpoint(),
        status: response.status,
        code: number.map(|number| number.to_string()),
        aadsts: None,
        kind: number
            .and_then(xerr::kind)
            .unwrap_or_else(|| general(step, response.status)),
        has_secret,
    }
}

/// A refusal of Microsoft OAuth2, in a body or in the query of a redirect.
pub(in crate::auth) struct OAuthRefusal<'a> {
    /// The error code, such as `invalid_grant`.
    pub error: Option<&'a str>,
    /// The description, which can repeat secrets of the request.
    pub description: &'a str,
    /// Microsoft's numbers. The description can have more.
    pub numbers: &'a [i64],
}

impl OAuthRefusal<'_> {
    pub fn to_error(&self, has_secret: bool, step: SignInStep, status: u16) -> SignInError {
        let is_code = |text: &str| {
            text.len() <= 40 && text.bytes().all(|byte| byte.is_ascii_lowercase() || byte == b'_')
        };
        let code = self.error.filter(|code| is_code(code));
        let mut aadsts = None;
        let mut kind = None;
        let listed = self
            .numbers
            .iter()
            .filter_map(|number| u32::try_from(*number).ok());
        for number in listed.chain(aadsts::numbers(self.description)) {
            aadsts = aadsts.or(Some(number));
            kind = aadsts::kind(number, step, has_secret, self.description);
            if kind.is_some() {
                // The number that the advice is about.
                aadsts = Some(number);
                break;
            }
        }
        SignInError {
            step,
            endpoint: step.endpoint(),
            status,
            code: code.map(str::to_owned),
            aadsts,
            kind: kind.unwrap_or_else(|| self.kind_by_code(code, step, status)),
            has_secret,
        }
    }

    fn kind_by_code(&self, code: Option<&str>, step: SignInStep, status: u16) -> SignInErrorKind {
        // `login.live.com` has no number for an unknown app either.
        if self.description.contains("not enabled for consumers") {
            return SignInErrorKind::AccountTypesNotAllowed;
        }
        // `login.live.com` has no code for a wrong redirect URI, only a description.
        if self.description.contains("redirect_uri") {
            return SignInErrorKind::InvalidRedirectUri;
        }
        match code {
            Some("invalid_grant") => aadsts::invalid_grant(step),
            Some("invalid_client" | "unauthorized_client") => SignInErrorKind::InvalidClient,
            Some("invalid_scope") => SignInErrorKind::InvalidScope,
            Some("access_denied" | "authorization_declined" | "consent_required") => {
                SignInErrorKind::Declined
            }
            Some("interaction_required" | "login_required") => SignInErrorKind::InteractionRequired,
            Some("expired_token" | "code_expired") => SignInErrorKind::DeviceCodeExpired,
            Some("temporarily_unavailable" | "server_error") => SignInErrorKind::ServiceTrouble,
            _ => general(step, status),
        }
    }
}

fn general(step: SignInStep, status: u16) -> SignInErrorKind {
    match status {
        429 => SignInErrorKind::TooManyRequests,
        // Redirects and 407 come from the network in between.
        300..=399 | 407 | 408 | 425 | 500..=599 => SignInErrorKind::ServiceTrouble,
        400 | 401 | 403 if !step.is_oauth() => SignInErrorKind::TokenNotAccepted,
        _ => SignInErrorKind::Other,
    }
}
