//! Where tokens are kept between two runs of a program.

pub(super) mod file;
#[cfg(feature = "keyring")]
mod keyring;
mod memory;

use std::fmt;

pub use file::FileStore;
#[cfg(feature = "keyring")]
pub use keyring::KeyringStore;
pub use memory::MemoryStore;

use crate::auth::app::AzureApp;
use crate::auth::tokens::TokenSet;
use crate::error::StoreError;
use crate::types::Xuid;

/// Keeps the tokens of players between two runs of a program.
///
/// A store can hold several players, and those of several apps: an app cannot use another's tokens.
pub trait TokenStore: Send + Sync {
    /// Waits until nobody else uses the store, in this process or another, and holds it until the
    /// answer is dropped.
    ///
    /// # Errors
    ///
    /// [`StoreError`] where the store cannot be had or is damaged.
    fn lock(&self) -> Result<Box<dyn LockedStore + '_>, StoreError>;
}

/// A [`TokenStore`] while nobody else uses it.
pub trait LockedStore {
    /// The tokens under a key.
    ///
    /// # Errors
    ///
    /// [`StoreError`] where they cannot be read.
    fn load(&self, key: &StoreKey) -> Result<Option<TokenSet>, StoreError>;

    /// Keeps tokens under a key. When this returns, they are safe: a power cut does not lose them.
    ///
    /// # Errors
    ///
    /// [`StoreError`] where they cannot be kept; what was there before is then there still.
    fn save(&mut self, key: &StoreKey, tokens: &TokenSet) -> Result<(), StoreError>;

    /// Forgets the tokens under a key.
    ///
    /// # Errors
    ///
    /// [`StoreError`] where the change cannot be kept.
    fn remove(&mut self, key: &StoreKey) -> Result<(), StoreError>;

    /// The keys of an app's players, the one who was saved last first.
    ///
    /// # Errors
    ///
    /// [`StoreError`] where they cannot be read.
    fn keys(&self, app: &AzureApp) -> Result<Vec<StoreKey>, StoreError>;
}

/// Whose tokens: a player's, had through an app.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct StoreKey {
    client_id: String,
    /// Digits, nothing for a player whose XUID Xbox Live does not tell, or `unfinished`.
    player: String,
}

impl StoreKey {
    /// The key of a player, had through an app. All players whose XUID Xbox Live does not tell share
    /// one.
    pub fn new(app: &AzureApp, xuid: Option<Xuid>) -> Self {
        Self {
            client_id: app.client_id().to_owned(),
            player: xuid.map(|xuid| xuid.get().to_string()).unwrap_or_default(),
        }
    }

    /// The key of a sign-in that has not come so far as to tell who the player is. It is apart from
    /// those of players, so that none is overwritten.
    pub(crate) fn unfinished(app: &AzureApp) -> Self {
        Self {
            client_id: app.client_id().to_owned(),
            player: "unfinished".into(),
        }
    }

    /// The player's XUID, where it is known.
    pub fn xuid(&self) -> Option<Xuid> {
        self.player.parse().ok()
    }

    /// The app's client ID.
    pub fn client_id(&self) -> &str {
        &self.client_id
    }
}

/// Shows `client ID/XUID`, which is also how stores write it.
impl fmt::Display for StoreKey {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(formatter, "{}/{}", self.client_id, self.player)
    }
}
