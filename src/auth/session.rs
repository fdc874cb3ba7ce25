//! Sessions: players who stay signed in.

use std::fmt;
use std::sync::{Arc, Mutex};
use std::time::Duration;

use jiff::{SignedDuration, Timestamp};

use super::authenticated_player::AuthenticatedPlayer;
use super::chain::Chain;
use super::lock_store::{limits_of, lock_store};
use super::renewal::{Needs, Shared, State};
use super::rest::Rest;
use super::sign_in::SignIn;
use super::steps::exchange::Steps;
use super::store::{StoreKey, TokenStore};
use super::tokens::TokenSet;
use crate::error::{Error, SignInStep};
use crate::http::retry::jitter;
use crate::http::{CallContext, Credentials};
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
/// A request whose old token is still valid waits for 2 seconds and half of its time at most, and then uses that.
///
/// After a failure, renewals rest. Requests use the old token until it expires: it is renewed again after 60
/// seconds. Then they fail at once with the same error. A dead refresh token is sent once; the rest ends when the
/// store holds other tokens, since the player has signed in again. Other refusals rest for 60 seconds, or until
/// then. Failures that may pass rest for 1 second, then 2, 4 and so on up to 60.
///
/// If a service refuses a Spartan token, or Xbox Live its Xbox token, the session replaces it: up to five times in a
/// row, then at most once every two seconds.
///
/// The session measures the expiry of tokens by the services' clocks, which their responses show in `Date`. If
/// this machine's clock differs by a minute or more, it logs one warning.
///
/// If the tokens cannot be saved, the session continues with them, and saves them at the next renewal. Only a
/// rotated refresh token must be saved: until it is, no token is renewed.
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
    xbox_authorization: SingleFlight<Result<Secret, Error>>,
    clearance: SingleFlight<Result<(), Error>>,
    completion: SingleFlight<Result<(), Error>>,
}

/// Rate at which refused tokens are replaced. If a service refuses one new token after the other,
/// the token is not the problem.
const REPLACEMENTS: Rate = Rate::every(Duration::from_secs(2), 5);

