//! The place of a profile's tokens.

use std::path::Path;

use halo_infinite::auth::{CallContext, FileStore, LockedStore, TokenStore};
use halo_infinite::error::StoreError;
use serde::{Deserialize, Serialize};

/// The kind of place for tokens.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize, clap::ValueEnum)]
#[serde(rename_all = "lowercase")]
pub enum StoreKind {
    /// A file that only this user can read
    #[default]
    File,
    /// The keyring of the platform
    #[cfg(feature = "keyring")]
    Keyring,
}

/// The place of a profile's tokens.
pub enum Store {
    /// A private file.
    File(FileStore),
    /// The platform's keyring.
    #[cfg(feature = "keyring")]
    Keyring(halo_infinite::auth::KeyringStore),
}

impl Store {
    /// The store of a profile.
    pub fn new(
        kind: StoreKind,
        folder: &Path,
        #[cfg_attr(not(feature = "keyring"), expect(unused))] profile: &str,
    ) -> Self {
        match kind {
            StoreKind::File => Self::File(FileStore::new(folder.join("tokens.json"))),
            #[cfg(feature = "keyring")]
            StoreKind::Keyring => {
                Self::Keyring(halo_infinite::auth::KeyringStore::new(format!("halo {profile}")))
            }
        }
    }
}

impl TokenStore for Store {
    fn lock(&self, wait: &CallContext) -> Result<Box<dyn LockedStore + '_>, StoreError> {
        match self {
            Self::File(store) => store.lock(wait),
            #[cfg(feature = "keyring")]
            Self::Keyring(store) => store.lock(wait),
        }
    }
}
