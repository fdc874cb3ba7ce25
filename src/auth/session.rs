//! Sessions: players who stay signed in.

use std::fmt;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::Duration;

use jiff::{SignedDuration, Timestamp};

use super::authenticated_player::AuthenticatedPlayer;
use super::chain::Chain;
use super::sign_in::SignIn;
use super::steps::exchange::is_service_trouble;
use super::store::{LockedStore, StoreKey, TokenStore};
use super::tokens::TokenSet;
use crate::error::{Error, SignInErrorKind, SignInStep, StoreError};
use crate::http::retry::jitter;
use crate::http::{CallContext, Credentials, Transport};
use crate::limiter::{Rate, TokenBucket};
use crate::sync::{CancelToken, Interrupted, SingleFlight};
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

/// The part of a session that its renewals share.
struct Shared {
    sign_in: SignIn,
    transport: Transport,
    store: Box<dyn TokenStore>,
    /// Tokens are renewed this long before they expire.
    margin: SignedDuration,
    replacements: TokenBucket,
    /// Locked only briefly, never during a wait, so that requests with valid tokens do not wait for a
    /// renewal. A renewal locks the store first, then this.
    state: Mutex<State>,
}

/// A renewal that takes longer than this to fail is not retried at once.
const SLOW_FAILURE: Duration = Duration::from_secs(2);
/// Pause after a slow failure. Until its end, a Spartan token is renewed only once it has expired, and no
/// clearance is renewed.
const PAUSE: Duration = Duration::from_secs(60);
/// Rate at which refused Spartan tokens are replaced. If a service refuses one new token after the other,
/// the token is not the problem.
const REPLACEMENTS: Rate = Rate::every(Duration::from_secs(2), 5);

/// Returns the time before its expiry at which a token is renewed: 5 to 7 minutes. Jitter, so that many
/// programs do not renew in lockstep.
fn renewal_margin() -> SignedDuration {
    let jitter = jitter::up_to(Duration::from_secs(120));
    SignedDuration::from_mins(5) + SignedDuration::try_from(jitter).unwrap_or_default()
}

struct State {
    key: StoreKey,
    tokens: TokenSet,
    /// The content of the store when it was last read or written.
    stored: Option<TokenSet>,
    /// A Spartan token that a service refused before it expired.
    refused: Option<Secret>,
    /// End of the pause after a failed renewal of the Spartan token, in the clock's time.
    spartan_pause_end: Duration,
    /// End of the pause after a failed renewal of the clearance, in the clock's time.
    clearance_pause_end: Duration,
}

impl State {
    /// The Spartan token, if it is valid at a time and no service refused it.
    fn spartan_token(&self, time: Timestamp) -> Option<Secret> {
        let token = self.tokens.spartan_token.as_ref()?;
        (token.is_valid_at(time) && self.refused.as_ref() != Some(&token.token)).then(|| token.token.clone())
    }

    /// The clearance, if it is valid at a time.
    fn clearance(&self, time: Timestamp) -> Option<Secret> {
        let clearance = self.tokens.clearance.as_ref()?;
        clearance.is_valid_at(time).then(|| clearance.token.clone())
    }

    /// Whether the Spartan token and the Xbox Live authorization are valid at a time.
    fn is_complete(&self, time: Timestamp) -> bool {
        let xbox = self.tokens.xbox_authorization.as_ref();
        self.spartan_token(time).is_some() && xbox.is_some_and(|token| token.is_valid_at(time))
    }
}

impl Session {
    /// Starts a session with the tokens of a sign-in, and completes and saves them.
    ///
    /// If a step fails, the tokens so far are saved: [`restore`](Self::restore) continues with them, and the
    /// player need not consent again. A refused refresh token is not saved.
    ///
    /// # Errors
    ///
    /// As [`SignIn::refresh_player_tokens`], and [`Error::Store`] if the tokens cannot be saved.
    pub fn start(
        sign_in: &SignIn,
        store: impl TokenStore + 'static,
        mut tokens: TokenSet,
    ) -> Result<Self, Error> {
        let transport = sign_in.transport()?;
        let now = sign_in.clock.timestamp();
        let key = {
            let mut locked = store.lock()?;
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
    /// [`Error::Store`] if the store cannot be read.
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
            let without_deadline = CallContext::new(endpoint, Duration::MAX, &CancelToken::new());
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
    /// [`Error::Store`] if the store cannot be written.
    pub fn sign_out(self) -> Result<(), Error> {
        // A running renewal holds the store's lock and may change the key: the key is read after it.
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
        // A panic of another thread leaves the tokens as they were after its last step.
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Tokens that expire before this time are renewed now.
    fn renewal_time(&self) -> Timestamp {
        self.now().checked_add(self.margin).unwrap_or(Timestamp::MAX)
    }

    /// Renews the expired tokens that `run` needs, and saves them. Tokens that another process has renewed
    /// in the meantime are read from the store instead.
    fn renew<T>(&self, run: impl FnOnce(&mut Chain<'_>) -> Result<T, Error>) -> Result<T, Error> {
        let mut locked = self.store.lock()?;
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

    fn renew_spartan_token(&self) -> Result<Secret, Error> {
        let start = self.sign_in.clock.now();
        let renewed = self.renew(|chain| chain.spartan_token());
        if renewed.is_err() {
            self.state().spartan_pause_end = self.pause_end(start);
        }
        Ok(renewed?.token)
    }

    /// Renews the clearance. Returns the old one if its service has trouble.
    fn renew_clearance(&self) -> Result<Option<Secret>, Error> {
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
    fn pause_end(&self, start: Duration) -> Duration {
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
