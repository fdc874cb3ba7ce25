//! The settings of a sign-in, and the sign-in by refresh token.

use std::fmt;
use std::sync::Arc;
use std::time::Duration;

use jiff::SignedDuration;
use ureq::config::ConfigBuilder;
use ureq::typestate::AgentScope;

use super::app::AzureApp;
use super::authenticated_player::AuthenticatedPlayer;
use super::chain::Chain;
use super::service_time::ServiceTime;
use super::steps::exchange::Steps;
use super::tokens::TokenSet;
use crate::error::Error;
use crate::http::{Attempt, Environment, Observer, ProxySetting, RetryPolicy, Settings, Tls};
use crate::sync::{CancelToken, Clock, SystemClock};
use crate::types::{ArgumentError, Secret};

/// Signs a player in with a refresh token, at the real services and with the default settings.
///
/// # Errors
///
/// As [`SignIn::refresh_player_tokens`].
pub fn refresh_player_tokens(
    app: &AzureApp,
    refresh_token: impl Into<Secret>,
) -> Result<AuthenticatedPlayer, Error> {
    SignIn::new(app).refresh_player_tokens(refresh_token)
}

/// The settings of a sign-in: the app, the environment, retries and timeouts.
///
/// A player consents once, in one of three ways: [in a browser](Self::with_browser), by
/// [pasting](Self::consent) the address at which the browser ends, or by entering a
/// [device code](Self::with_device_code). Each returns a [`TokenSet`]; a [`Session`](super::Session) saves
/// and renews the tokens from then on.
#[derive(Clone)]
pub struct SignIn {
    pub(super) app: AzureApp,
    pub(super) settings: Settings,
    pub(super) clock: Arc<dyn Clock>,
    /// The cancel token of renewals; `None` for the sign-in's own.
    pub(super) renewal_cancel: Option<CancelToken>,
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
    /// A sign-in through an app, at the real services and with the default settings.
    pub fn new(app: &AzureApp) -> Self {
        Self {
            app: app.clone(),
            settings: Settings::default(),
            clock: Arc::new(SystemClock::default()),
            renewal_cancel: None,
        }
    }

    /// Sets the addresses of the services. Defaults to [`Environment::production`], the real services.
    #[must_use]
    pub fn environment(mut self, environment: Environment) -> Self {
        self.settings.environment = environment;
        self
    }

    /// Sets the maximum time of a step with all its attempts. Defaults to 5 minutes. The time that the player
    /// takes to consent does not count.
    #[must_use]
    pub fn deadline(mut self, deadline: Duration) -> Self {
        self.settings.options.deadline = deadline;
        self
    }

    /// Sets how failed steps are retried. Defaults to [`RetryPolicy::default`].
    #[must_use]
    pub fn retries(mut self, policy: RetryPolicy) -> Self {
        self.settings.retries = policy;
        self
    }

    /// Disables retries: each step has one attempt.
    #[must_use]
    pub fn no_retries(self) -> Self {
        self.retries(RetryPolicy::none())
    }

    /// Sets the token that cancels the sign-in, including any wait for the player. It also cancels the renewals of a
    /// [`Session`](super::Session) that is made from this, unless there is a
    /// [`renewal_cancel_token`](Self::renewal_cancel_token).
    #[must_use]
    pub fn cancel_token(mut self, token: &CancelToken) -> Self {
        self.settings.options.cancel = token.clone();
        self
    }

    /// Sets the token that cancels the renewals of a [`Session`](super::Session) that is made from this. Defaults to the
    /// [`cancel_token`](Self::cancel_token). With a token of its own, the session outlives the button that cancels the
    /// sign-in.
    #[must_use]
    pub fn renewal_cancel_token(mut self, token: &CancelToken) -> Self {
        self.renewal_cancel = Some(token.clone());
        self
    }

    /// The sign-in with the cancel token of renewals; `None` if it is the sign-in's own.
    pub(super) fn for_renewals(&self) -> Option<Self> {
        let token = self.renewal_cancel.as_ref()?;
        Some(self.clone().cancel_token(token))
    }

    /// Sets the timeout of one attempt. Defaults to 60 seconds.
    #[must_use]
    pub fn timeout(mut self, timeout: Duration) -> Self {
        self.settings.timeout = Some(timeout);
        self
    }

