//! A player who stays signed in.

use std::fmt;
use std::sync::{Mutex, MutexGuard, PoisonError, TryLockError};
use std::time::Duration;

use jiff::{SignedDuration, Timestamp};

use super::chain::{Chain, is_trouble};
use super::sign_in::margin;
use super::store::{LockedStore, StoreError, StoreKey, TokenStore};
use super::{AuthenticatedPlayer, Credentials, Refusal, Secret, SignIn, TokenSet};
use crate::error::Error;
use crate::player::Xuid;
use crate::transport::Transport;

/// A player who stays signed in: the credentials of clients that run for longer than a token lives.
///
/// Tokens are renewed when they are needed and about to expire, only those, by one thread while the
/// others wait. They are kept in a [`TokenStore`], so that the next run of the program, or another
/// program, goes on with them: a player is asked once. Before a rotated refresh token is used, it is
/// saved.
///
/// ```
/// # let sandbox = halo_infinite_sandbox::Sandbox::start()?;
/// # let (app, environment) = (sandbox.app(), sandbox.environment());
/// use halo_infinite::Client;
/// use halo_infinite::auth::{MemoryStore, Session, SignIn, TokenSet};
///
/// let sign_in = SignIn::new(&app).environment(environment.clone());
/// let store = MemoryStore::new(); // or FileStore::new("tokens.json")
/// # let refresh_token = sandbox.refresh_token();
/// // The tokens of `sign_in.with_browser(…)` and its like do as well.
/// let session = Session::start(&sign_in, store, TokenSet::from_refresh_token(refresh_token))?;
/// println!("signed in as {:?}", session.player()?.gamertag);
///
/// let client = Client::builder().environment(environment).credentials(session).build()?;
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
pub struct Session {
    sign_in: SignIn,
    transport: Transport,
    store: Box<dyn TokenStore>,
    margin: SignedDuration,
    /// Held by the one who renews. Locks are taken in this order: this one, the store's, the state's.
    renewal: Mutex<()>,
    /// Held for moments only, never while something is waited for: who has a living token goes on
    /// whatever becomes of a renewal.
    state: Mutex<State>,
}

/// How long a renewal may be in failing before it is not tried again at once.
const SLOW: Duration = Duration::from_secs(2);
/// How long it is not tried then, by those who can do without.
const REST: Duration = Duration::from_secs(60);

struct State {
    key: StoreKey,
    tokens: TokenSet,
    /// What the store had when it was last read or written.
    stored: Option<TokenSet>,
    /// A Spartan token that a service refused before its time.
    refused: Option<Secret>,
    /// Until when on the clock no Spartan token is asked for ahead of time.
    spartan_rests: Duration,
    /// Until when on the clock no clearance is asked for.
    clearance_rests: Duration,
}

impl State {
    /// The Spartan token, where it lives beyond a time and was not refused.
    fn spartan_token(&self, until: Timestamp) -> Option<Secret> {
        let token = self.tokens.spartan_token.as_ref()?;
        (token.outlives(until) && self.refused.as_ref() != Some(&token.token)).then(|| token.token.clone())
    }

    fn clearance(&self, until: Timestamp) -> Option<Secret> {
        let clearance = self.tokens.clearance.as_ref()?;
        clearance.outlives(until).then(|| clearance.token.clone())
    }

    fn is_complete(&self, until: Timestamp) -> bool {
        let xbox = self.tokens.xbox_authorization.as_ref();
        self.spartan_token(until).is_some() && xbox.is_some_and(|token| token.outlives(until))
    }
}

impl Session {
    /// Begins a session with the tokens that a sign-in gave, completes them and saves them.
    ///
    /// Where a step fails, what there is so far is kept: [`restore`](Self::restore) goes on from
    /// there, and the player need not consent again. A refresh token that is not accepted is not.
    ///
    /// # Errors
    ///
    /// Those of [`SignIn::refresh_player_tokens`], and [`Error::Store`] where they cannot be saved.
    pub fn start(
        sign_in: &SignIn,
        store: impl TokenStore + 'static,
        mut tokens: TokenSet,
    ) -> Result<Self, Error> {
        let transport = sign_in.transport()?;
        let now = sign_in.clock.timestamp();
        let key = {
            let mut locked = store.lock()?;
            // Until the chain has told who this is, there is no name to save under. A rotated refresh
            // token must not wait for it, and a consent must not be lost to a bad minute of Xbox Live.
            let unfinished = StoreKey::unfinished(&sign_in.app);
            locked.save(&unfinished, &tokens)?;
            let completed = Chain {
                app: &sign_in.app,
                transport: &transport,
                tokens: &mut tokens,
                until: now,
                now,
                save: &mut |tokens| Ok(locked.save(&unfinished, tokens)?),
            }
            .complete_for_calls();
            if let Err(error) = completed {
                // What cannot ever be gone on with would only be in the way of the next sign-in.
                match is_dead(&error) {
                    true => locked.remove(&unfinished)?,
                    false => locked.save(&unfinished, &tokens)?,
                }
                return Err(error);
            }
            let key = StoreKey::new(&sign_in.app, tokens.xuid);
            locked.save(&key, &tokens)?;
            locked.remove(&unfinished)?;
            key
        };
        Ok(Self::with(sign_in, transport, Box::new(store), key, tokens))
    }

