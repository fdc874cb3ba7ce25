//! Refused sign-ins.

use std::fmt;

use super::sign_in_kind::SignInErrorKind;
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
    /// Microsoft's own number of the refusal: 70002 for `AADSTS70002`. `None` if Microsoft sent none, or
    /// another service refused. `https://login.microsoftonline.com/error?code=70002` explains it.
    pub aadsts: Option<u32>,
    /// The reason; [`advice`](Self::advice) says what to do.
    pub kind: SignInErrorKind,
    /// Whether the app has a client secret.
    pub(crate) has_secret: bool,
}

impl SignInError {
    /// Advice for the player or the developer.
    pub fn advice(&self) -> &'static str {
        match (self.kind, self.has_secret) {
            (SignInErrorKind::InvalidClient, false) => {
                "the client ID is wrong, or the registration does not allow this way to sign in without a client \
                 secret: in the Azure portal, compare the application (client) ID and allow public client flows"
            }
            (SignInErrorKind::WrongPlatform, true) => {
                "the redirect URI is registered for another platform: in the Azure portal, enter it under \"Web\", since \
                 the app has a client secret"
            }
            (SignInErrorKind::WrongPlatform, false) => {
                "the redirect URI is registered for another platform: in the Azure portal, enter it under \"Mobile and \
                 desktop applications\", since the app has no client secret"
            }
            (kind, _) => kind.advice(),
        }
    }
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
        if let Some(number) = self.aadsts {
            write!(formatter, ", AADSTS{number}")?;
        }
        write!(formatter, ": {}", self.advice())
    }
}
