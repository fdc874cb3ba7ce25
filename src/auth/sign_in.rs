//! The settings of a sign-in, and the sign-in by refresh token.

use std::fmt;
use std::sync::Arc;
use std::time::Duration;

use jiff::SignedDuration;

use super::app::AzureApp;
use super::authenticated_player::AuthenticatedPlayer;
use super::chain::{Chain, unexpected};
use super::tokens::TokenSet;
use crate::error::{Error, SignInStep};
use crate::http::retry::jitter;
use crate::http::{Environment, RetryPolicy, Settings, Transport};
use crate::limiter::Rate;
use crate::sync::{CancelToken, Clock, SystemClock};
use crate::types::{ArgumentError, Secret};

/// Signs a player in with a refresh token, against the real services with default settings.
///
/// # Errors
///
/// Those of [`SignIn::refresh_player_tokens`].
pub fn refresh_player_tokens(
    app: &AzureApp,
    refresh_token: impl Into<Secret>,
) -> Result<AuthenticatedPlayer, Error> {
    SignIn::new(app).refresh_player_tokens(refresh_token)
}

/// How to sign in: through which app, where, with which HTTP settings.
///
/// A player signs in once, in one of three ways: [in a browser](Self::with_browser), by
/// [pasting](Self::consent) the address that the browser ends at, or by entering a
/// [device code](Self::with_device_code). Each gives a [`TokenSet`]; a
/// [`Session`](super::Session) keeps it and renews it from then on.
#[derive(Clone)]
pub struct SignIn {
    pub(super) app: AzureApp,
    pub(super) settings: Settings,
    pub(super) clock: Arc<dyn Clock>,
}

impl fmt::Debug for SignIn {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter
            .debug_struct("SignIn")
            .field("app", &self.app)
            .field("settings", &self.settings)
            .finish_non_exhaustive()
    }
}

impl SignIn {
    /// Signs in through an app, against the real services.
    pub fn new(app: &AzureApp) -> Self {
        Self {
            app: app.clone(),
            settings: Settings::default(),
            clock: Arc::new(SystemClock::default()),
        }
    }

    /// Signs in where the services live: by default the real ones.
    #[must_use]
    pub fn environment(mut self, environment: Environment) -> Self {
        self.settings.environment = environment;
        self
    }

    /// How long a step may take in all, with its further tries; 5 minutes by default. What the player
    /// does in the meantime does not count.
    #[must_use]
    pub fn deadline(mut self, deadline: Duration) -> Self {
        self.settings.options.deadline = deadline;
        self
    }

    /// How often steps are tried; [`RetryPolicy`] tells the default.
    #[must_use]
    pub fn retries(mut self, policy: RetryPolicy) -> Self {
        self.settings.retries = policy;
        self
    }

    /// Has each step tried once.
    #[must_use]
    pub fn no_retries(self) -> Self {
        self.retries(RetryPolicy::none())
    }

    /// Ends the sign-in, and every wait for the player, when the token is cancelled.
    #[must_use]
    pub fn cancel_token(mut self, token: &CancelToken) -> Self {
        self.settings.options.cancel = token.clone();
        self
    }

    /// How long one try of a step may take; 60 seconds by default.
    #[must_use]
    pub fn timeout(mut self, timeout: Duration) -> Self {
        self.settings.timeout = timeout;
        self
    }

    /// Sends through a ready-made agent, whose own timeouts then hold, within the deadline.
    #[must_use]
    pub fn agent(mut self, agent: ureq::Agent) -> Self {
        self.settings.agent = Some(agent);
        self
    }

    /// Tells the time by another clock, for tests.
    #[must_use]
    pub fn clock(mut self, clock: Arc<dyn Clock>) -> Self {
        self.clock = clock;
        self
    }

    pub(super) fn transport(&self) -> Result<Transport, ArgumentError> {
        Transport::new(&self.settings, None, Rate::UNLIMITED, Arc::clone(&self.clock))
    }

    /// Performs the whole chain, from a refresh token to Spartan token and clearance.
    ///
    /// A clearance service that has trouble (no answer, or a status of 500 and up) does not stop the
    /// sign-in: the clearance is then `None`, and a warning is logged.
    ///
    /// # Errors
    ///
    /// [`Error::SignIn`] names the step that was refused and what the player must do.
    /// [`Error::Network`] where a service could not be reached, [`Error::Decode`] where it answered
    /// something else, [`Error::Argument`] for an empty refresh token.
    pub fn refresh_player_tokens(
        &self,
        refresh_token: impl Into<Secret>,
    ) -> Result<AuthenticatedPlayer, Error> {
        let refresh_token = refresh_token.into();
        if refresh_token.expose().trim().is_empty() {
            return Err(ArgumentError::new("refresh_token", "it is empty").into());
        }
        let mut tokens = TokenSet::from_refresh_token(refresh_token);
        let now = self.clock.timestamp();
        let transport = self.transport()?;
        Chain {
            app: &self.app,
            transport: &transport,
            tokens: &mut tokens,
            until: now,
            now,
            save: &mut |_| Ok(()),
        }
        .complete()?;
        AuthenticatedPlayer::of(&tokens)
    }
}

impl AuthenticatedPlayer {
    /// The player whose tokens these are.
    pub(super) fn of(tokens: &TokenSet) -> Result<Self, Error> {
        let missing = |step: SignInStep| unexpected(step, 200, ".".into(), "the step gave no token");
        let spartan = tokens
            .spartan_token
            .clone()
            .ok_or_else(|| missing(SignInStep::SpartanToken))?;
        let xbox = tokens
            .xbox_authorization
            .clone()
            .ok_or_else(|| missing(SignInStep::XboxXstsToken))?;
        Ok(Self {
            xuid: tokens.xuid,
            gamertag: tokens.gamertag.clone(),
            spartan_token: spartan.token,
            spartan_token_expires: spartan.expires,
            clearance: tokens.clearance.as_ref().map(|clearance| clearance.token.clone()),
            xbox_authorization: xbox.token,
            xbox_authorization_expires: xbox.expires,
            refresh_token: tokens.refresh_token.clone(),
        })
    }
}

/// How far ahead of a token's expiry it is renewed: 5 minutes and up to 2 more, so that many programs
/// do not renew at the same moment.
pub(super) fn margin() -> SignedDuration {
    let jitter = jitter::up_to(Duration::from_secs(120));
    SignedDuration::from_mins(5) + SignedDuration::try_from(jitter).unwrap_or_default()
}
