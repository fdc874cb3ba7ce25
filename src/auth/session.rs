//! Sessions: players who stay signed in.

use std::fmt;
use std::sync::{Arc, Mutex};
use std::time::Duration;

use jiff::SignedDuration;

use super::authenticated_player::AuthenticatedPlayer;
use super::chain::Chain;
use super::lock_store::lock_store;
use super::renewal::{Shared, State};
use super::sign_in::SignIn;
use super::store::{StoreKey, TokenStore};
use super::tokens::TokenSet;
use crate::error::{Error, SignInErrorKind, SignInStep};
use crate::http::retry::jitter;
use crate::http::{CallContext, Credentials, Transport};
use crate::limiter::{Rate, TokenBucket};
use crate::sync::{Interrupted, SingleFlight};
use crate::types::{Secret, Xuid};

/// A player who stays signed in, for programs that run longer than a token is valid.
///
/// A session renews a token if a request needs it and it is about to expire. It renews only the tokens that
/// are needed, and once for all waiting requests. It saves them in a [`TokenStore`], so that the next run of
/// the program, or another program, uses them: the player consents only once. A rotated refresh token is
/// saved before it is used.
///
/// Each renewal runs in a thread of its own, with the timeouts and retries of the [`SignIn`]. A request waits
/// for it until the request's deadline or cancellation; the renewal then continues, and its tokens are saved.
/// If a service refuses a Spartan token, the session replaces it: up to five times in a row, then at most
/// once every two seconds.
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
/// // Or with the tokens that `sign_in.with_browser(…)` returns.
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

/// Rate at which refused Spartan tokens are replaced. If a service refuses one new token after the other,
/// the token is not the problem.
const REPLACEMENTS: Rate = Rate::every(Duration::from_secs(2), 5);

/// Returns the time before its expiry at which a token is renewed: 5 to 7 minutes. Jitter, so that many
/// programs do not renew in lockstep.
fn renewal_margin() -> SignedDuration {
    let jitter = jitter::up_to(Duration::from_secs(120));
    SignedDuration::from_mins(5) + SignedDuration::try_from(jitter).unwrap_or_default()
}