    /// Goes on with a session that was begun earlier, by this program or another with the same app
    /// and store; `None` where there is none. Nothing is sent yet.
    ///
    /// Where the store has several players, `player` says who; without it, it is the one whose
    /// tokens were saved last.
    ///
    /// # Errors
    ///
    /// [`Error::Store`] where the store cannot be read.
    pub fn restore(
        sign_in: &SignIn,
        store: impl TokenStore + 'static,
        player: Option<Xuid>,
    ) -> Result<Option<Self>, Error> {
        let found = {
            let locked = store.lock()?;
            let key = match player {
                Some(_) => Some(StoreKey::new(&sign_in.app, player)),
                None => locked.keys(&sign_in.app)?.into_iter().next(),
            };
            match key {
                Some(key) => locked.load(&key)?.map(|tokens| (key, tokens)),
                None => None,
            }
        };
        let Some((key, tokens)) = found else {
            return Ok(None);
        };
        Ok(Some(Self::with(
            sign_in,
            sign_in.transport()?,
            Box::new(store),
            key,
            tokens,
        )))
    }

    fn with(
        sign_in: &SignIn,
        transport: Transport,
        store: Box<dyn TokenStore>,
        key: StoreKey,
        tokens: TokenSet,
    ) -> Self {
        Self {
            sign_in: sign_in.clone(),
            transport,
            store,
            margin: margin(),
            renewal: Mutex::new(()),
            state: Mutex::new(State {
                key,
                stored: Some(tokens.clone()),
                tokens,
                refused: None,
                spartan_rests: Duration::ZERO,
                clearance_rests: Duration::ZERO,
            }),
        }
    }

    /// The player, with tokens that live: expired ones are renewed first.
    ///
    /// # Errors
    ///
    /// Those of [`SignIn::refresh_player_tokens`], and [`Error::Store`].
    pub fn player(&self) -> Result<AuthenticatedPlayer, Error> {
        if !self.state().is_complete(self.soon(self.now())) {
            let _turn = self.turn();
            let now = self.now();
            if !self.state().is_complete(self.soon(now))
                && let Err(error) = self.renew(now, |chain| chain.complete_for_calls())
            {
                if !self.state().is_complete(now) {
                    return Err(error);
                }
                log::warn!("going on with tokens that are about to expire: {error}");
            }
        }
        AuthenticatedPlayer::of(&self.state().tokens)
    }

    /// Forgets the player: the tokens are removed from the store. They stay good at the services
    /// until they expire; the player can take the consent back at account.microsoft.com. A program
    /// that runs with a session of the same player keeps its own, and saves them when it renews them.
    ///
    /// # Errors
    ///
    /// [`Error::Store`] where the store cannot be changed.
    pub fn sign_out(self) -> Result<(), Error> {
        let key = self.state().key.clone();
        Ok(self.store.lock()?.remove(&key)?)
    }

    fn now(&self) -> Timestamp {
        self.sign_in.clock.timestamp()
    }

    fn state(&self) -> MutexGuard<'_, State> {
        // A panic elsewhere leaves the tokens as they were after the last step.
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// The time beyond which a token must live in order not to be renewed now.
    fn soon(&self, now: Timestamp) -> Timestamp {
        now.checked_add(self.margin).unwrap_or(Timestamp::MAX)
    }

    /// Waits until nobody else renews.
    fn turn(&self) -> MutexGuard<'_, ()> {
        self.renewal.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Renews what has expired and is needed for `wanted`, taking over what another process may have
    /// renewed meanwhile, and saves it. The caller has the turn.
    fn renew<T>(
        &self,
        now: Timestamp,
        wanted: impl FnOnce(&mut Chain<'_>) -> Result<T, Error>,
    ) -> Result<T, Error> {
        let mut locked = self.store.lock()?;
        let mut key = self.state().key.clone();
        // A keyring can take its time, and calls with good tokens must not wait for it.
        let found = locked.load(&key)?;
        let (mut tokens, mut stored, refused) = {
            let state = self.state();
            // Where the store is as it was, what is held here is as new or newer: a save can have
            // failed after a refresh token was rotated.
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
            wanted(&mut Chain {
                app: &self.sign_in.app,
                transport: &self.transport,
                tokens: &mut tokens,
                until: self.soon(now),
                now,
                save: &mut |tokens| {
                    locked.save(&key, tokens)?;
                    stored = Some(tokens.clone());
                    Ok(())
                },
            })
        })();
        // Also after a failure: the steps that succeeded need not be made again.
        let kept = keep(&mut *locked, &self.sign_in, &mut key, &tokens, &mut stored);
        let mut state = self.state();
        (state.key, state.tokens, state.stored) = (key, tokens, stored);
        match (result, kept) {
            // Refresh tokens are saved before they are used: what is not saved here can be had again.
            (Ok(value), Err(error)) => {
                log::warn!("the renewed tokens could not be saved: {error}");
                Ok(value)
            }
            (result, _) => result,
        }
    }

