//! The endpoints of the sign-in.

use super::{halo, oauth, xbox};
use crate::error::SignInStep;
use crate::types::Endpoint;

impl SignInStep {
    /// The endpoint of the step. Microsoft's endpoints are those of [`Authority::Live`](crate::auth::Authority).
    pub const fn endpoint(self) -> &'static Endpoint {
        match self {
            Self::Consent => &oauth::LIVE.consent,
            Self::AuthorizationCode => &oauth::LIVE.authorization_code,
            Self::DeviceCode => &oauth::LIVE.device_code,
            Self::RefreshToken => &oauth::LIVE.refresh_token,
            Self::XboxUserToken => &xbox::USER_TOKEN,
            Self::XboxXstsToken => &xbox::XBOX_XSTS_TOKEN,
            Self::HaloXstsToken => &xbox::HALO_XSTS_TOKEN,
            Self::SpartanToken => &halo::SPARTAN_TOKEN,
            Self::Clearance => &halo::CLEARANCE,
        }
    }
}

/// All endpoints of the sign-in, in the order of its steps.
pub fn endpoints() -> impl Iterator<Item = &'static Endpoint> {
    let oauth = [&oauth::LIVE, &oauth::CONSUMERS]
        .into_iter()
        .flat_map(oauth::Endpoints::all);
    oauth.chain([xbox::ENDPOINTS, halo::ENDPOINTS].into_iter().flatten().copied())
}
