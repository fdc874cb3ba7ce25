//! Renewals: the tokens of a session, their store, and the way to renew them.

use std::sync::{Mutex, MutexGuard, PoisonError};
use std::time::Duration;

use jiff::{SignedDuration, Timestamp};

use super::chain::Chain;
use super::lock_store::lock_store;
use super::sign_in::SignIn;
use super::steps::exchange::is_service_trouble;
use super::store::{LockedStore, StoreKey, TokenStore};
use super::tokens::TokenSet;
use crate::error::{Error, StoreError};
use crate::http::Transport;
use crate::limiter::TokenBucket;
use crate::types::Secret;

/// A renewal that takes longer than this to fail is not retried at once.
const SLOW_FAILURE: Duration = Duration::from_secs(2);
/// Pause after a slow failure. Until its end, a Spartan token is renewed only once it has expired, and no
/// clearance is renewed.
const PAUSE: Duration = Duration::from_secs(60);

/// The part of a session that its renewals share: the tokens, their store and the way to renew them.
pub(super) struct Shared {
    pub sign_in: SignIn,
    pub transport: Transport,
    pub store: Box<dyn TokenStore>,
    /// Tokens are renewed this long before they expire.
    pub margin: SignedDuration,
    pub replacements: TokenBucket,
    /// Locked only briefly, never during a wait, so that requests with valid tokens do not wait for a
    /// renewal. A renewal locks the store first, then this.
    pub state: Mutex<State>,
}

pub(super) struct State {
    pub key: StoreKey,
    pub tokens: TokenSet,
    /// The content of the store when it was last read or written.
    pub stored: Option<TokenSet>,
    /// A Spartan token that a service refused before it expired.
    pub refused: Option<Secret>,
    /// End of the pause after a failed renewal of the Spartan token, in the clock's time.
    pub spartan_pause_end: Duration,
    /// End of the pause after a failed renewal of the clearance, in the clock's time.
    pub clearance_pause_end: Duration,
}

impl State {
    /// The Spartan token, if it is valid at a time and no service refused it.
    pub fn spartan_token(&self, time: Timestamp) -> Option<Secret> {
        let token = self.tokens.spartan_token.as_ref()?;
        (token.is_valid_at(time) && self.refused.as_ref() != Some(&token.token)).then(|| token.token.clone())
    }

    /// The clearance, if it is valid at a time.
    pub fn clearance(&self, time: Timestamp) -> Option<Secret> {
        let clearance = self.tokens.clearance.as_ref()?;
        clearance.is_valid_at(time).then(|| clearance.token.clone())
    }

    /// Whether the Spartan token and the Xbox Live authorization are valid at a time.
    pub fn is_complete(&self, time: Timestamp) -> bool {
        let xbox = self.tokens.xbox_authorization.as_ref();
        self.spartan_token(time).is_some() && xbox.is_some_and(|token| token.is_valid_at(time))
    }
}

impl Shared {
    pub fn now(&self) -> Timestamp {
        self.sign_in.clock.timestamp()
    }

    pub fn state(&self) -> MutexGuard<'_, State> {
        // A panic of another thread leaves the tokens as they were after its last step.
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Tokens that expire before this time are renewed now.
    pub fn renewal_time(&self) -> Timestamp {
        self.now().checked_add(self.margin).unwrap_or(Timestamp::MAX)
    }

