//! Tokens in the platform's keyring.

use std::fmt::Display;
use std::sync::{Mutex, MutexGuard};

use keyring::Entry;
use serde::{Deserialize, Serialize};

use super::store_key::StoreKey;
use super::token_store::{LockedStore, TokenStore, limits};
use crate::auth::app::AzureApp;
use crate::auth::tokens::TokenSet;
use crate::error::StoreError;
use crate::http::CallContext;
use crate::types::{Secret, Xuid};

/// Locks the keyring among the threads of this process. Keyrings have no lock among processes.
static LOCK: Mutex<()> = Mutex::new(());

/// Saves refresh tokens in the platform's keyring: the Keychain of macOS, the Credential Manager of
/// Windows, or the Secret Service of other desktops.
///
/// Only the XUID, the gamertag and the refresh token are saved, because some keyrings limit an entry to 2,560
/// bytes. Each run of a program therefore renews the other tokens. Processes do not wait for each other: if
/// two renew at once, the refresh token that is saved last stays.
#[derive(Debug, Clone)]
pub struct KeyringStore {
    service: String,
}

/// The saved part of a [`TokenSet`].
#[derive(Serialize, Deserialize)]
struct SavedTokens {
    xuid: Option<Xuid>,
    gamertag: Option<String>,
    refresh_token: Secret,
}

impl KeyringStore {
    /// A store in the keyring entries under this service name, such as the name of your program.
    pub fn new(service: impl Into<String>) -> Self {
        Self {
            service: service.into(),
        }
    }

    fn read<T: for<'de> Deserialize<'de>>(&self, user: &str) -> Result<Option<T>, StoreError> {
        match Entry::new(&self.service, user).and_then(|entry| entry.get_password()) {
            // The parser's error could quote the tokens.
            Ok(text) => serde_json::from_str(&text).map(Some).map_err(|_| {
                StoreError::Keyring(format!(
                    "the entry {user} of {} is damaged, or another program wrote it",
                    self.service
                ))
            }),
            Err(keyring::Error::NoEntry) => Ok(None),
            Err(error) => Err(keyring_error(error)),
        }
    }

    fn write(&self, user: &str, value: &impl Serialize) -> Result<(), StoreError> {
        let text = serde_json::to_string(value).map_err(keyring_error)?;
        Entry::new(&self.service, user)
            .and_then(|entry| entry.set_password(&text))
            .map_err(keyring_error)
    }

    fn delete(&self, user: &str) -> Result<(), StoreError> {
        match Entry::new(&self.service, user).and_then(|entry| entry.delete_credential()) {
            Ok(()) | Err(keyring::Error::NoEntry) => Ok(()),
            Err(error) => Err(keyring_error(error)),
        }
    }

    /// An app's players in the order of saving. They have an entry of their own, because keyrings cannot list
    /// their entries.
    fn players(&self, client_id: &str) -> Result<Vec<String>, StoreError> {
        Ok(self.read(client_id)?.unwrap_or_default())
    }
}

fn keyring_error(error: impl Display) -> StoreError {
    StoreError::Keyring(error.to_string())
}

impl TokenStore for KeyringStore {
    fn lock(&self, wait: &CallContext) -> Result<Box<dyn LockedStore + '_>, StoreError> {
        let busy = || StoreError::busy(format!("in the keyring, under the name {}", self.service));
        Ok(Box::new(Locked {
            store: self,
            _lock: limits(wait).lock(&LOCK).ok_or_else(busy)?,
        }))
    }
}

struct Locked<'a> {
    store: &'a KeyringStore,
    _lock: MutexGuard<'static, ()>,
}

impl LockedStore for Locked<'_> {
    fn load(&self, key: &StoreKey) -> Result<Option<TokenSet>, StoreError> {
        let saved: Option<SavedTokens> = self.store.read(&key.to_string())?;
        Ok(saved.map(|saved| TokenSet {
            xuid: saved.xuid,
            gamertag: saved.gamertag,
            ..TokenSet::from_refresh_token(saved.refresh_token)
        }))
    }

    fn save(&mut self, key: &StoreKey, tokens: &TokenSet) -> Result<(), StoreError> {
        let saved = SavedTokens {
            xuid: tokens.xuid,
            gamertag: tokens.gamertag.clone(),
            refresh_token: tokens.refresh_token.clone(),
        };
        self.store.write(&key.to_string(), &saved)?;
        let mut players = self.store.players(&key.client_id)?;
        if players.last() != Some(&key.player) {
            players.retain(|player| *player != key.player);
            players.push(key.player.clone());
            self.store.write(&key.client_id, &players)?;
        }
        Ok(())
    }

    fn remove(&mut self, key: &StoreKey) -> Result<(), StoreError> {
        let mut players = self.store.players(&key.client_id)?;
        players.retain(|player| *player != key.player);
        self.store.write(&key.client_id, &players)?;
        self.store.delete(&key.to_string())
    }

    fn keys(&self, app: &AzureApp) -> Result<Vec<StoreKey>, StoreError> {
        let key = |player| StoreKey {
            client_id: app.client_id().to_owned(),
            player,
        };
        Ok(self
            .store
            .players(app.client_id())?
            .into_iter()
            .rev()
            .map(key)
            .collect())
    }
}
