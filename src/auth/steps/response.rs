//! The responses of the steps, and the texts in them that must not be blank.

use serde::de::DeserializeOwned;

use crate::models::auth::{Clearance, DeviceCode, OAuth2Token, SpartanToken, XboxUserToken, XstsToken};
use crate::types::Secret;

/// The response of a step.
pub(in crate::auth) trait StepResponse: DeserializeOwned {
    /// The path of a token that is blank: no service would accept it.
    fn blank(&self) -> Option<String>;
}

fn first_blank<const N: usize>(tokens: [(&str, &Secret); N]) -> Option<String> {
    let mut tokens = tokens.into_iter();
    tokens
        .find(|(_, token)| token.is_blank())
        .map(|(path, _)| path.into())
}

impl StepResponse for OAuth2Token {
    fn blank(&self) -> Option<String> {
        first_blank([("access_token", &self.access_token)])
    }
}

impl StepResponse for DeviceCode {
    fn blank(&self) -> Option<String> {
        first_blank([("user_code", &self.user_code), ("device_code", &self.device_code)])
    }
}

impl StepResponse for XboxUserToken {
    fn blank(&self) -> Option<String> {
        first_blank([("Token", &self.token)])
    }
}

impl StepResponse for XstsToken {
    fn blank(&self) -> Option<String> {
        let mut claims = self.display_claims.xui.iter();
        let user_hash = claims.position(|claim| claim.uhs.trim().is_empty());
        first_blank([("Token", &self.token)])
            .or_else(|| user_hash.map(|place| format!("DisplayClaims.xui[{place}].uhs")))
    }
}

impl StepResponse for SpartanToken {
    fn blank(&self) -> Option<String> {
        first_blank([("SpartanToken", &self.spartan_token)])
    }
}

impl StepResponse for Clearance {
    fn blank(&self) -> Option<String> {
        first_blank([("FlightConfigurationId", &self.flight_configuration_id)])
    }
}
