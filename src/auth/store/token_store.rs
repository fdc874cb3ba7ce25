//! The interface of token stores.

use super::store_key::StoreKey;
use crate::auth::app::AzureApp;
use crate::auth::tokens::TokenSet;
use crate::error::StoreError;
use crate::http::CallContext;
use crate::sync::Wait;

/// Saves the tokens of players between two runs of a program.
///
/// A store can hold several players, and players of several apps: an app cannot use another app's tokens.
///
/// # Implementing a store
///
/// A [`Session`](crate::auth::Session) works with any store that guarantees the following:
///
/// - [`lock`](Self::lock) grants access to one caller at a time, among all threads and processes that use
///   the store. It blocks while another caller has access, until that [`LockedStore`] is dropped, and no
///   longer than its context allows: another program may hang while it holds the lock. A session holds the
///   lock during a renewal, which can last as long as the requests of all its steps. It never locks a store
///   twice in one thread.
/// - A store that can only be read can still be locked. Its [`save`](LockedStore::save) returns an error.
/// - [`save`](LockedStore::save) is durable and atomic: if it returns `Ok`, the tokens survive a crash or
///   a power cut; if it returns an error, the old tokens are still there. A refresh token can work only
///   once, so a session saves the next one before it uses it; if that one is lost, the player must sign in
///   again.
/// - [`load`](LockedStore::load) returns at least the refresh token, XUID and gamertag that were saved last
///   under the key. If the store drops the other tokens, the session renews them.
/// - A damaged store returns an error, and never an empty result: tokens must not be overwritten by mistake.
/// - Other users of the machine cannot read the tokens, and no error contains one.
pub trait TokenStore: Send + Sync {
    /// Waits until no other caller, in this process or another, has access to the store. Then grants access
    /// until the returned value is dropped.
    ///
    /// The wait lasts no longer than the context's [time](CallContext::time_left), and ends if its
    /// [token](CallContext::cancel_token) is cancelled. A lock that is free needs no time.
    ///
    /// # Errors
    ///
    /// [`StoreError`] if the store cannot be locked or read, or is damaged; [`StoreError::Busy`] if the wait
    /// ended first.
    fn lock(&self, wait: &CallContext) -> Result<Box<dyn LockedStore + '_>, StoreError>;
}

/// Exclusive access to a [`TokenStore`].
pub trait LockedStore {
    /// Returns the tokens under a key; `None` if the key is not in the store.
    ///
    /// # Errors
    ///
    /// [`StoreError`] if the tokens cannot be read.
    fn load(&self, key: &StoreKey) -> Result<Option<TokenSet>, StoreError>;

    /// Saves tokens under a key, and replaces older ones. After `Ok`, a power cut does not lose them.
    ///
    /// # Errors
    ///
    /// [`StoreError`] if the tokens cannot be saved; the older ones are then still in the store.
    fn save(&mut self, key: &StoreKey, tokens: &TokenSet) -> Result<(), StoreError>;

    /// Removes the tokens under a key. A key that is not in the store is not an error.
    ///
    /// # Errors
    ///
    /// [`StoreError`] if the change cannot be saved.
    fn remove(&mut self, key: &StoreKey) -> Result<(), StoreError>;

    /// Returns the keys of an app's players, the most recently saved one first.
    ///
    /// # Errors
    ///
    /// [`StoreError`] if the keys cannot be read.
    fn keys(&self, app: &AzureApp) -> Result<Vec<StoreKey>, StoreError>;
}

/// The limits of a wait for a store's lock.
pub(super) fn limits(wait: &CallContext) -> Wait {
    Wait::new(wait.time_left(), wait.cancel_token())
}
