//! Refused sign-ins.

use std::fmt;

use crate::types::Endpoint;

/// A step of the sign-in.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum SignInStep {
    /// Microsoft: the page on which the player consents.
    Consent,
    /// Microsoft OAuth2: the consent's code for an access token and a refresh token.
    AuthorizationCode,
    /// Microsoft OAuth2: a code that the player enters on another device, for an access token and a
    /// refresh token.
    DeviceCode,
    /// Microsoft OAuth2: the refresh token for an access token and the next refresh token.
    RefreshToken,
    /// Xbox Live: the access token for an Xbox user token.
    XboxUserToken,
    /// Xbox Live: the user token for an XSTS token that Xbox Live accepts.
    XboxXstsToken,
    /// Xbox Live: the user token for an XSTS token that Halo accepts.
    HaloXstsToken,
    /// Halo: the XSTS token for a Spartan token.
    SpartanToken,
    /// Halo: the active flight configuration.
    Clearance,
}

impl SignInStep {
    /// Whether the step belongs to Microsoft OAuth2.
    pub(crate) const fn is_oauth(self) -> bool {
        matches!(
            self,
            Self::Consent | Self::AuthorizationCode | Self::DeviceCode | Self::RefreshToken
        )
    }
}

impl fmt::Display for SignInStep {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str(match self {
            Self::Consent => "consent",
            Self::AuthorizationCode => "Microsoft authorization code",
            Self::DeviceCode => "Microsoft device code",
            Self::RefreshToken => "Microsoft refresh token",
            Self::XboxUserToken => "Xbox user token",
            Self::XboxXstsToken => "XSTS token for Xbox Live",
            Self::HaloXstsToken => "XSTS token for Halo",
            Self::SpartanToken => "Spartan token",
            Self::Clearance => "clearance",
        })
    }
}

/// The reason why a service refused a step of the sign-in.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum SignInErrorKind {
    /// The refresh token is wrong, was revoked or has expired.
    InvalidRefreshToken,
    /// The code is wrong, has been used or has expired.
    InvalidCode,
    /// The client ID and the client secret do not belong together, or the registration does not allow this
    /// way to sign in.
    InvalidClient,
    /// The redirect URI is not one of the app's.
    InvalidRedirectUri,
    /// The app may not request the scopes of Xbox Live.
    InvalidScope,
    /// The player declined.
    Declined,
    /// The player did not enter the device code in time.
    DeviceCodeExpired,
    /// Xbox enforcement has banned the account.
    Banned,
    /// A parent must allow online play.
    ParentalConsent,
    /// The Microsoft account has no Xbox profile.
    NoXboxProfile,
    /// The player has not accepted the Xbox terms of use.
    TermsNotAccepted,
    /// Xbox Live is not available in the account's country.
    CountryNotAvailable,
    /// The account needs adult verification.
    AdultVerification,
    /// The account is a child's and not in a family group.
    ChildAccount,
    /// Too many sign-ins.
    TooManyRequests,
    /// The service has trouble.
    ServiceTrouble,
    /// The service did not accept the token of the step before.
    TokenNotAccepted,
    /// Another reason.
    Other,
}

impl SignInErrorKind {
    /// Advice for the player or the developer.
    pub fn advice(self) -> &'static str {
        match self {
            Self::InvalidRefreshToken => {
                "the refresh token is wrong, was revoked or has expired (it lives about 90 days): the player must sign in again"
            }
            Self::InvalidCode => {
                "the code is wrong, has been used or has expired (it lives some minutes): start the sign-in again"
            }
            Self::InvalidClient => {
                "the client ID and the client secret do not belong together, or the registration does not allow this \
                 way to sign in: check both in the Azure portal; a secret has an end date, and its value is not its ID"
            }
            Self::InvalidRedirectUri => {
                "the redirect URI is not one of the app's: enter it in the Azure portal exactly as it is here"
            }
            Self::InvalidScope => {
                "the app may not request the scopes of Xbox Live: its registration must allow personal Microsoft accounts"
            }
            Self::Declined => "the player declined: start the sign-in again to ask once more",
            Self::DeviceCodeExpired => "the player did not enter the code in time: start the sign-in again",
            Self::Banned => "Xbox enforcement has banned the account",
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
                "the service did not accept the token of the step before: sign in again; if that does not help, \
                 sign in to xbox.com once and look for a notice"
            }
            Self::Other => "the service did not accept the request",
        }
    }
}

/// A service refused a step of the sign-in.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub struct SignInError {
    /// The step.
    pub step: SignInStep,
    /// The endpoint of the step; for the steps of OAuth2 that of `login.live.com`, whichever authority the app
    /// uses.
    pub endpoint: &'static Endpoint,
    /// The HTTP status.
    pub status: u16,
    /// The service's own code: an OAuth2 error such as `invalid_grant`, an XErr number such as
    /// `2148916233`; `None` if the service sent none.
    pub code: Option<String>,
    /// The reason; [`advice`](SignInErrorKind::advice) says what to do.
    pub kind: SignInErrorKind,
}

impl std::error::Error for SignInError {}

impl fmt::Display for SignInError {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(
            formatter,
            "the service refused the sign-in at the step \"{}\": status {}",
            self.step, self.status
        )?;
        if let Some(code) = &self.code {
            write!(formatter, ", {code}")?;
        }
        write!(formatter, ": {}", self.kind.advice())
    }
}
