//! Renewals: the tokens of a session, their store, and the way to renew them.

use std::sync::{Mutex, MutexGuard, PoisonError};
use std::time::Duration;

use jiff::{SignedDuration, Timestamp};

use super::chain::Chain;
use super::lock_store::{limits_of, lock_store};
use super::rest::{self, Rest};
use super::sign_in::SignIn;
use super::steps::exchange::Steps;
use super::store::{LockedStore, StoreKey, TokenStore};
use super::tokens::{ExpiringToken, TokenSet};
use crate::error::{Error, SignInStep, StoreError};
use crate::limiter::TokenBucket;
use crate::types::Secret;

/// The part of a session that its renewals share: the tokens, their store and the way to renew them.
pub(super) struct Shared {
    pub sign_in: SignIn,
    pub steps: Steps,
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
    /// Whether the refresh token was rotated and is not saved yet. It is not used before it is saved.
    pub must_save: bool,
    /// Whether the player has signed out: nothing is saved any more.
    pub is_signed_out: bool,
    /// A Spartan token that a service refused before it expired.
    pub refused: Option<Secret>,
    /// An Xbox Live authorization that Xbox Live refused before it expired.
    pub xbox_refused: Option<Secret>,
    /// Tokens that seemed to expire when they were issued: the clock is wrong, or they live shorter than the
    /// margin. They are used until a service refuses them.
    pub trusted: Vec<Secret>,
    /// The rest after a failed renewal.
    pub rest: Option<Rest>,
    /// The rest after a failed renewal of the Xbox Live authorization alone: Halo needs none.
    pub xbox_rest: Option<Rest>,
    /// End of the rest after a failed renewal of the clearance, in the clock's time.
    pub clearance_rest_end: Duration,
}

impl State {
    fn is_usable(&self, token: &ExpiringToken, time: Timestamp) -> bool {
        token.is_valid_at(time) || self.trusted.contains(&token.token)
    }

    /// The Spartan token, if it is valid at a time and no service refused it.
    pub fn spartan_token(&self, time: Timestamp) -> Option<Secret> {
        let token = self.tokens.spartan_token.as_ref()?;
        let is_refused = self.refused.as_ref() == Some(&token.token);
        (!is_refused && self.is_usable(token, time)).then(|| token.token.clone())
    }

    /// The Xbox Live authorization, if it is valid at a time and was not refused.
    pub fn xbox_authorization(&self, time: Timestamp) -> Option<Secret> {
        let token = self.tokens.xbox_authorization.as_ref()?;
        let is_refused = self.xbox_refused.as_ref() == Some(&token.token);
        (!is_refused && self.is_usable(token, time)).then(|| token.token.clone())
    }

    /// The clearance, if it is valid at a time.
    pub fn clearance(&self, time: Timestamp) -> Option<Secret> {
        let clearance = self.tokens.clearance.as_ref()?;
        clearance.is_valid_at(time).then(|| clearance.token.clone())
    }

    /// Whether the Spartan token and the Xbox Live authorization are valid at a time.
    pub fn is_complete(&self, time: Timestamp) -> bool {
        self.spartan_token(time).is_some() && self.xbox_authorization(time).is_some()
    }

    /// Trusts the tokens that were issued now but do not seem valid at a time. `before` holds the older tokens.
    fn trust_new(&mut self, before: &TokenSet, time: Timestamp) {
        let pairs = [
            (&self.tokens.spartan_token, &before.spartan_token),
            (&self.tokens.xbox_authorization, &before.xbox_authorization),
        ];
        let trusted = pairs.into_iter().filter_map(|(token, before)| {
            let is_new = token != before;
            let token = token.as_ref().filter(|token| !token.is_valid_at(time))?;
            (is_new || self.trusted.contains(&token.token)).then(|| token.token.clone())
        });
        self.trusted = trusted.collect();
    }

    /// Lets the renewal of the clearance rest from now.
    pub fn rest_clearance(&mut self, now: Duration) {
        self.clearance_rest_end = now.saturating_add(rest::LONGEST);
    }

    /// The rests that hold back a renewal.
    pub fn rests(&self, needs: Needs) -> impl Iterator<Item = &Rest> {
        let xbox = self.xbox_rest.as_ref().filter(|_| needs == Needs::XboxToken);
        self.rest.iter().chain(xbox)
    }

    /// The rest after a failed renewal, until its end.
    pub fn rest(&self, needs: Needs, now: Duration) -> Option<&Rest> {
        self.rests(needs).find(|rest| rest.lasts(now))
    }

    /// Notes the outcome of a renewal.
    fn note<T>(&mut self, needs: Needs, result: &Result<T, Error>, now: Duration) {
        match result {
            Ok(_) => {
                self.rest = None;
                self.xbox_rest.take_if(|_| needs == Needs::XboxToken);
            }
            Err(Error::Cancelled { .. }) => {}
            Err(error) => {
                // The error may be the one of a rest that lasts.
                if self.rest(needs, now).is_none() {
                    let is_xbox = error.endpoint() == Some(SignInStep::XboxXstsToken.endpoint());
                    let rest = if is_xbox {
                        &mut self.xbox_rest
                    } else {
                        &mut self.rest
                    };
                    *rest = Some(Rest::after(error.clone(), rest.as_ref(), now));
                }
            }
        }
    }
}

