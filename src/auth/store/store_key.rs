//! The keys of token stores.

use std::fmt;

use crate::auth::app::AzureApp;
use crate::types::Xuid;

/// The key of a player's tokens in a [`TokenStore`](super::TokenStore): an app and a player.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct StoreKey {
    pub(super) client_id: String,
    /// The XUID in digits, empty if Xbox Live did not report it, or `unfinished`.
    pub(super) player: String,
}

impl StoreKey {
    /// The key of a player who signed in through an app. All players whose XUID Xbox Live did not report
    /// share one key.
    pub fn new(app: &AzureApp, xuid: Option<Xuid>) -> Self {
        Self {
            client_id: app.client_id().to_owned(),
            player: xuid.map(|xuid| xuid.get().to_string()).unwrap_or_default(),
        }
    }

    /// The key of a sign-in that has not identified the player yet. It differs from all keys of players, so
    /// that it overwrites none.
    pub(in crate::auth) fn unfinished(app: &AzureApp) -> Self {
        Self {
            client_id: app.client_id().to_owned(),
            player: "unfinished".into(),
        }
    }

    /// The player's XUID, if it is known.
    pub fn xuid(&self) -> Option<Xuid> {
        self.player.parse().ok()
    }

    /// The app's client ID.
    pub fn client_id(&self) -> &str {
        &self.client_id
    }
}

/// Shows `client ID/XUID`, which is also the key that the stores of this crate write.
impl fmt::Display for StoreKey {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(formatter, "{}/{}", self.client_id, self.player)
    }
}
