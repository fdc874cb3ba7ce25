//! The app registration through which players sign in.

use ureq::http::Uri;

use crate::types::{ArgumentError, Secret};

/// An app registered in Azure, through which players sign in.
///
/// A registration of the type *web* has a client secret and usually the redirect URI `https://localhost`:
/// use [`new`](Self::new). A registration of the type *mobile and desktop* has no secret and the redirect
/// URI `http://localhost`: use [`public`](Self::public).
#[derive(Debug, Clone)]
pub struct AzureApp {
    client_id: String,
    client_secret: Option<Secret>,
    pub(super) authority: Authority,
    redirect_uri: String,
}

/// The Microsoft service at which an app signs players in. A refresh token works only at the authority that
/// issued it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default)]
#[non_exhaustive]
pub enum Authority {
    /// `login.live.com`, for all apps.
    #[default]
    Live,
    /// The v2.0 endpoints of `login.microsoftonline.com`, for apps registered in Azure.
    Consumers,
}

impl AzureApp {
    /// An app with a client secret.
    ///
    /// The authority defaults to `login.live.com`, the redirect URI to `https://localhost`.
    ///
    /// # Errors
    ///
    /// [`ArgumentError`] if the client ID or the secret is empty.
    pub fn new(
        client_id: impl Into<String>,
        client_secret: impl Into<Secret>,
    ) -> Result<Self, ArgumentError> {
        let secret = client_secret.into();
        if secret.is_blank() {
            return Err(ArgumentError::new(
                "client_secret",
                "it is empty; for an app without a secret, use AzureApp::public",
            ));
        }
        let app = Self {
            client_secret: Some(secret),
            ..Self::public(client_id)?
        };
        app.redirect_uri("https://localhost")
    }

    /// An app without a client secret.
    ///
    /// The authority defaults to `login.live.com`, the redirect URI to `http://localhost`.
    ///
    /// # Errors
    ///
    /// [`ArgumentError`] if the client ID is empty.
    pub fn public(client_id: impl Into<String>) -> Result<Self, ArgumentError> {
        let client_id = client_id.into();
        if client_id.trim().is_empty() {
            return Err(ArgumentError::new("client_id", "it is empty"));
        }
        Ok(Self {
            client_id,
            client_secret: None,
            authority: Authority::default(),
            redirect_uri: "http://localhost".into(),
        })
    }

    /// Sets the authority. Defaults to [`Authority::Live`].
    #[must_use]
    pub fn authority(self, authority: Authority) -> Self {
        Self { authority, ..self }
    }

    /// Sets the address to which players return after their consent. It must be one of the redirect URIs in
    /// the app's registration; `http://localhost` allows any port.
    ///
    /// # Errors
    ///
    /// [`ArgumentError`] unless it is an `http` or `https` URL without query and fragment.
    pub fn redirect_uri(self, uri: impl Into<String>) -> Result<Self, ArgumentError> {
        let redirect_uri = uri.into();
        let parsed = redirect_uri.parse::<Uri>().ok();
        let is_usable = parsed.is_some_and(|uri| {
            matches!(uri.scheme_str(), Some("http" | "https"))
                && uri.host().is_some()
                && uri.query().is_none()
        });
        if !is_usable || redirect_uri.contains('#') {
            return Err(ArgumentError::new(
                "redirect_uri",
                format!(
                    "`{redirect_uri}` is not a redirect URI such as http://localhost or https://localhost"
                ),
            ));
        }
        Ok(Self { redirect_uri, ..self })
    }

    /// The app's client ID.
    pub fn client_id(&self) -> &str {
        &self.client_id
    }

    pub(super) fn client_secret(&self) -> Option<&Secret> {
        self.client_secret.as_ref()
    }

    pub(super) fn has_secret(&self) -> bool {
        self.client_secret.is_some()
    }

    pub(super) fn redirect(&self) -> &str {
        &self.redirect_uri
    }
}