    /// Until when a renewal that has failed rests: one that took long would hold up every call.
    fn rest(&self, start: Duration) -> Duration {
        let now = self.sign_in.clock.now();
        match now.saturating_sub(start) > SLOW {
            true => now.saturating_add(REST),
            false => Duration::ZERO,
        }
    }
}

/// Saves what is not saved yet, under the player's own key once that is known.
fn keep(
    locked: &mut dyn LockedStore,
    sign_in: &SignIn,
    key: &mut StoreKey,
    tokens: &TokenSet,
    stored: &mut Option<TokenSet>,
) -> Result<(), StoreError> {
    let unfinished = StoreKey::unfinished(&sign_in.app);
    let has_name = *key == unfinished && tokens.xuid.is_some();
    if has_name {
        *key = StoreKey::new(&sign_in.app, tokens.xuid);
        *stored = None;
    }
    if stored.as_ref() != Some(tokens) {
        locked.save(key, tokens)?;
        *stored = Some(tokens.clone());
    }
    match has_name {
        true => locked.remove(&unfinished),
        false => Ok(()),
    }
}

/// Whether a refresh token is good for nothing any more.
fn is_dead(error: &Error) -> bool {
    matches!(error, Error::SignIn(error) if error.refusal == Refusal::InvalidRefreshToken)
}

impl Credentials for Session {
    fn spartan_token(&self) -> Result<Secret, Error> {
        let now = self.now();
        if let Some(token) = self.state().spartan_token(self.soon(now)) {
            return Ok(token);
        }
        let _turn = match self.renewal.try_lock() {
            Ok(turn) => turn,
            Err(TryLockError::WouldBlock) => {
                // Somebody renews ahead of time; nobody else need wait for that.
                let old = self.state().spartan_token(now);
                if let Some(token) = old {
                    return Ok(token);
                }
                self.turn()
            }
            Err(TryLockError::Poisoned(turn)) => turn.into_inner(),
        };
        let (now, start) = (self.now(), self.sign_in.clock.now());
        {
            let state = self.state();
            let rests = start < state.spartan_rests;
            let until = if rests { now } else { self.soon(now) };
            if let Some(token) = state.spartan_token(until) {
                return Ok(token);
            }
        }
        let error = match self.renew(now, |chain| chain.spartan_token()) {
            Ok(token) => return Ok(token.token),
            Err(error) => error,
        };
        let rest = self.rest(start);
        let mut state = self.state();
        state.spartan_rests = rest;
        // Renewing ahead of time failed, but the old token may still be good.
        let Some(token) = state.spartan_token(self.now()) else {
            return Err(error);
        };
        log::warn!("going on with a token that is about to expire: {error}");
        Ok(token)
    }

    fn clearance(&self) -> Result<Option<Secret>, Error> {
        if let Some(clearance) = self.state().clearance(self.soon(self.now())) {
            return Ok(Some(clearance));
        }
        let _turn = self.turn();
        let (now, start) = (self.now(), self.sign_in.clock.now());
        {
            let state = self.state();
            if let Some(clearance) = state.clearance(self.soon(now)) {
                return Ok(Some(clearance));
            }
            if start < state.clearance_rests {
                return Ok(state.clearance(now));
            }
        }
        let error = match self.renew(now, |chain| chain.clearance()) {
            Ok(Some(clearance)) => return Ok(Some(clearance)),
            Ok(None) => None,
            Err(error) => Some(error),
        };
        let rest = self.rest(start);
        let mut state = self.state();
        state.clearance_rests = rest;
        match error {
            Some(error) if !is_trouble(&error) => Err(error),
            Some(error) => {
                log::warn!("going on without a new clearance: {error}");
                Ok(state.clearance(now))
            }
            None => Ok(state.clearance(now)),
        }
    }

    fn refused(&self, spartan_token: &Secret) -> bool {
        let mut state = self.state();
        // A thread that comes late speaks of a token that another has replaced already.
        let is_current = state
            .tokens
            .spartan_token
            .as_ref()
            .is_some_and(|current| current.token == *spartan_token);
        if is_current {
            state.refused = Some(spartan_token.clone());
        }
        true
    }
}

impl fmt::Debug for Session {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter
            .debug_struct("Session")
            .field("player", &self.state().key.xuid())
            .finish_non_exhaustive()
    }
}

impl From<super::StoreError> for Error {
    fn from(error: super::StoreError) -> Self {
        Self::Store(Box::new(error))
    }
}
