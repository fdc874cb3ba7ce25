//! The tokens of a player, each with its own expiry.

use jiff::Timestamp;
use serde::{Deserialize, Serialize};

use crate::models::auth::OAuth2Token;
use crate::types::Secret;
use crate::types::Xuid;

/// A token and when it expires.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[non_exhaustive]
pub struct ExpiringToken {
    /// The token.
    pub token: Secret,
    /// When it expires.
    pub expires: Timestamp,
}

impl ExpiringToken {
    pub(super) fn new(token: Secret, expires: Timestamp) -> Self {
        Self { token, expires }
    }

    /// Whether the token lives beyond a time.
    pub(super) fn outlives(&self, time: Timestamp) -> bool {
        time < self.expires
    }
}

/// All tokens that a player's sign-in has given so far: what a [`TokenStore`](super::TokenStore)
/// keeps. With them a program signs in again without asking the player, and repeats only those steps
/// whose tokens have expired.
///
/// `Debug` shows no token. Serializing writes them out: mind where that goes.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[non_exhaustive]
pub struct TokenSet {
    /// The XUID. `None` before the first sign-in is complete, and where Xbox Live did not tell it.
    #[serde(default)]
    pub xuid: Option<Xuid>,
    /// The gamertag. `None` before the first sign-in is complete, and where Xbox Live did not tell
    /// it.
    #[serde(default)]
    pub gamertag: Option<String>,
    /// The refresh token: with it everything else can be had.
    pub refresh_token: Secret,
    /// The OAuth2 access token, for about an hour.
    #[serde(default)]
    pub access_token: Option<ExpiringToken>,
    /// The Xbox user token.
    #[serde(default)]
    pub user_token: Option<ExpiringToken>,
    /// The `Authorization` header for calls to Xbox Live itself: `XBL3.0 x=…`.
    #[serde(default)]
    pub xbox_authorization: Option<ExpiringToken>,
    /// The XSTS token that Halo accepts.
    #[serde(default)]
    pub halo_xsts_token: Option<ExpiringToken>,
    /// The Spartan token, for about four hours.
    #[serde(default)]
    pub spartan_token: Option<ExpiringToken>,
    /// The clearance, kept for 12 hours: the service does not say how long it holds.
    #[serde(default)]
    pub clearance: Option<ExpiringToken>,
}

impl TokenSet {
    /// A set that has only a refresh token.
    pub fn from_refresh_token(refresh_token: impl Into<Secret>) -> Self {
        Self {
            xuid: None,
            gamertag: None,
            refresh_token: refresh_token.into(),
            access_token: None,
            user_token: None,
            xbox_authorization: None,
            halo_xsts_token: None,
            spartan_token: None,
            clearance: None,
        }
    }

    /// Takes what Microsoft has answered at this time. `None` where there is no refresh token to go
    /// on with.
    pub(super) fn from_oauth(answer: OAuth2Token, now: Timestamp) -> Option<Self> {
        let mut tokens = Self::from_refresh_token(answer.refresh_token.clone()?);
        tokens.take_oauth(answer, now);
        Some(tokens)
    }

    /// Replaces access and refresh token by those that Microsoft has answered at this time.
    pub(super) fn take_oauth(&mut self, answer: OAuth2Token, now: Timestamp) {
        let lifetime = jiff::SignedDuration::from_secs(answer.expires_in.clamp(0, 366 * 24 * 3600));
        let expires = now.checked_add(lifetime).unwrap_or(Timestamp::MAX);
        self.access_token = Some(ExpiringToken::new(answer.access_token, expires));
        if let Some(refresh_token) = answer.refresh_token {
            self.refresh_token = refresh_token;
        }
    }
}
