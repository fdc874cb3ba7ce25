//! Tokens in memory.

use std::sync::{Mutex, MutexGuard};

use super::store_key::StoreKey;
use super::token_store::{LockedStore, TokenStore, limits};
use crate::auth::app::AzureApp;
use crate::auth::tokens::TokenSet;
use crate::error::StoreError;
use crate::http::CallContext;

/// Holds tokens in memory until the store is dropped.
#[derive(Debug, Default)]
pub struct MemoryStore {
    /// The players in the order of saving.
    players: Mutex<Vec<(StoreKey, TokenSet)>>,
}

impl MemoryStore {
    /// An empty store.
    pub fn new() -> Self {
        Self::default()
    }
}

impl TokenStore for MemoryStore {
    fn lock(&self, wait: &CallContext) -> Result<Box<dyn LockedStore + '_>, StoreError> {
        let players = limits(wait)
            .lock(&self.players)
            .ok_or_else(|| StoreError::busy("in memory"))?;
        Ok(Box::new(Locked(players)))
    }
}

struct Locked<'a>(MutexGuard<'a, Vec<(StoreKey, TokenSet)>>);

impl LockedStore for Locked<'_> {
    fn load(&self, key: &StoreKey) -> Result<Option<TokenSet>, StoreError> {
        Ok(self
            .0
            .iter()
            .find(|(known, _)| known == key)
            .map(|(_, tokens)| tokens.clone()))
    }

    fn save(&mut self, key: &StoreKey, tokens: &TokenSet) -> Result<(), StoreError> {
        self.remove(key)?;
        self.0.push((key.clone(), tokens.clone()));
        Ok(())
    }

    fn remove(&mut self, key: &StoreKey) -> Result<(), StoreError> {
        self.0.retain(|(known, _)| known != key);
        Ok(())
    }

    fn keys(&self, app: &AzureApp) -> Result<Vec<StoreKey>, StoreError> {
        let of_app = self
            .0
            .iter()
            .rev()
            .map(|(key, _)| key)
            .filter(|key| key.client_id() == app.client_id());
        Ok(of_app.cloned().collect())
    }
}
