//! The stores of sessions.

use std::path::PathBuf;
use std::sync::Arc;

#[cfg(feature = "keyring")]
use halo_infinite::auth::KeyringStore;
use halo_infinite::auth::{CallContext, FileStore, LockedStore, MemoryStore, TokenStore};
use halo_infinite::error::{ArgumentError, StoreError};
use serde::Deserialize;

use crate::failure::Failure;

/// The setting `store`.
#[derive(Default, Deserialize)]
#[serde(rename_all = "snake_case")]
pub(super) enum StoreSetting {
    #[default]
    Memory,
    File(PathBuf),
    Keyring(String),
}

/// A store of the SDK. Clones are the same store.
#[derive(Clone)]
pub(super) struct Store(Arc<dyn TokenStore>);

impl StoreSetting {
    pub fn open(&self) -> Result<Store, Failure> {
        Ok(match self {
            Self::Memory => Store(Arc::new(MemoryStore::new())),
            Self::File(path) if path.as_os_str().is_empty() => {
                return Err(ArgumentError::new("store.file", "the path is empty").into());
            }
            Self::File(path) => Store(Arc::new(FileStore::new(path))),
            Self::Keyring(service) if service.trim().is_empty() => {
                return Err(ArgumentError::new("store.keyring", "the name is empty").into());
            }
            #[cfg(feature = "keyring")]
            Self::Keyring(service) => Store(Arc::new(KeyringStore::new(service))),
            #[cfg(not(feature = "keyring"))]
            Self::Keyring(_) => {
                return Err(Failure::missing_feature("settings: `store.keyring`", "keyring"));
            }
        })
    }
}

impl TokenStore for Store {
    fn lock(&self, wait: &CallContext) -> Result<Box<dyn LockedStore + '_>, StoreError> {
        self.0.lock(wait)
    }
}
