//! The HTTP client, and the addresses that it has looked up.

use std::time::Duration;

use super::proxy::Route;
use super::settings::Settings;
use crate::sync::CancelToken;
use crate::types::ArgumentError;

/// Caps timeouts so that adding one to now cannot overflow.
pub(super) const MAX_TIMEOUT: Duration = Duration::from_secs(365 * 24 * 3600);

/// The HTTP client of a transport.
pub(super) struct Agent {
    pub ureq: ureq::Agent,
    pub route: Route,
    /// For one attempt.
    pub timeout: Duration,
    #[cfg(feature = "connector")]
    addresses: halo_infinite_connector::Addresses,
    /// Whether the connections are those of the connector: not for an agent of the program's own.
    #[cfg(feature = "connector")]
    is_interruptible: bool,
}

impl Agent {
    /// The agent of the settings, else one with a connection for each of many threads and a bound for each
    /// wait. Fails if the proxy is not one.
    pub fn new(settings: &Settings) -> Result<Self, ArgumentError> {
        const CONNECTIONS_PER_HOST: usize = 64;
        let config = || {
            ureq::Agent::config_builder()
                .timeout_global(Some(settings.timeout.min(MAX_TIMEOUT)))
                .timeout_connect(Some(settings.connect_timeout.min(MAX_TIMEOUT)))
                .max_idle_connections_per_host(CONNECTIONS_PER_HOST)
                .max_idle_connections(4 * CONNECTIONS_PER_HOST)
                // Each request has the proxy of its route.
                .proxy(None)
                .build()
        };
        #[cfg(feature = "connector")]
        let addresses = halo_infinite_connector::Addresses::default();
        #[cfg(feature = "connector")]
        let new = || addresses.agent(config());
        #[cfg(not(feature = "connector"))]
        let new = || config().new_agent();
        let ureq = settings.agent.clone().unwrap_or_else(new);
        Ok(Self {
            timeout: ureq.config().timeouts().global.unwrap_or(MAX_TIMEOUT),
            ureq,
            route: Route::new(&settings.proxy, settings.agent.as_ref())?,
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
