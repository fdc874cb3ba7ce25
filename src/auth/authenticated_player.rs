//! A player who is signed in.

use jiff::Timestamp;
use serde::{Deserialize, Serialize};

use crate::types::Secret;
use crate::types::Xuid;

/// A player who is signed in, with all that the sign-in chain gave.
///
/// `Debug` shows no token. Serializing writes them out: mind where that goes.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[non_exhaustive]
pub struct AuthenticatedPlayer {
    /// The XUID. `None` where Xbox Live did not tell it.
    pub xuid: Option<Xuid>,
    /// The gamertag. `None` where Xbox Live did not tell it.
    pub gamertag: Option<String>,
    /// The Spartan token, which every Halo call carries.
    pub spartan_token: Secret,
    /// When the Spartan token expires, about four hours after the sign-in.
    pub spartan_token_expires: Timestamp,
    /// The clearance, which some Halo calls carry. `None` where the service had trouble: nearly all
    /// calls work without it.
    pub clearance: Option<Secret>,
    /// The `Authorization` header for calls to Xbox Live itself: `XBL3.0 x=…`.
    pub xbox_authorization: Secret,
    /// When the Xbox Live authorization expires.
    pub xbox_authorization_expires: Timestamp,
    /// The refresh token to sign in with next time. It replaces the one that was used: keep it.
    pub refresh_token: Secret,
}

impl AuthenticatedPlayer {
    /// Whether the Spartan token has not expired yet.
    pub fn is_valid(&self) -> bool {
        self.is_valid_at(Timestamp::now())
    }

    /// Whether the Spartan token has not expired at this time.
    pub fn is_valid_at(&self, time: Timestamp) -> bool {
        time < self.spartan_token_expires
    }
}
