//! The steps of the sign-in chain.

use std::fmt;

use crate::call::{Body, Call};
use crate::environment::Service;
use crate::error::Endpoint;

/// A step of signing in.
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
    /// The call that the step makes. The Microsoft steps of apps at another
    /// [`Authority`](super::Authority) go to that.
    pub const fn endpoint(self) -> Endpoint {
        let (service, method) = match self {
            Self::Consent => (Service::Login, "consent"),
            Self::AuthorizationCode => (Service::Login, "authorization_code"),
            Self::DeviceCode => (Service::Login, "device_code"),
            Self::RefreshToken => (Service::Login, "refresh_token"),
            Self::XboxUserToken => (Service::UserAuth, "user_token"),
            Self::XboxXstsToken => (Service::XstsAuth, "xsts_token_for_xbox_live"),
            Self::HaloXstsToken => (Service::XstsAuth, "xsts_token_for_halo"),
            Self::SpartanToken => (Service::Settings, "spartan_token"),
            Self::Clearance => (Service::Settings, "clearance"),
        };
        Endpoint { service, method }
    }

    /// Whether the step is one of Microsoft OAuth2's.
    pub(super) const fn is_oauth(self) -> bool {
        matches!(
            self,
            Self::Consent | Self::AuthorizationCode | Self::DeviceCode | Self::RefreshToken
        )
    }

    pub(super) fn post(self, path: &[&str], body: Body) -> Call {
        let Endpoint { service, method } = self.endpoint();
        Call::post(service, method, path, body)
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
