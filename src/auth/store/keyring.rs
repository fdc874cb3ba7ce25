//! Tokens in the platform's keyring.

use std::sync::{Mutex, MutexGuard, PoisonError};

use keyring::Entry;
use serde::{Deserialize, Serialize};

use crate::auth::app::AzureApp;
use crate::auth::store::{LockedStore, StoreKey, TokenStore};
use crate::auth::tokens::TokenSet;
use crate::error::StoreError;
use crate::types::Secret;
use crate::types::Xuid;

/// Entries cannot be locked between processes; threads take turns by this.
static TURN: Mutex<()> = Mutex::new(());

/// Keeps refresh tokens in the platform's keyring: the Keychain of macOS, the Credential Manager of
/// Windows, the Secret Service of other desktops.
///
/// Only who the player is and the refresh token are kept, since some keyrings take no more than 2,560
/// bytes: each run of a program makes the rest of the chain once. Two processes do not take turns; when
/// both renew at once, the one that saves last is the one whose refresh token stays.
#[derive(Debug, Clone)]
pub struct KeyringStore {
    service: String,
}

/// What is kept of a [`TokenSet`].
#[derive(Serialize, Deserialize)]
struct Kept {
    xuid: Option<Xuid>,
    gamertag: Option<String>,
    refresh_token: Secret,
}

impl KeyringStore {
    /// The entries of the keyring under this service name: the name of your program, say.
    pub fn new(service: impl Into<String>) -> Self {
        Self {
            service: service.into(),
        }
    }

    fn read<T: for<'de> Deserialize<'de>>(&self, user: &str) -> Result<Option<T>, StoreError> {
        match Entry::new(&self.service, user).and_then(|entry| entry.get_password()) {
            // The parser's words could quote what is kept.
            Ok(text) => serde_json::from_str(&text).map(Some).map_err(|_| {
                StoreError::Keyring(format!(
                    "the entry {user} of {} is not what was kept there",
                    self.service
                ))
            }),
            Err(keyring::Error::NoEntry) => Ok(None),
            Err(error) => Err(StoreError::Keyring(error.to_string())),
        }
    }

    fn write(&self, user: &str, value: &impl Serialize) -> Result<(), StoreError> {
        let in_words = |error: keyring::Error| StoreError::Keyring(error.to_string());
        let text = serde_json::to_string(value).map_err(|error| StoreError::Keyring(error.to_string()))?;
        Entry::new(&self.service, user)
            .and_then(|entry| entry.set_password(&text))
            .map_err(in_words)
    }

    fn delete(&self, user: &str) -> Result<(), StoreError> {
        match Entry::new(&self.service, user).and_then(|entry| entry.delete_credential()) {
            Ok(()) | Err(keyring::Error::NoEntry) => Ok(()),
            Err(error) => Err(StoreError::Keyring(error.to_string())),
        }
    }

    /// An app's players in the order in which they were saved: keyrings cannot be asked for it.
    fn players(&self, client_id: &str) -> Result<Vec<String>, StoreError> {
        Ok(self.read(client_id)?.unwrap_or_default())
    }
}

impl TokenStore for KeyringStore {
    fn lock(&self) -> Result<Box<dyn LockedStore + '_>, StoreError> {
        Ok(Box::new(Locked {
            store: self,
            _turn: TURN.lock().unwrap_or_else(PoisonError::into_inner),
        }))
    }
}

struct Locked<'a> {
    store: &'a KeyringStore,
    _turn: MutexGuard<'static, ()>,
}

impl LockedStore for Locked<'_> {
    fn load(&self, key: &StoreKey) -> Result<Option<TokenSet>, StoreError> {
        let kept: Option<Kept> = self.store.read(&key.to_string())?;
        Ok(kept.map(|kept| TokenSet {
            xuid: kept.xuid,
            gamertag: kept.gamertag,
            ..TokenSet::from_refresh_token(kept.refresh_token)
        }))
    }

    fn save(&mut self, key: &StoreKey, tokens: &TokenSet) -> Result<(), StoreError> {
        let kept = Kept {
            xuid: tokens.xuid,
            gamertag: tokens.gamertag.clone(),
            refresh_token: tokens.refresh_token.clone(),
        };
        self.store.write(&key.to_string(), &kept)?;
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
