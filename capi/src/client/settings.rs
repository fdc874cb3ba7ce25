//! The settings of a client.

use halo_infinite::{Client, ClientBuilder, Environment};
use serde::Deserialize;

use crate::error::Failure;

#[derive(Default, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct Settings {
    spartan_token: Option<String>,
    clearance: Option<String>,
    environment: Option<String>,
    requests_per_second: Option<f64>,
}

impl Settings {
    /// Whether the settings have tokens of a player, so that the client needs no session.
    pub fn has_tokens(&self) -> bool {
        self.spartan_token.is_some()
    }

    pub fn builder(self) -> Result<ClientBuilder, Failure> {
        let mut builder = Client::builder();
        if let Some(token) = self.spartan_token {
            builder = match self.clearance {
                Some(clearance) => builder.tokens(token, clearance),
                None => builder.spartan_token(token),
            };
        }
        if let Some(base) = self.environment {
            builder = builder.environment(Environment::at(&base)?);
        }
        if let Some(rate) = self.requests_per_second {
            builder = builder.requests_per_second(rate);
        }
        Ok(builder)
    }
}
