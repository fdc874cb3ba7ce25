//! A player who stays signed in.

use std::fmt;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::Duration;

use jiff::{SignedDuration, Timestamp};

use crate::auth::authenticated_player::AuthenticatedPlayer;
use crate::auth::chain::{Chain, is_trouble};
use crate::auth::sign_in::SignIn;
use crate::auth::sign_in::margin;
use crate::auth::store::{LockedStore, StoreKey, TokenStore};
use crate::auth::tokens::TokenSet;
use crate::error::Error;
use crate::error::StoreError;
use crate::error::{SignInErrorKind, SignInStep};
use crate::http::Transport;
use crate::http::{CallContext, Credentials};
use crate::limiter::{Rate, TokenBucket};
use crate::sync::CancelToken;
use crate::sync::{Interrupted, SingleFlight};
use crate::types::Secret;
use crate::types::Xuid;

/// A player who stays signed in: the credentials of clients that run for longer than a token lives.
///
/// Tokens are renewed when they are needed and about to expire, only those, once for all who wait.
/// They are kept in a [`TokenStore`], so that the next run of the program, or another program, goes
/// on with them: a player is asked once. Before a rotated refresh token is used, it is saved.
///
/// A renewal has a thread of its own: calls wait for it no longer than their deadline, or until they
/// are cancelled, and what it brings is kept even then. Its steps have the [`SignIn`]'s limits. A token
/// that a service refuses is replaced, five times at once and then every two seconds at most.
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
    shared: Arc<Shared>,
    spartan_token: SingleFlight<Result<Secret, Error>>,
    clearance: SingleFlight<Result<Option<Secret>, Error>>,
    completion: SingleFlight<Result<(), Error>>,
}

/// What a session shares with its renewals.
struct Shared {
    sign_in: SignIn,
    transport: Transport,
    store: Box<dyn TokenStore>,
    margin: SignedDuration,
    replacements: TokenBucket,
    /// Held for moments only, never while something is waited for: who has a living token goes on
    /// whatever becomes of a renewal. Who renews holds the store, and takes this lock after it.
    state: Mutex<State>,
}

/// How long a renewal may be in failing before it is not tried again at once.
const SLOW: Duration = Duration::from_secs(2);
/// How long it is not tried then, by those who can do without.
const REST: Duration = Duration::from_secs(60);
/// How often a Spartan token is replaced because a service refused it: once in two seconds, five times
/// at once. A service that refuses each of them means something else.
const REPLACEMENTS: Rate = Rate::every(Duration::from_secs(2), 5);

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
        let state = State {
            key,
            stored: Some(tokens.clone()),
            tokens,
            refused: None,
            spartan_rests: Duration::ZERO,
            clearance_rests: Duration::ZERO,
        };
        Self {
            shared: Arc::new(Shared {
                sign_in: sign_in.clone(),
                transport,
                store,
                margin: margin(),
                replacements: TokenBucket::with_clock(REPLACEMENTS, Arc::clone(&sign_in.clock)),
                state: Mutex::new(state),
            }),
            spartan_token: SingleFlight::default(),
            clearance: SingleFlight::default(),
            completion: SingleFlight::default(),
        }
    }

    /// The player, with tokens that live: expired ones are renewed first.
    ///
    /// # Errors
    ///
    /// Those of [`SignIn::refresh_player_tokens`], and [`Error::Store`].
    pub fn player(&self) -> Result<AuthenticatedPlayer, Error> {
        let shared = &self.shared;
        if !shared.state().is_complete(shared.soon()) {
            let endpoint = SignInStep::SpartanToken.endpoint();
            let patient = CallContext::new(endpoint, Duration::MAX, &CancelToken::new());
            let renewing = Arc::clone(shared);
            let renewed = join(&self.completion, &patient, move || {
                renewing.renew(|chain| chain.complete_for_calls())
            });
            if let Err(error) = renewed {
                if !shared.state().is_complete(shared.now()) {
                    return Err(error);
                }
                log::warn!("going on with tokens that are about to expire: {error}");
            }
        }
        AuthenticatedPlayer::of(&shared.state().tokens)
    }

    /// Forgets the player: the tokens are removed from the store. They stay good at the services
    /// until they expire; the player can take the consent back at account.microsoft.com. A program
    /// that runs with a session of the same player keeps its own, and saves them when it renews them.
    ///
    /// # Errors
    ///
    /// [`Error::Store`] where the store cannot be changed.
    pub fn sign_out(self) -> Result<(), Error> {
        // Who renews has the store: the key is known for good once that is done.
        let mut locked = self.shared.store.lock()?;
        let key = self.shared.state().key.clone();
        Ok(locked.remove(&key)?)
    }
}

impl Shared {
    fn now(&self) -> Timestamp {
        self.sign_in.clock.timestamp()
    }

    fn state(&self) -> MutexGuard<'_, State> {
        // A panic elsewhere leaves the tokens as they were after the last step.
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// The time beyond which a token must live in order not to be renewed now.
    fn soon(&self) -> Timestamp {
        self.now().checked_add(self.margin).unwrap_or(Timestamp::MAX)
    }