/// Maximum wait of a request for a renewal while its old token is valid. The wait takes at most half of the
/// request's time.
const PATIENCE: Duration = Duration::from_secs(2);
/// Maximum wait of a request for a clearance. Nearly all requests work without one.
const CLEARANCE_PATIENCE: Duration = Duration::from_secs(10);

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
        let steps = sign_in.steps(tokens.clock_offset)?;
        let key = {
            let mut locked = lock_store(&store, &limits_of(sign_in))?;
            // The player's XUID is the key, but a later step of the chain reports it. The tokens are saved
            // before that, so that an outage of Xbox Live loses neither the consent nor a rotated refresh
            // token.
            let unfinished = StoreKey::unfinished(&sign_in.app);
            locked.save(&unfinished, &tokens)?;
            let save = &mut |tokens: &TokenSet| Ok(locked.save(&unfinished, tokens)?);
            let completed = Chain::new(&steps, &mut tokens, SignedDuration::ZERO, save).complete();
            if let Err(error) = completed {
                // Unusable tokens would only block the next sign-in.
                match needs_new_sign_in(&error) {
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
        Self::new(sign_in, steps, Box::new(store), key, tokens)
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
            let locked = lock_store(&store, &limits_of(sign_in))?;
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
        let steps = sign_in.steps(tokens.clock_offset)?;
        Self::new(sign_in, steps, Box::new(store), key, tokens).map(Some)
    }

    fn new(
        sign_in: &SignIn,
        steps: Steps,
        store: Box<dyn TokenStore>,
        key: StoreKey,
        tokens: TokenSet,
    ) -> Result<Self, Error> {
        let (sign_in, steps) = match sign_in.for_renewals() {
            Some(sign_in) => {
                let steps = sign_in.steps(tokens.clock_offset)?;
                (sign_in, steps)
            }
            None => (sign_in.clone(), steps),
        };
        let state = State {
            key,
            stored: Some(tokens.clone()),
            tokens,
            must_save: false,
            is_signed_out: false,
            refused: None,
            xbox_refused: None,
            trusted: Vec::new(),
            rest: None,
            xbox_rest: None,
            clearance_rest_end: Duration::ZERO,
        };
        Ok(Self {
            shared: Arc::new(Shared {
                steps,
                store,
                margin: renewal_margin(),
                replacements: TokenBucket::with_clock(REPLACEMENTS, Arc::clone(&sign_in.clock)),
                sign_in,
                state: Mutex::new(state),
            }),
            spartan_token: SingleFlight::default(),
            xbox_authorization: SingleFlight::default(),
            clearance: SingleFlight::default(),
            completion: SingleFlight::default(),
        })
    }

    /// Returns the player with valid tokens. Renews expired tokens first.
    ///
    /// # Errors
    ///
    /// As [`SignIn::refresh_player_tokens`], and [`Error::Store`] if the store cannot be read or written;
    /// [`Error::Deadline`] if another program holds the store's lock until the sign-in's
    /// [deadline](SignIn::deadline).
    pub fn player(&self) -> Result<AuthenticatedPlayer, Error> {
        let endpoint = SignInStep::SpartanToken.endpoint();
        // Each step has the sign-in's deadline, so all of them have none.
        let cancel = &self.shared.sign_in.settings.options.cancel;
        self.player_within(&CallContext::new(endpoint, Duration::MAX, cancel))
    }

    /// As [`player`](Self::player), but waits for a renewal only within these limits, as a request does: the renewal
    /// then continues, and its tokens are saved.
    ///
    /// # Errors
    ///
    /// As [`player`](Self::player); [`Error::Deadline`] and [`Error::Cancelled`] if the limits end the wait.
    pub fn player_within(&self, limits: &CallContext) -> Result<AuthenticatedPlayer, Error> {
        let shared = &self.shared;
        self.valid_or_renewed(
            &self.completion,
            limits,
            Needs::XboxToken,
            |state, time| state.is_complete(time).then_some(()),
            |shared| shared.renew(Needs::XboxToken, |chain| chain.complete()),
        )?;
        AuthenticatedPlayer::of(&shared.state().tokens)
    }

    /// Removes the player's tokens from the store. Clients that share the session use its tokens until they expire; no
    /// token is renewed any more.
    ///
    /// The services accept these tokens until they expire; the player can revoke the consent at
    /// account.microsoft.com. If another program runs with a session of the same player, it holds tokens of
    /// its own, and saves them again when it renews them.
    ///
    /// # Errors
    ///
    /// [`Error::Store`] if the store cannot be written; [`Error::Deadline`] and [`Error::Cancelled`] as for
    /// [`restore`](Self::restore).
    pub fn sign_out(&self) -> Result<(), Error> {
        self.sign_out_within(&limits_of(&self.shared.sign_in))
    }

    /// As [`sign_out`](Self::sign_out), but waits for the store's lock only within these limits. A renewal holds it
    /// until its last step has ended.
    ///
    /// # Errors
    ///
    /// As [`sign_out`](Self::sign_out). The player is signed in as before then.
    pub fn sign_out_within(&self, limits: &CallContext) -> Result<(), Error> {
        // A running renewal holds the store's lock and may change the key: the key is read after it.
        let mut locked = lock_store(&*self.shared.store, limits)?;
        let key = self.shared.state().key.clone();
        locked.remove(&key)?;
        // A renewal that waits for the lock must not save the tokens again.
        self.shared.state().is_signed_out = true;
        Ok(())
    }

    /// Returns what is valid in the state, or renews it. What is about to expire is used during a renewal, and
    /// during the rest after a failed one.
    fn valid_or_renewed<T: Clone + Send + 'static>(
        &self,
        flight: &SingleFlight<Result<T, Error>>,
        call: &CallContext,
        needs: Needs,
        valid_at: fn(&State, Timestamp) -> Option<T>,
        renew: fn(&Shared) -> Result<T, Error>,
    ) -> Result<T, Error> {
        let shared = &self.shared;
        loop {
            let patience = {
                let state = shared.state();
                if let Some(valid) = valid_at(&state, shared.renewal_time()) {
                    return Ok(valid);
                }
                let now = shared.sign_in.clock.now();
                if let Some(old) = valid_at(&state, shared.now()) {
                    let rests = |rest: &Rest| rest.lasts_for_a_valid_token(now);
                    if flight.is_running() || state.rests(needs).any(rests) {
                        return Ok(old);
                    }
                    PATIENCE.min(call.time_left() / 2)
                } else {
                    match state.rest(needs, now) {
                        Some(rest) if !rest.awaits_other_tokens() => return Err(rest.error.clone()),
                        _ => Duration::MAX,
                    }
                }
            };
            let worker = Arc::clone(shared);
            let error = match join(flight, call, patience, move || renew(&worker)) {
                Ok(renewed) => return Ok(renewed),
                Err(error) => error,
            };
            // The old token may not have expired yet.
            if let Some(old) = valid_at(&shared.state(), shared.now()) {
                log::warn!("continuing with a token that is about to expire: {error}");
                return Ok(old);
            }
            // It expired while the request waited with patience: it waits on.
            let waits_on = matches!(error, Error::Deadline { .. }) && patience < call.time_left();
            if !waits_on {
                return Err(error);
            }
        }
    }
}