impl Session {
    /// Starts a session with the tokens of a sign-in, and completes and saves them.
    ///
    /// If a step fails, the tokens so far are saved: [`restore`](Self::restore) continues with them, and the
    /// player need not consent again. A refused refresh token is not saved.
    ///
    /// # Errors
    ///
    /// As [`SignIn::refresh_player_tokens`], and [`Error::Store`] if the tokens cannot be saved;
    /// [`Error::Deadline`] if another program holds the store's lock until the sign-in's
    /// [deadline](SignIn::deadline).
    pub fn start(
        sign_in: &SignIn,
        store: impl TokenStore + 'static,
        mut tokens: TokenSet,
    ) -> Result<Self, Error> {
        let transport = sign_in.transport()?;
        let now = sign_in.clock.timestamp();
        let key = {
            let mut locked = lock_store(&store, sign_in)?;
            // The player's XUID is the key, but a later step of the chain reports it. The tokens are saved
            // before that, so that an outage of Xbox Live loses neither the consent nor a rotated refresh
            // token.
            let unfinished = StoreKey::unfinished(&sign_in.app);
            locked.save(&unfinished, &tokens)?;
            let completed = Chain {
                app: &sign_in.app,
                transport: &transport,
                tokens: &mut tokens,
                valid_at: now,
                now,
                save: &mut |tokens| Ok(locked.save(&unfinished, tokens)?),
            }
            .complete_for_session();
            if let Err(error) = completed {
                // Unusable tokens would only block the next sign-in.
                match is_invalid_refresh_token(&error) {
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
        Ok(Self::new(sign_in, transport, Box::new(store), key, tokens))
    }

    /// Continues a session that this program, or another with the same app and store, started earlier.
    /// Returns `None` if the store has none. Nothing is sent yet.
    ///
    /// If the store has several players, `player` selects one. Defaults to the player whose tokens were saved
    /// last.
    ///
    /// # Errors
    ///
    /// [`Error::Store`] if the store cannot be read; [`Error::Deadline`] if another program holds its lock until
    /// the sign-in's [deadline](SignIn::deadline), [`Error::Cancelled`] if the sign-in is cancelled before.
    pub fn restore(
        sign_in: &SignIn,
        store: impl TokenStore + 'static,
        player: Option<Xuid>,
    ) -> Result<Option<Self>, Error> {
        let found = {
            let locked = lock_store(&store, sign_in)?;
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
        Ok(Some(Self::new(
            sign_in,
            sign_in.transport()?,
            Box::new(store),
            key,
            tokens,
        )))
    }

    fn new(
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
            spartan_pause_end: Duration::ZERO,
            clearance_pause_end: Duration::ZERO,
        };
        Self {
            shared: Arc::new(Shared {
                sign_in: sign_in.clone(),
                transport,
                store,
                margin: renewal_margin(),
                replacements: TokenBucket::with_clock(REPLACEMENTS, Arc::clone(&sign_in.clock)),
                state: Mutex::new(state),
            }),
            spartan_token: SingleFlight::default(),
            clearance: SingleFlight::default(),
            completion: SingleFlight::default(),
        }
    }

    /// Returns the player with valid tokens. Renews expired tokens first.
    ///
    /// # Errors
    ///
    /// As [`SignIn::refresh_player_tokens`], and [`Error::Store`] if the store cannot be read or written.
    pub fn player(&self) -> Result<AuthenticatedPlayer, Error> {
        let shared = &self.shared;
        if !shared.state().is_complete(shared.renewal_time()) {
            let endpoint = SignInStep::SpartanToken.endpoint();
            // Each step has the sign-in's deadline, so all of them have none.
            let cancel = &shared.sign_in.settings.options.cancel;
            let without_deadline = CallContext::new(endpoint, Duration::MAX, cancel);
            let worker = Arc::clone(shared);
            let renewed = join(&self.completion, &without_deadline, move || {
                worker.renew(|chain| chain.complete_for_session())
            });
            if let Err(error) = renewed {
                if !shared.state().is_complete(shared.now()) {
                    return Err(error);
                }
                log::warn!("continuing with tokens that are about to expire: {error}");
            }
        }
        AuthenticatedPlayer::of(&shared.state().tokens)
    }

    /// Removes the player's tokens from the store.
    ///
    /// The services accept these tokens until they expire; the player can revoke the consent at
    /// account.microsoft.com. If another program runs with a session of the same player, it holds tokens of
    /// its own, and saves them again when it renews them.
    ///
    /// # Errors
    ///
    /// [`Error::Store`] if the store cannot be written; [`Error::Deadline`] and [`Error::Cancelled`] as for
    /// [`restore`](Self::restore).
    pub fn sign_out(self) -> Result<(), Error> {
        // A running renewal holds the store's lock and may change the key: the key is read after it.
        let mut locked = lock_store(&*self.shared.store, &self.shared.sign_in)?;
        let key = self.shared.state().key.clone();
        Ok(locked.remove(&key)?)
    }
}

fn is_invalid_refresh_token(error: &Error) -> bool {
    matches!(error, Error::SignIn(error) if error.kind == SignInErrorKind::InvalidRefreshToken)
}

impl Credentials for Session {
    fn spartan_token(&self, call: &CallContext) -> Result<Secret, Error> {
        let shared = &self.shared;
        {
            let state = shared.state();
            // During a renewal, and in the pause after a failed one, the old token is used until it expires.
            let accepts_old =
                self.spartan_token.is_running() || shared.sign_in.clock.now() < state.spartan_pause_end;
            let valid_at = if accepts_old {
                shared.now()
            } else {
                shared.renewal_time()
            };
            if let Some(token) = state.spartan_token(valid_at) {
                return Ok(token);
            }
        }
        let worker = Arc::clone(shared);
        let renewed = join(&self.spartan_token, call, move || worker.renew_spartan_token());
        renewed.or_else(|error| {
            // The renewal failed, but the old token may not have expired yet.
            let token = shared
                .state()
                .spartan_token(shared.now())
                .ok_or_else(|| error.clone())?;
            log::warn!("continuing with a token that is about to expire: {error}");
            Ok(token)
        })
    }

    fn clearance(&self, call: &CallContext) -> Result<Option<Secret>, Error> {
        let shared = &self.shared;
        {
            let state = shared.state();
            if let Some(clearance) = state.clearance(shared.renewal_time()) {
                return Ok(Some(clearance));
            }
            if shared.sign_in.clock.now() < state.clearance_pause_end {
                return Ok(state.clearance(shared.now()));
            }
        }
        let worker = Arc::clone(shared);
        join(&self.clearance, call, move || worker.renew_clearance())
    }

    fn refused(&self, spartan_token: &Secret) -> bool {
        let shared = &self.shared;
        let mut state = shared.state();
        let current = state.tokens.spartan_token.as_ref();
        let is_replaced = current.is_none_or(|current| current.token != *spartan_token);
        if is_replaced || state.refused.as_ref() == Some(spartan_token) {
            // Another thread has already reported or replaced this token.
            return true;
        }
        if !shared.replacements.try_acquire() {
            log::warn!("the services refuse one new Spartan token after the other: not renewing it now");
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

/// Waits for a renewal, until the request's deadline or cancellation.
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