    /// Sets the proxy of all requests, as [`ClientBuilder::proxy`](crate::ClientBuilder::proxy) does.
    ///
    /// The first request fails with [`Error::Argument`] if the URL is not a proxy's.
    #[must_use]
    pub fn proxy(mut self, url: impl Into<Secret>) -> Self {
        self.settings.proxy = ProxySetting::Url(url.into());
        self
    }

    /// Sends all requests without a proxy, also if an environment variable has one.
    #[must_use]
    pub fn no_proxy(mut self) -> Self {
        self.settings.proxy = ProxySetting::Off;
        self
    }

    /// Sets the certificates that are trusted, as [`ClientBuilder::tls`](crate::ClientBuilder::tls) does.
    ///
    /// The first request fails with [`Error::Argument`] if this build lacks the feature.
    #[must_use]
    pub fn tls(mut self, tls: Tls) -> Self {
        self.settings.tls = Some(tls);
        self
    }

    /// Changes the configuration of the HTTP agent, as
    /// [`ClientBuilder::configure_agent`](crate::ClientBuilder::configure_agent) does.
    #[must_use]
    pub fn configure_agent(
        mut self,
        change: impl Fn(ConfigBuilder<AgentScope>) -> ConfigBuilder<AgentScope> + Send + Sync + 'static,
    ) -> Self {
        self.settings.changes.push(change);
        self
    }

    /// Sends all requests through this agent, as [`ClientBuilder::agent`](crate::ClientBuilder::agent) does.
    ///
    /// The first request fails with [`Error::Argument`] if [`tls`](Self::tls) or
    /// [`configure_agent`](Self::configure_agent) is set too.
    #[must_use]
    pub fn agent(mut self, agent: ureq::Agent) -> Self {
        self.settings.agent = Some(agent);
        self
    }

    /// Calls this function after each attempt of each step, as [`ClientBuilder::observer`](crate::ClientBuilder::observer)
    /// does: also for the renewals of a [`Session`](super::Session). The sessions that are made from this have the same
    /// observer.
    ///
    /// A renewal calls it on its own thread and holds the store's lock meanwhile, so the function must not use the
    /// session or its store.
    #[must_use]
    pub fn observer(mut self, observer: impl Fn(&Attempt) + Send + Sync + 'static) -> Self {
        self.settings.observer = Observer::new(observer);
        self
    }

    /// Sets the clock, for tests. Defaults to the system's clock.
    #[must_use]
    pub fn clock(mut self, clock: Arc<dyn Clock>) -> Self {
        self.clock = clock;
        self
    }

    /// The sender of the steps. `clock_offset` as in [`TokenSet`], 0 if it is unknown.
    pub(super) fn steps(&self, clock_offset: i64) -> Result<Steps, ArgumentError> {
        let time = ServiceTime::new(Arc::clone(&self.clock), clock_offset);
        Steps::new(&self.app, &self.settings, &self.clock, time)
    }

    /// Runs the whole chain, from a refresh token to the Spartan token and the clearance.
    ///
    /// If the clearance service returns no clearance, the sign-in continues: the clearance is `None`, and a warning
    /// is logged.
    ///
    /// # Errors
    ///
    /// - [`Error::SignIn`] if a service refuses a step. It names the step, and says how the player or the
    ///   developer can proceed.
    /// - [`Error::Network`] if a service cannot be reached.
    /// - [`Error::Decode`] if a response does not fit its step.
    /// - [`Error::Argument`] if the refresh token is empty.
    /// - [`Error::Cancelled`] if the [cancel token](Self::cancel_token) is cancelled.
    pub fn refresh_player_tokens(
        &self,
        refresh_token: impl Into<Secret>,
    ) -> Result<AuthenticatedPlayer, Error> {
        let refresh_token = refresh_token.into();
        if refresh_token.is_blank() {
            return Err(ArgumentError::new("refresh_token", "it is empty").into());
        }
        let mut tokens = TokenSet::from_refresh_token(refresh_token);
        let steps = self.steps(0)?;
        Chain::new(&steps, &mut tokens, SignedDuration::ZERO, &mut |_| Ok(())).complete()?;
        AuthenticatedPlayer::of(&tokens)
    }
}
