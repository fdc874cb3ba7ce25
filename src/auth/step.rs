//! The steps of the sign-in chain.

use std::fmt;

use crate::environment::Service;
use crate::error::Endpoint;
use crate::transport::{Body, Call};

/// A step of the sign-in chain.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum SignInStep {
    /// Microsoft OAuth2: the refresh token for an access token.
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
    /// The call that the step makes.
    pub const fn endpoint(self) -> Endpoint {
        let (service, method) = match self {
            Self::RefreshToken => (Service::Login, "refresh_token"),
            Self::XboxUserToken => (Service::UserAuth, "user_token"),
            Self::XboxXstsToken => (Service::XstsAuth, "xsts_token_for_xbox_live"),
            Self::HaloXstsToken => (Service::XstsAuth, "xsts_token_for_halo"),
            Self::SpartanToken => (Service::Settings, "spartan_token"),
            Self::Clearance => (Service::Settings, "clearance"),
        };
        Endpoint { service, method }
    }

    pub(super) fn post(self, path: &[&str], body: Body) -> Call {
        let Endpoint { service, method } = self.endpoint();
        Call::post(service, method, path, body)
    }
}

impl fmt::Display for SignInStep {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str(match self {
            Self::RefreshToken => "Microsoft refresh token",
            Self::XboxUserToken => "Xbox user token",
            Self::XboxXstsToken => "XSTS token for Xbox Live",
            Self::HaloXstsToken => "XSTS token for Halo",
            Self::SpartanToken => "Spartan token",
            Self::Clearance => "clearance",
        })
    }
}