    /// Renews what has expired and is needed for `wanted`, taking over what another process may have
    /// renewed meanwhile, and saves it.
    fn renew<T>(&self, wanted: impl FnOnce(&mut Chain<'_>) -> Result<T, Error>) -> Result<T, Error> {
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
                until: self.soon(),
                now: self.now(),
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
        if result.is_ok() && state.refused == refused {
            // Where the same one has come again, there is no other to be had.
            state.refused = None;
        }
        match (result, kept) {
            // Refresh tokens are saved before they are used: what is not saved here can be had again.
            (Ok(value), Err(error)) => {
                log::warn!("the renewed tokens could not be saved: {error}");
                Ok(value)
            }
            (result, _) => result,
        }
    }

    fn renew_spartan_token(&self) -> Result<Secret, Error> {
        let start = self.sign_in.clock.now();
        let renewed = self.renew(|chain| chain.spartan_token());
        if renewed.is_err() {
            self.state().spartan_rests = self.rest(start);
        }
        Ok(renewed?.token)
    }

    /// The clearance; the old one where its service has trouble.
    fn renew_clearance(&self) -> Result<Option<Secret>, Error> {
        let start = self.sign_in.clock.now();
        let error = match self.renew(|chain| chain.clearance()) {
            Ok(Some(clearance)) => return Ok(Some(clearance)),
            Ok(None) => None,
            Err(error) => Some(error),
        };
        let rest = self.rest(start);
        let mut state = self.state();
        state.clearance_rests = rest;
        match error {
            Some(error) if !is_trouble(&error) => return Err(error),
            Some(error) => log::warn!("going on without a new clearance: {error}"),
            None => {}
        }
        Ok(state.clearance(self.now()))
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
    matches!(error, Error::SignIn(error) if error.kind == SignInErrorKind::InvalidRefreshToken)
}

impl Credentials for Session {
    fn spartan_token(&self, call: &CallContext) -> Result<Secret, Error> {
        let shared = &self.shared;
        {
            let state = shared.state();
            // Somebody renews ahead of time, or that has just failed; the old one does meanwhile.
            let does_meanwhile =
                self.spartan_token.is_running() || shared.sign_in.clock.now() < state.spartan_rests;
            let until = if does_meanwhile {
                shared.now()
            } else {
                shared.soon()
            };
            if let Some(token) = state.spartan_token(until) {
                return Ok(token);
            }
        }
        let renewing = Arc::clone(shared);
        let renewed = join(&self.spartan_token, call, move || renewing.renew_spartan_token());
        renewed.or_else(|error| {
            // Renewing ahead of time failed, but the old token may still be good.
            let token = shared
                .state()
                .spartan_token(shared.now())
                .ok_or_else(|| error.clone())?;
            log::warn!("going on with a token that is about to expire: {error}");
            Ok(token)
        })
    }

    fn clearance(&self, call: &CallContext) -> Result<Option<Secret>, Error> {
        let shared = &self.shared;
        {
            let state = shared.state();
            if let Some(clearance) = state.clearance(shared.soon()) {
                return Ok(Some(clearance));
            }
            if shared.sign_in.clock.now() < state.clearance_rests {
                return Ok(state.clearance(shared.now()));
            }
        }
        let renewing = Arc::clone(shared);
        join(&self.clearance, call, move || renewing.renew_clearance())
    }

    fn refused(&self, spartan_token: &Secret) -> bool {
        let shared = &self.shared;
        let mut state = shared.state();
        let current = state.tokens.spartan_token.as_ref();
        let is_replaced = current.is_none_or(|current| current.token != *spartan_token);
        if is_replaced || state.refused.as_ref() == Some(spartan_token) {
            // A thread that comes late speaks of what another has said already.
            return true;
        }
        if !shared.replacements.try_acquire() {
            log::warn!("one new Spartan token after the other is refused: no other is asked for now");
            return false;
        }
        state.refused = Some(spartan_token.clone());
        true
    }
}

impl fmt::Debug for Session {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter
            .debug_struct("Session")
            .field("player", &self.shared.state().key.xuid())
            .finish_non_exhaustive()
    }
}

/// Waits for a renewal, no longer than the call can.
fn join<T: Clone + Send + 'static>(
    flight: &SingleFlight<Result<T, Error>>,
    call: &CallContext,
    renewal: impl Fn() -> Result<T, Error> + Clone + Send + 'static,
) -> Result<T, Error> {
    let endpoint = call.endpoint();
    let joined = flight.join(call.time_left(), call.cancel_token(), "halo-sign-in", renewal);
    joined.unwrap_or_else(|interrupted| {
        Err(match interrupted {
            Interrupted::Cancelled => Error::Cancelled { endpoint },
            Interrupted::TimedOut => Error::Deadline { endpoint, wait: None },
        })
    })
}
