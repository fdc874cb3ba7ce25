//! One TLS configuration for all connections of an agent.

use std::hash::{DefaultHasher, Hash, Hasher};

use ureq::Error;
use ureq::config::Config;
use ureq::unversioned::transport::{ConnectionDetails, Connector, DefaultConnector};

/// ureq's connector, with one TLS configuration for all connections of an agent.
///
/// ureq builds a new one for each connection if the request has settings of its own, such as a timeout. A connection
/// could then resume no earlier session, and on Linux the system's certificates would be read from their files each
/// time. So a request whose TLS settings are the agent's counts as one without settings of its own.
#[derive(Debug)]
pub(crate) struct SharedTls {
    inner: DefaultConnector,
    /// The hash of the agent's TLS settings. ureq compares settings by their hash, too.
    settings: u64,
}

impl SharedTls {
    /// For an agent with this configuration.
    pub fn new(config: &Config) -> Self {
        Self {
            inner: DefaultConnector::default(),
            settings: hash_of_tls(config),
        }
    }

    fn are_settings_of_agent(&self, config: &Config) -> bool {
        hash_of_tls(config) == self.settings
    }
}

fn hash_of_tls(config: &Config) -> u64 {
    let mut hasher = DefaultHasher::new();
    config.tls_config().hash(&mut hasher);
    hasher.finish()
}

impl Connector for SharedTls {
    type Out = <DefaultConnector as Connector>::Out;

    fn connect(&self, details: &ConnectionDetails, chained: Option<()>) -> Result<Option<Self::Out>, Error> {
        let details = ConnectionDetails {
            request_level: details.request_level && !self.are_settings_of_agent(details.config),
            uri: details.uri,
            addrs: details.addrs.clone(),
            config: details.config,
            resolver: details.resolver,
            now: details.now,
            timeout: details.timeout,
            current_time: details.current_time.clone(),
            run_connector: details.run_connector.clone(),
            register_shutdown: details.register_shutdown.clone(),
        };
        self.inner.connect(&details, chained)
    }
}

#[cfg(test)]
mod tests {
    use ureq::Agent;
    use ureq::tls::TlsConfig;

    use super::*;

    #[test]
    fn only_the_tls_settings_of_the_agent_are_shared() {
        let of_agent = || TlsConfig::builder().use_sni(false);
        let config = |tls| Agent::config_builder().tls_config(tls);
        let shared = SharedTls::new(&config(of_agent().build()).build());
        let other_timeout =
            config(of_agent().build()).timeout_global(Some(std::time::Duration::from_secs(1)));
        assert!(shared.are_settings_of_agent(&other_timeout.build()));
        for other in [
            TlsConfig::default(),
            of_agent().disable_verification(true).build(),
        ] {
            assert!(!shared.are_settings_of_agent(&config(other).build()));
        }
    }
}