/// The tokens that a renewal needs.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Needs {
    /// Only those of Halo.
    HaloTokens,
    /// Also, or only, the Xbox Live authorization.
    XboxToken,
}

impl Shared {
    /// The services' time of day.
    pub fn now(&self) -> Timestamp {
        self.steps.time.now()
    }

    pub fn state(&self) -> MutexGuard<'_, State> {
        // A panic of another thread leaves the tokens as they were after its last step.
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Tokens that expire before this time are renewed now.
    pub fn renewal_time(&self) -> Timestamp {
        self.now().saturating_add(self.margin).unwrap_or(Timestamp::MAX)
    }

    /// Renews the expired tokens that `run` needs, and saves them. Tokens that another process has renewed
    /// in the meantime are read from the store instead. After a failure, rests.
    pub fn renew<T>(
        &self,
        needs: Needs,
        run: impl FnOnce(&mut Chain<'_>) -> Result<T, Error>,
    ) -> Result<T, Error> {
        let result = self.lock_and_renew(needs, run);
        self.state().note(needs, &result, self.sign_in.clock.now());
        result
    }

    fn lock_and_renew<T>(
        &self,
        needs: Needs,
        run: impl FnOnce(&mut Chain<'_>) -> Result<T, Error>,
    ) -> Result<T, Error> {
        let mut locked = lock_store(&*self.store, &limits_of(&self.sign_in))?;
        let mut key = {
            let state = self.state();
            if state.is_signed_out {
                let endpoint = SignInStep::SpartanToken.endpoint();
                return Err(Error::Cancelled {
                    endpoint: Some(endpoint),
                });
            }
            state.key.clone()
        };
        // A keyring can be slow: the state is not locked here, so that requests with valid tokens do not
        // wait.
        let found = locked.load(&key)?;
        let (mut tokens, mut must_save, refused, xbox_refused) = {
            let mut state = self.state();
            // If the store has nothing new, the session's tokens are as new or newer: a save may have failed, and
            // a store may drop some tokens.
            let is_new = |found: &TokenSet| state.stored.as_ref().is_none_or(|stored| found.adds_to(stored));
            let changed = found.clone().filter(is_new);
            if changed.is_some() {
                (state.rest, state.xbox_rest) = (None, None);
            } else if let Some(rest) = state.rest(needs, self.sign_in.clock.now()) {
                return Err(rest.error.clone());
            }
            let must_save = state.must_save && changed.is_none();
            let tokens = changed.unwrap_or_else(|| state.tokens.clone());
            (
                tokens,
                must_save,
                state.refused.clone(),
                state.xbox_refused.clone(),
            )
        };
        for (token, refused) in [
            (&mut tokens.spartan_token, &refused),
            (&mut tokens.xbox_authorization, &xbox_refused),
        ] {
            token.take_if(|token| Some(&token.token) == refused.as_ref());
        }
        let before = tokens.clone();
        let mut stored = found;
        let result = (|| {
            if must_save {
                locked.save(&key, &tokens).map_err(StoreError::rotated)?;
                stored = Some(tokens.clone());
                must_save = false;
            }
            let mut refresh_token = tokens.refresh_token.clone();
            let save = &mut |tokens: &TokenSet| {
                must_save |= tokens.refresh_token != refresh_token;
                refresh_token = tokens.refresh_token.clone();
                match locked.save(&key, tokens) {
                    Ok(()) => {
                        stored = Some(tokens.clone());
                        must_save = false;
                        Ok(())
                    }
                    Err(error) if must_save => Err(error.rotated().into()),
                    // It is saved with the other tokens at the end.
                    Err(_) => Ok(()),
                }
            };
            run(&mut Chain::new(&self.steps, &mut tokens, self.margin, save))
        })();
        // Saved even after a failure, so that the successful steps need not be repeated.
        let saved = save_changes(&mut *locked, &self.sign_in, &mut key, &tokens, &mut stored);
        match &saved {
            Ok(()) => must_save = false,
            Err(error) => log::warn!("the renewed tokens could not be saved: {error}"),
        }
        let mut state = self.state();
        (state.key, state.tokens, state.stored) = (key, tokens, stored);
        state.must_save = must_save;
        if result.is_ok() {
            // If the service issued the same token again, it has no other one: the token is used again.
            if state.tokens.spartan_token.is_some() && state.refused == refused {
                state.refused = None;
            }
            if state.tokens.xbox_authorization.is_some() && state.xbox_refused == xbox_refused {
                state.xbox_refused = None;
            }
        }
        state.trust_new(&before, self.renewal_time());
        result
    }

    pub fn renew_spartan_token(&self) -> Result<Secret, Error> {
        self.renew(Needs::HaloTokens, |chain| chain.spartan_token())
    }

    pub fn renew_xbox_authorization(&self) -> Result<Secret, Error> {
        self.renew(Needs::XboxToken, |chain| chain.xbox_authorization())
    }

    /// Renews the clearance. If that fails, rests; the old one is used until it expires.
    pub fn renew_clearance(&self) {
        let renewed = self.renew(Needs::HaloTokens, |chain| chain.clearance());
        if let Ok(Some(_)) = renewed {
            return;
        }
        if let Err(error) = renewed {
            log::warn!("continuing without a new clearance: {error}");
        }
        self.state().rest_clearance(self.sign_in.clock.now());
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
