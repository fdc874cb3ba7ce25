//! The tokens of a player, each with its own expiry.

use jiff::{SignedDuration, Timestamp};
use serde::{Deserialize, Serialize};

use crate::models::auth::OAuth2Token;
use crate::types::{Secret, Xuid};

/// A token with the time at which it expires.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[non_exhaustive]
pub struct ExpiringToken {
    /// The token.
    pub token: Secret,
    /// The time at which it expires.
    pub expires: Timestamp,
}

impl ExpiringToken {
    pub(super) fn new(token: Secret, expires: Timestamp) -> Self {
        Self { token, expires }
    }

    /// Whether the token is still valid at a time.
    pub(super) fn is_valid_at(&self, time: Timestamp) -> bool {
        time < self.expires
    }
}

/// All tokens of a player's sign-in so far, as a [`TokenStore`](super::TokenStore) saves them.
///
/// With them, a program signs in again without the player's consent, and repeats only the steps whose
/// tokens have expired.
///
/// `Debug` shows no token. Serializing writes the tokens in plain text: protect the output.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[non_exhaustive]
pub struct TokenSet {
    /// The XUID; `None` before the first sign-in is complete, or if Xbox Live did not report it.
    #[serde(default)]
    pub xuid: Option<Xuid>,
    /// The gamertag; `None` before the first sign-in is complete, or if Xbox Live did not report it.
    #[serde(default)]
    pub gamertag: Option<String>,
    /// The refresh token, from which all other tokens can be renewed.
    pub refresh_token: Secret,
    /// The OAuth2 access token, valid for about an hour.
    #[serde(default)]
    pub access_token: Option<ExpiringToken>,
    /// The Xbox user token.
    #[serde(default)]
    pub user_token: Option<ExpiringToken>,
    /// The `Authorization` header for requests to Xbox Live itself: `XBL3.0 x=…`.
    #[serde(default)]
    pub xbox_authorization: Option<ExpiringToken>,
    /// The XSTS token that Halo accepts.
    #[serde(default)]
    pub halo_xsts_token: Option<ExpiringToken>,
    /// The Spartan token, valid for about four hours.
    #[serde(default)]
    pub spartan_token: Option<ExpiringToken>,
    /// The clearance, renewed after 12 hours: the service does not report when it expires.
    #[serde(default)]
    pub clearance: Option<ExpiringToken>,
    /// The services' time minus this machine's in seconds, when the tokens were obtained; 0 if the difference
    /// was less than a minute. The expiry of all tokens is in the services' time.
    #[serde(default)]
    pub clock_offset: i64,
}

impl TokenSet {
    /// A set with only a refresh token.
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
            clock_offset: 0,
        }
    }

    /// Whether this set has a token that the other has not.
    pub(super) fn adds_to(&self, other: &Self) -> bool {
        let tokens = |set: &Self| {
            [
                set.access_token.clone(),
                set.user_token.clone(),
                set.xbox_authorization.clone(),
                set.halo_xsts_token.clone(),
                set.spartan_token.clone(),
                set.clearance.clone(),
            ]
        };
        let mut pairs = tokens(self).into_iter().zip(tokens(other));
        self.refresh_token != other.refresh_token || pairs.any(|(own, other)| own.is_some() && own != other)
    }

    /// A set with the tokens of a response that arrived now; `None` if it has no refresh token, or a blank one.
    pub(super) fn from_oauth(response: OAuth2Token, now: Timestamp) -> Option<Self> {
        let refresh_token = response.refresh_token.clone().filter(|token| !token.is_blank())?;
        let mut tokens = Self::from_refresh_token(refresh_token);
        tokens.update_oauth(response, now);
        Some(tokens)
    }

    /// Replaces the access token and the refresh token by those of a response that arrived now. A blank refresh
    /// token replaces nothing.
    pub(super) fn update_oauth(&mut self, response: OAuth2Token, now: Timestamp) {
        let lifetime = SignedDuration::from_secs(response.expires_in.get().clamp(0, 366 * 24 * 3600));
        let expires = now.checked_add(lifetime).unwrap_or(Timestamp::MAX);
        self.access_token = Some(ExpiringToken::new(response.access_token, expires));
        if let Some(refresh_token) = response.refresh_token.filter(|token| !token.is_blank()) {
            self.refresh_token = refresh_token;
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn response(refresh_token: &str) -> OAuth2Token {
        let body =
            format!(r#"{{"expires_in": 3600, "access_token": "access", "refresh_token": {refresh_token}}}"#);
        crate::decode::decode(body.as_bytes()).unwrap()
    }

    #[test]
    fn a_blank_refresh_token_counts_as_missing() {
        let now = Timestamp::UNIX_EPOCH;
        for blank in ["null", r#""""#, r#""  ""#, r#""\n\t""#] {
            assert_eq!(TokenSet::from_oauth(response(blank), now), None, "{blank}");
            let mut tokens = TokenSet::from_refresh_token("good");
            tokens.update_oauth(response(blank), now);
            assert_eq!(tokens.refresh_token.expose(), "good", "{blank}");
            assert_eq!(tokens.access_token.unwrap().token.expose(), "access", "{blank}");
        }
        let tokens = TokenSet::from_oauth(response(r#""next""#), now).unwrap();
        assert_eq!(tokens.refresh_token.expose(), "next");
    }
}
