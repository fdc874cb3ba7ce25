//! A player who is signed in.

use jiff::Timestamp;
use serde::{Deserialize, Serialize};

use super::steps::exchange::unexpected;
use super::tokens::TokenSet;
use crate::error::{Error, SignInStep};
use crate::types::{Secret, Xuid};

/// A player who is signed in, with the results of the whole sign-in chain.
///
/// `Debug` shows no token. Serializing writes the tokens in plain text: protect the output.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[non_exhaustive]
pub struct AuthenticatedPlayer {
    /// The XUID; `None` if Xbox Live did not report it.
    pub xuid: Option<Xuid>,
    /// The gamertag; `None` if Xbox Live did not report it.
    pub gamertag: Option<String>,
    /// The Spartan token, which every Halo request carries.
    pub spartan_token: Secret,
    /// The time at which the Spartan token expires, about four hours after the sign-in.
    pub spartan_token_expires: Timestamp,
    /// The clearance, which some Halo requests carry; `None` if its service had trouble. Nearly all
    /// requests work without it.
    pub clearance: Option<Secret>,
    /// The `Authorization` header for requests to Xbox Live itself: `XBL3.0 x=…`.
    pub xbox_authorization: Secret,
    /// The time at which the Xbox Live authorization expires.
    pub xbox_authorization_expires: Timestamp,
    /// The refresh token for the next sign-in. It replaces the one that was used: save it.
    pub refresh_token: Secret,
}

impl AuthenticatedPlayer {
    /// The player of a complete set.
    pub(super) fn of(tokens: &TokenSet) -> Result<Self, Error> {
        let missing = |step: SignInStep| unexpected(step, 200, ".".into(), "the step returned no token");
        let spartan = tokens
            .spartan_token
            .clone()
            .ok_or_else(|| missing(SignInStep::SpartanToken))?;
        let xbox = tokens
            .xbox_authorization
            .clone()
            .ok_or_else(|| missing(SignInStep::XboxXstsToken))?;
        Ok(Self {
            xuid: tokens.xuid,
            gamertag: tokens.gamertag.clone(),
            spartan_token: spartan.token,
            spartan_token_expires: spartan.expires,
            clearance: tokens.clearance.as_ref().map(|clearance| clearance.token.clone()),
            xbox_authorization: xbox.token,
            xbox_authorization_expires: xbox.expires,
            refresh_token: tokens.refresh_token.clone(),
        })
    }

    /// Whether the Spartan token is valid now: it has not expired yet.
    pub fn is_valid(&self) -> bool {
        self.is_valid_at(Timestamp::now())
    }

    /// Whether the Spartan token is valid at a time: it has not expired by then.
    pub fn is_valid_at(&self, time: Timestamp) -> bool {
        time < self.spartan_token_expires
    }
}
