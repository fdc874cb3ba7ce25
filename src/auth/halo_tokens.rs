//! The tokens of a sign-in that cannot be renewed.

use jiff::Timestamp;
use serde::{Deserialize, Serialize};

use super::steps::exchange::unexpected;
use super::tokens::{ExpiringToken, TokenSet};
use crate::error::{Error, SignInStep};
use crate::http::{CallContext, Credentials, no_xbox_token};
use crate::types::{Secret, Xuid};

/// The tokens of a sign-in that began with an access token or an XSTS token. They are a client's
/// [`Credentials`] until they expire: without a refresh token, nothing can renew them.
///
/// `Debug` shows no token. Serializing writes the tokens in plain text: protect the output.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[non_exhaustive]
pub struct HaloTokens {
    /// The XUID; `None` if the sign-in began with an XSTS token, or Xbox Live did not report it.
    pub xuid: Option<Xuid>,
    /// The gamertag; `None` if the sign-in began with an XSTS token, or Xbox Live did not report it.
    pub gamertag: Option<String>,
    /// The Spartan token, which every Halo request carries, valid for about four hours.
    pub spartan_token: ExpiringToken,
    /// The clearance, which some Halo requests carry; `None` if its service had trouble. Nearly all requests work
    /// without it.
    pub clearance: Option<Secret>,
    /// The `Authorization` header for requests to Xbox Live itself; `None` if the sign-in began with an XSTS token.
    pub xbox_authorization: Option<ExpiringToken>,
}

impl HaloTokens {
    /// The tokens of a set that has a Spartan token.
    pub(super) fn of(tokens: TokenSet) -> Result<Self, Error> {
        let step = SignInStep::SpartanToken;
        let missing = || unexpected(step, 200, ".".into(), "the step returned no token");
        Ok(Self {
            xuid: tokens.xuid,
            gamertag: tokens.gamertag,
            spartan_token: tokens.spartan_token.ok_or_else(missing)?,
            clearance: tokens.clearance.map(|clearance| clearance.token),
            xbox_authorization: tokens.xbox_authorization,
        })
    }

    /// Whether the Spartan token is valid at a time: it has not expired by then.
    pub fn is_valid_at(&self, time: Timestamp) -> bool {
        self.spartan_token.is_valid_at(time)
    }
}

impl Credentials for HaloTokens {
    fn spartan_token(&self, _: &CallContext) -> Result<Secret, Error> {
        Ok(self.spartan_token.token.clone())
    }

    fn clearance(&self, _: &CallContext) -> Result<Option<Secret>, Error> {
        Ok(self.clearance.clone())
    }

    fn refused(&self, _: &Secret) -> bool {
        false
    }

    fn xbox_authorization(&self, _: &CallContext) -> Result<Secret, Error> {
        let header = self.xbox_authorization.as_ref();
        header
            .map(|header| header.token.clone())
            .ok_or_else(no_xbox_token)
    }
}
