//! The settings of a session.

use std::time::Duration;

use halo_infinite::Xuid;
use halo_infinite::auth::{Authority, AzureApp};
use halo_infinite::error::ArgumentError;
use halo_infinite::types::Secret;
use serde::Deserialize;

use super::store::StoreSetting;

/// The settings of a session beside those of the [`Network`](crate::network::Network). `halo_session_new` documents them.
#[derive(Default, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct Settings {
    client_id: Option<String>,
    client_secret: Option<Secret>,
    redirect_uri: Option<String>,
    authority: AuthorityName,
    pub(super) store: StoreSetting,
    pub(super) xuid: Option<Xuid>,
    deadline_ms: Option<u64>,
}

#[derive(Clone, Copy, Default, Deserialize)]
#[serde(rename_all = "snake_case")]
enum AuthorityName {
    #[default]
    Live,
    Consumers,
}

impl Settings {
    /// The SDK's default, for steps and for locks alike.
    const DEADLINE: Duration = Duration::from_secs(300);

    pub(super) fn deadline(&self) -> Duration {
        self.deadline_ms.map_or(Self::DEADLINE, Duration::from_millis)
    }

    pub(super) fn app(&self) -> Result<AzureApp, ArgumentError> {
        let Some(client_id) = &self.client_id else {
            let problem = "it is missing: set the application (client) ID of the app's registration";
            return Err(ArgumentError::new("client_id", problem));
        };
        let mut app = match &self.client_secret {
            Some(secret) => AzureApp::new(client_id, secret.clone())?,
            None => AzureApp::public(client_id)?,
        };
        if let Some(uri) = &self.redirect_uri {
            app = app.redirect_uri(uri)?;
        }
        Ok(app.authority(match self.authority {
            AuthorityName::Live => Authority::Live,
            AuthorityName::Consumers => Authority::Consumers,
        }))
    }
}
