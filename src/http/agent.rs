//! The HTTP client, and the addresses that it has looked up.

use std::time::Duration;

use ureq::config::Config;

use super::proxy::Route;
use super::settings::Settings;
use super::tls;
use crate::sync::CancelToken;
use crate::types::ArgumentError;

/// Caps timeouts so that adding one to now cannot overflow.
pub(super) const MAX_TIMEOUT: Duration = Duration::from_secs(365 * 24 * 3600);
const TIMEOUT: Duration = Duration::from_secs(60);
const CONNECT_TIMEOUT: Duration = Duration::from_secs(10);

/// The HTTP client of a transport.
pub(super) struct Agent {
    pub ureq: ureq::Agent,
    pub route: Route,
    /// For one attempt.
    pub timeout: Duration,
    pub connect_timeout: Duration,
    #[cfg(feature = "connector")]
    addresses: halo_infinite_connector::Addresses,
    /// Whether the connections are those of the connector: not for an agent of the program's own.
    #[cfg(feature = "connector")]
    is_interruptible: bool,
}

impl Agent {
    /// The agent of the settings, else one with a connection for each of many threads. Fails if the proxy is not one,
    /// or if this build lacks the TLS library.
    pub fn new(settings: &Settings) -> Result<Self, ArgumentError> {
        #[cfg(feature = "connector")]
        let addresses = halo_infinite_connector::Addresses::default();
        #[cfg(feature = "connector")]
        let new = |config| addresses.agent(config);
        #[cfg(not(feature = "connector"))]
        let new = |config: Config| config.new_agent();
        let ureq = match &settings.agent {
            Some(given) => {
                refuse_changes_to_given_agent(settings)?;
                given.clone()
            }
            None => new(configuration(settings)?),
        };
        let (mut timeout, mut connect_timeout) =
            (ureq.config().timeouts().global, ureq.config().timeouts().connect);
        if settings.agent.is_some() {
            timeout = settings.timeout.or(timeout).or(Some(TIMEOUT));
            connect_timeout = settings
                .connect_timeout
                .or(connect_timeout)
                .or(Some(CONNECT_TIMEOUT));
        }
        let bounded = |timeout: Option<Duration>| timeout.unwrap_or(MAX_TIMEOUT).min(MAX_TIMEOUT);
        Ok(Self {
            timeout: bounded(timeout),
            connect_timeout: bounded(connect_timeout),
            route: Route::new(
                &settings.proxy,
                ureq.config().proxy().cloned(),
                settings.agent.is_some(),
            )?,
            ureq,
            #[cfg(feature = "connector")]
            addresses,
            #[cfg(feature = "connector")]
            is_interruptible: settings.agent.is_none(),
        })
    }

    /// Runs an exchange. If the token is cancelled before its end, interrupts it and returns `None`.
    pub fn run_or_cancelled<T>(&self, cancel: &CancelToken, exchange: impl FnOnce() -> T) -> Option<T> {
        #[cfg(feature = "connector")]
        if self.is_interruptible {
            let interrupt = halo_infinite_connector::Interrupt::new();
            let remote = interrupt.clone();
            let _on_cancel = cancel.on_cancel(move || remote.interrupt());
            let result = interrupt.run(exchange);
            return (!interrupt.is_interrupted()).then_some(result);
        }
        let _ = cancel;
        Some(exchange())
    }

    /// Looks all hosts up again: one of them could not be reached at its address.
    pub fn forget_addresses(&self) {
        #[cfg(feature = "connector")]
        self.addresses.forget();
    }
}

/// A bound for each wait, and a connection for each of many threads; then the program's own changes.
fn configuration(settings: &Settings) -> Result<Config, ArgumentError> {
    const CONNECTIONS_PER_HOST: usize = 64;
    let timeout = settings.timeout.unwrap_or(TIMEOUT).min(MAX_TIMEOUT);
    let connect_timeout = settings
        .connect_timeout
        .unwrap_or(CONNECT_TIMEOUT)
        .min(MAX_TIMEOUT);
    let ours = ureq::Agent::config_builder()
        .timeout_global(Some(timeout))
        .timeout_connect(Some(connect_timeout))
        .max_idle_connections_per_host(CONNECTIONS_PER_HOST)
        .max_idle_connections(4 * CONNECTIONS_PER_HOST)
        .tls_config(settings.tls.unwrap_or_default().config())
        // Each request has the proxy of its route.
        .proxy(None);
    let config = settings.changes.apply(ours).build();
    tls::check(config.tls_config())?;
    Ok(config)
}

/// A given agent is complete: settings that only a new one could have would be lost.
fn refuse_changes_to_given_agent(settings: &Settings) -> Result<(), ArgumentError> {
    let refuse = |name| {
        let problem =
            "it does not apply to the agent of agent(…): set it there, or use configure_agent(…) instead";
        Err(ArgumentError::new(name, problem))
    };
    if settings.tls.is_some() {
        return refuse("tls");
    }
    if !settings.changes.is_empty() {
        return refuse("configure_agent");
    }
    Ok(())
}
