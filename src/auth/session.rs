//! A player who stays signed in.

use std::fmt;
use std::sync::{Mutex, MutexGuard, PoisonError};

use jiff::{SignedDuration, Timestamp};

use super::chain::{Chain, is_trouble};
use super::sign_in::margin;
use super::store::{StoreKey, TokenStore};
use super::tokens::Expiring;
use super::{AuthenticatedPlayer, Credentials, Secret, SignIn, TokenSet};
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
    key: StoreKey,
    margin: SignedDuration,
    state: Mutex<State>,
}

struct State {
    tokens: TokenSet,
    /// A Spartan token that a service refused before its time.
    refused: Option<Secret>,
}

impl State {
    /// The Spartan token, where it lives beyond a time and was not refused.
    fn spartan_token(&self, until: Timestamp) -> Option<Secret> {
        let token = self.tokens.spartan_token.as_ref()?;
        (token.outlives(until) && self.refused.as_ref() != Some(&token.token)).then(|| token.token.clone())
    }

    fn clearance(&self, until: Timestamp) -> Option<Secret> {
        let living = |token: &&Expiring| token.outlives(until);
        self.tokens
            .clearance
            .as_ref()
            .filter(living)
            .map(|clearance| clearance.token.clone())
    }
}

impl Session {
    /// Begins a session with the tokens that a sign-in gave, completes them and saves them.
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
        // Until the chain has told who this is, there is no key to save under but the nameless one;
        // a rotated refresh token must not wait for it.
        let key = {
            let mut locked = store.lock()?;
            let nameless = StoreKey::new(&sign_in.app, None);
            let before = locked.load(&nameless)?;
            Chain {
                app: &sign_in.app,
                transport: &transport,
                tokens: &mut tokens,
                until: now,
                now,
                save: &mut |tokens| Ok(locked.save(&nameless, tokens)?),
            }
            .complete()?;
            let key = StoreKey::new(&sign_in.app, tokens.xuid);
            if key != nameless {
                match before {
                    Some(before) => locked.save(&nameless, &before)?,
                    None => locked.remove(&nameless)?,
                }
            }
            // Last, since the one who was saved last is the one who is found first.
            locked.save(&key, &tokens)?;
            key
        };
        Ok(Self::with(sign_in, transport, Box::new(store), key, tokens))
    }

    /// Goes on with a session that was begun earlier, by this program or another with the same app
    /// and store; `None` where there is none. Nothing is sent yet.
    ///
    /// Where the store has several players, `player` says who; without it, it is the one who was
    /// signed in last.
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
            key,
            margin: margin(),
            state: Mutex::new(State {
                tokens,
                refused: None,
            }),
        }
    }

    /// The player, with tokens that live: expired ones are renewed first.
    ///
    /// # Errors
    ///
    /// Those of [`SignIn::refresh_player_tokens`], and [`Error::Store`].
    pub fn player(&self) -> Result<AuthenticatedPlayer, Error> {
        let mut state = self.state();
        let now = self.now();
        let is_complete = |state: &State| {
            state.spartan_token(now + self.margin).is_some()
                && state
                    .tokens
                    .xbox_authorization
                    .as_ref()
                    .is_some_and(|token| token.outlives(now + self.margin))
        };
        if !is_complete(&state) {
            self.renew(&mut state, now, |chain| chain.complete())?;
        }
        AuthenticatedPlayer::of(&state.tokens)
    }

    /// Forgets the player: the tokens are removed from the store. They stay good at the services
    /// until they expire; the player can take the consent back at account.microsoft.com.
    ///
    /// # Errors
    ///
    /// [`Error::Store`] where the store cannot be changed.
    pub fn sign_out(self) -> Result<(), Error> {
        Ok(self.store.lock()?.remove(&self.key)?)
    }

    fn now(&self) -> Timestamp {
        self.sign_in.clock.timestamp()
    }

    fn state(&self) -> MutexGuard<'_, State> {
        // A panic elsewhere leaves the tokens as they were after the last step.
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Renews what has expired and is needed for `wanted`, taking over what another process may have
    /// renewed meanwhile, and saves it.
    fn renew<T>(
        &self,
        state: &mut State,
        now: Timestamp,
        wanted: impl FnOnce(&mut Chain<'_>) -> Result<T, Error>,
    ) -> Result<T, Error> {
        let mut locked = self.store.lock()?;
        if let Some(stored) = locked.load(&self.key)? {
            state.tokens = stored;
        }
        let refused = state.refused.as_ref();
        if state
            .tokens
            .spartan_token
            .as_ref()
            .is_some_and(|token| Some(&token.token) == refused)
        {
            state.tokens.spartan_token = None;
        }
        let before = state.tokens.clone();
        let result = wanted(&mut Chain {
            app: &self.sign_in.app,
            transport: &self.transport,
            tokens: &mut state.tokens,
            until: now + self.margin,
            now,
            save: &mut |tokens| Ok(locked.save(&self.key, tokens)?),
        });
        // Also after a failure: the steps that succeeded need not be made again.
        if state.tokens != before {
            locked.save(&self.key, &state.tokens)?;
        }
        result
    }
}

impl Credentials for Session {
    fn spartan_token(&self) -> Result<Secret, Error> {
        let mut state = self.state();
        let now = self.now();
        if let Some(token) = state.spartan_token(now + self.margin) {
            return Ok(token);
        }
        let renewed = self.renew(&mut state, now, |chain| chain.spartan_token());
        match renewed {
            Ok(token) => Ok(token.token),
            // Renewing ahead of time failed, but the old token is still good.
            Err(error) if is_trouble(&error) => match state.spartan_token(now) {
                Some(token) => {
                    log::warn!("going on with a token that is about to expire: {error}");
                    Ok(token)
                }
                None => Err(error),
            },
            Err(error) => Err(error),
        }
    }

    fn clearance(&self) -> Result<Option<Secret>, Error> {
        let mut state = self.state();
        let now = self.now();
        match state.clearance(now + self.margin) {
            Some(clearance) => Ok(Some(clearance)),
            None => self.renew(&mut state, now, |chain| chain.clearance()),
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
            .field("player", &self.key.xuid())
            .finish_non_exhaustive()
    }
}

impl From<super::StoreError> for Error {
    fn from(error: super::StoreError) -> Self {
        Self::Store(Box::new(error))
    }
}
