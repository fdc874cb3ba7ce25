//! The app registration that a player signs in through.

use super::Secret;
use crate::error::ArgumentError;

/// An app registered in Azure, through which players sign in.
///
/// A registration of the type *web* has a client secret; one of the type *mobile and desktop* has
/// none: see [`public`](Self::public).
#[derive(Debug, Clone)]
pub struct AzureApp {
    client_id: String,
    client_secret: Option<Secret>,
}

impl AzureApp {
    /// An app with a client secret.
    ///
    /// # Errors
    ///
    /// [`ArgumentError`] where the client ID or the secret is empty.
    pub fn new(
        client_id: impl Into<String>,
        client_secret: impl Into<Secret>,
    ) -> Result<Self, ArgumentError> {
        let secret = client_secret.into();
        if secret.expose().trim().is_empty() {
            return Err(ArgumentError::new(
                "client_secret",
                "it is empty; an app without one is AzureApp::public",
            ));
        }
        Ok(Self {
            client_secret: Some(secret),
            ..Self::public(client_id)?
        })
    }

    /// An app without a client secret.
    ///
    /// # Errors
    ///
    /// [`ArgumentError`] where the client ID is empty.
    pub fn public(client_id: impl Into<String>) -> Result<Self, ArgumentError> {
        let client_id = client_id.into();
        if client_id.trim().is_empty() {
            return Err(ArgumentError::new("client_id", "it is empty"));
        }
        Ok(Self {
            client_id,
            client_secret: None,
        })
    }

    /// The app's client ID.
    pub fn client_id(&self) -> &str {
        &self.client_id
    }

    pub(super) fn client_secret(&self) -> Option<&Secret> {
        self.client_secret.as_ref()
    }
}