fn needs_new_sign_in(error: &Error) -> bool {
    matches!(error, Error::SignIn(error) if error.kind.needs_new_sign_in())
}

impl Credentials for Session {
    fn spartan_token(&self, call: &CallContext) -> Result<Secret, Error> {
        self.valid_or_renewed(
            &self.spartan_token,
            call,
            Needs::HaloTokens,
            State::spartan_token,
            Shared::renew_spartan_token,
        )
    }

    fn clearance(&self, call: &CallContext) -> Result<Option<Secret>, Error> {
        let shared = &self.shared;
        let patience = {
            let state = shared.state();
            if let Some(clearance) = state.clearance(shared.renewal_time()) {
                return Ok(Some(clearance));
            }
            let rests = shared.sign_in.clock.now() < state.clearance_rest_end;
            match state.clearance(shared.now()) {
                old if rests => return Ok(old),
                Some(old) if self.clearance.is_running() => return Ok(Some(old)),
                Some(_) => PATIENCE.min(call.time_left() / 2),
                None => CLEARANCE_PATIENCE.min(call.time_left() / 2),
            }
        };
        let worker = Arc::clone(shared);
        let renewed = join(&self.clearance, call, patience, move || {
            worker.renew_clearance();
            Ok(())
        });
        let mut state = shared.state();
        if let Err(error) = renewed {
            log::warn!("continuing without a new clearance: {error}");
            // Other requests do not wait for a service that hangs.
            state.rest_clearance(shared.sign_in.clock.now());
        }
        Ok(state.clearance(shared.now()))
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

    fn xbox_authorization(&self, call: &CallContext) -> Result<Secret, Error> {
        self.valid_or_renewed(
            &self.xbox_authorization,
            call,
            Needs::XboxToken,
            State::xbox_authorization,
            Shared::renew_xbox_authorization,
        )
    }

    fn xbox_refused(&self, authorization: &Secret) -> bool {
        let shared = &self.shared;
        let mut state = shared.state();
        let current = state.tokens.xbox_authorization.as_ref();
        let is_replaced = current.is_none_or(|current| current.token != *authorization);
        if is_replaced || state.xbox_refused.as_ref() == Some(authorization) {
            return true;
        }
        if !shared.replacements.try_acquire() {
            log::warn!("Xbox Live refuses one new token after the other: not renewing it now");
            return false;
        }
        state.xbox_refused = Some(authorization.clone());
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

/// Waits for a renewal, until the request's deadline or cancellation, or as long as its patience lasts.
fn join<T: Clone + Send + 'static>(
    flight: &SingleFlight<Result<T, Error>>,
    call: &CallContext,
    patience: Duration,
    renewal: impl Fn() -> Result<T, Error> + Clone + Send + 'static,
) -> Result<T, Error> {
    let endpoint = call.endpoint();
    let timeout = call.time_left().min(patience);
    let joined = flight.join(timeout, call.cancel_token(), "halo-sign-in", renewal);
    joined.unwrap_or_else(|interrupted| {
        Err(match interrupted {
            Interrupted::Cancelled => Error::Cancelled {
                endpoint: Some(endpoint),
            },
            Interrupted::TimedOut => Error::Deadline { endpoint, wait: None },
        })
    })
}
