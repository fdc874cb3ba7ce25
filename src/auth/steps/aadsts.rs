//! Microsoft's numbers of refusals, as in `AADSTS70002`.
//!
//! The meanings are those of Microsoft's page "Microsoft Entra authentication and authorization error codes", unless a
//! comment says otherwise. The numbers may change: they only choose the advice.

use crate::error::{SignInErrorKind, SignInStep};

/// The numbers in a text.
pub(super) fn numbers(text: &str) -> impl Iterator<Item = u32> {
    text.split("AADSTS").skip(1).filter_map(|rest| {
        let end = rest.find(|c: char| !c.is_ascii_digit()).unwrap_or(rest.len());
        rest.get(..end)?.parse().ok()
    })
}

/// The kind of a refusal; `None` for other numbers. `description` is Microsoft's, `has_secret` is about the app.
pub(super) fn kind(
    number: u32,
    step: SignInStep,
    has_secret: bool,
    description: &str,
) -> Option<SignInErrorKind> {
    Some(match number {
        // The directory of personal accounts has one number for several mistakes: "The client application must be
        // marked as 'mobile.'", "The request body must contain the following parameter: 'client_secret or
        // client_assertion'", "The client does not exist or is not enabled for consumers", a wrong secret.
        70002 if ["'mobile", "client_assertion"].iter().any(|text| description.contains(text)) => {
            secret_is_missing(step, has_secret)
        }
        70002 if description.contains("client_secret") => SignInErrorKind::InvalidClientSecret,
        70002
        // The app is unknown or disabled there.
        | 70001 | 700_011 | 700_016
        // The account's directory does not fit the app.
        | 50020 | 50194 | 500_201 | 500_207 | 500_208
        // The app is for other accounts or other endpoints.
        | 90124 | 90130 | 9_001_023 | 9_002_331 | 9_002_332 => SignInErrorKind::AccountTypesNotAllowed,
        7_000_218 => secret_is_missing(step, has_secret),
        7_000_216 => SignInErrorKind::ClientSecretRequired,
        700_025 => SignInErrorKind::ClientSecretNotAllowed,
        50012 | 7_000_215 | 7_000_222 => SignInErrorKind::InvalidClientSecret,
        50011 | 70004 | 900_971 => SignInErrorKind::InvalidRedirectUri,
        // 90023 and 9002326: the token of a "Single-Page Application" is requested from another origin; 9002327: from
        // no origin.
        90023 | 700_054 | 9_002_326 | 9_002_327 => SignInErrorKind::WrongPlatform,
        28002 | 28003 | 65005 | 70011 | 650_056 | 650_057 => SignInErrorKind::InvalidScope,
        // A code or a refresh token is wrong, used, expired or revoked, or the PKCE verifier does not fit.
        50089 | 50147 | 50173 | 54005 | 70008 | 70043 | 501_481 | 501_491 | 700_005 | 700_082 | 700_084 => {
            invalid_grant(step)
        }
        70019 => SignInErrorKind::DeviceCodeExpired,
        65001 => SignInErrorKind::ConsentRequired,
        65004 => SignInErrorKind::Declined,
        // A second factor.
        50072 | 50074 | 50076 | 50078 | 50079
        // A new password.
        | 50055 | 50126 | 50132 | 50133 | 50135 | 50144 => SignInErrorKind::InteractionRequired,
        50053 | 50057 => SignInErrorKind::AccountBlocked,
        50034 => SignInErrorKind::AccountNotFound,
        50196 => SignInErrorKind::TooManyRequests,
        50033 | 70012 | 90006 | 90024 | 90033 => SignInErrorKind::ServiceTrouble,
        _ => return None,
    })
}

/// The kind for a code or a refresh token that is not accepted.
pub(super) fn invalid_grant(step: SignInStep) -> SignInErrorKind {
    match step {
        SignInStep::RefreshToken => SignInErrorKind::InvalidRefreshToken,
        _ => SignInErrorKind::InvalidCode,
    }
}

/// The request had no secret, and the app is not registered as one without.
fn secret_is_missing(step: SignInStep, has_secret: bool) -> SignInErrorKind {
    match step {
        // A device code is requested without a secret, even by an app that has one.
        SignInStep::DeviceCode => SignInErrorKind::PublicClientNotAllowed,
        _ if has_secret => SignInErrorKind::PublicClientNotAllowed,
        _ => SignInErrorKind::ClientSecretRequired,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_are_found_in_any_text() {
        for (text, expected) in [
            ("", &[][..]),
            ("AADSTS", &[]),
            ("AADSTSx1", &[]),
            ("AADSTS70002", &[70002]),
            (
                "AADSTS70002: Error validating credentials. AADSTS50012: Invalid client secret.",
                &[70002, 50012],
            ),
            ("\u{e9}AADSTS7000218\u{e9}", &[7_000_218]),
            ("AADSTS99999999999999999999 AADSTS1", &[1]),
        ] {
            assert_eq!(numbers(text).collect::<Vec<_>>(), expected, "{text}");
        }
    }
}