    /// Renews the expired tokens that `run` needs, and saves them. Tokens that another process has renewed
    /// in the meantime are read from the store instead.
    pub fn renew<T>(&self, run: impl FnOnce(&mut Chain<'_>) -> Result<T, Error>) -> Result<T, Error> {
        let mut locked = lock_store(&*self.store, &self.sign_in)?;
        let mut key = self.state().key.clone();
        // A keyring can be slow: the state is not locked here, so that requests with valid tokens do not
        // wait.
        let found = locked.load(&key)?;
        let (mut tokens, mut stored, refused) = {
            let state = self.state();
            // If the store has not changed, the session's tokens are as new or newer: a save may have failed
            // after a refresh token was rotated.
            let tokens = match &found {
                Some(found) if state.stored.as_ref() != Some(found) => found.clone(),
                _ => state.tokens.clone(),
            };
            (tokens, found, state.refused.clone())
        };
        let result = (|| {
            if stored.as_ref() != Some(&tokens) {
                locked.save(&key, &tokens)?;
                stored = Some(tokens.clone());
            }
            if refused.is_some()
                && tokens.spartan_token.as_ref().map(|token| &token.token) == refused.as_ref()
            {
                tokens.spartan_token = None;
            }
            run(&mut Chain {
                app: &self.sign_in.app,
                transport: &self.transport,
                tokens: &mut tokens,
                valid_at: self.renewal_time(),
                now: self.now(),
                save: &mut |tokens| {
                    locked.save(&key, tokens)?;
                    stored = Some(tokens.clone());
                    Ok(())
                },
            })
        })();
        // Saved even after a failure, so that the successful steps need not be repeated.
        let saved = save_changes(&mut *locked, &self.sign_in, &mut key, &tokens, &mut stored);
        let mut state = self.state();
        (state.key, state.tokens, state.stored) = (key, tokens, stored);
        if result.is_ok() && state.refused == refused {
            // If the service issued the same token again, it has no other one: the token is used again.
            state.refused = None;
        }
        match (result, saved) {
            // Refresh tokens are saved before they are used. All other tokens can be renewed with them.
            (Ok(value), Err(error)) => {
                log::warn!("the renewed tokens could not be saved: {error}");
                Ok(value)
            }
            (result, _) => result,
        }
    }

    pub fn renew_spartan_token(&self) -> Result<Secret, Error> {
        let start = self.sign_in.clock.now();
        let renewed = self.renew(|chain| chain.spartan_token());
        if renewed.is_err() {
            self.state().spartan_pause_end = self.pause_end(start);
        }
        Ok(renewed?.token)
    }

    /// Renews the clearance. Returns the old one if its service has trouble.
    pub fn renew_clearance(&self) -> Result<Option<Secret>, Error> {
        let start = self.sign_in.clock.now();
        let error = match self.renew(|chain| chain.clearance()) {
            Ok(Some(clearance)) => return Ok(Some(clearance)),
            Ok(None) => None,
            Err(error) => Some(error),
        };
        let pause_end = self.pause_end(start);
        let mut state = self.state();
        state.clearance_pause_end = pause_end;
        match error {
            Some(error) if !is_service_trouble(&error) => return Err(error),
            Some(error) => log::warn!("continuing without a new clearance: {error}"),
            None => {}
        }
        Ok(state.clearance(self.now()))
    }

    /// The end of the pause after a renewal that failed now. Without a pause, a renewal that is slow to fail
    /// would delay every request.
    pub fn pause_end(&self, start: Duration) -> Duration {
        let now = self.sign_in.clock.now();
        match now.saturating_sub(start) > SLOW_FAILURE {
            true => now.saturating_add(PAUSE),
            false => Duration::ZERO,
        }
    }
}

/// Saves the tokens if the store does not have them yet. Once the XUID is known, saves them under the
/// player's own key.
fn save_changes(
    locked: &mut dyn LockedStore,
    sign_in: &SignIn,
    key: &mut StoreKey,
    tokens: &TokenSet,
    stored: &mut Option<TokenSet>,
) -> Result<(), StoreError> {
    let unfinished = StoreKey::unfinished(&sign_in.app);
    let is_identified_now = *key == unfinished && tokens.xuid.is_some();
    if is_identified_now {
        *key = StoreKey::new(&sign_in.app, tokens.xuid);
        *stored = None;
    }
    if stored.as_ref() != Some(tokens) {
        locked.save(key, tokens)?;
        *stored = Some(tokens.clone());
    }
    match is_identified_now {
        true => locked.remove(&unfinished),
        false => Ok(()),
    }
}
