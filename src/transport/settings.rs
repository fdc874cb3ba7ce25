//! How calls are sent.

use std::time::Duration;

use ureq::unversioned::transport::DefaultConnector;

use crate::environment::Environment;
use crate::limits::Limits;
use crate::retry::RetryPolicy;

use super::LONGEST_TIMEOUT;
use super::resolver::{Addresses, CachingResolver};

/// How calls are sent.
#[derive(Debug, Clone)]
pub(crate) struct Settings {
    pub environment: Environment,
    pub agent: Option<ureq::Agent>,
    pub user_agent: String,
    /// For one try.
    pub timeout: Duration,
    pub connect_timeout: Duration,
    pub max_body: u64,
    pub retries: RetryPolicy,
    pub limits: Limits,
}

impl Default for Settings {
    fn default() -> Self {
        Self {
            environment: Environment::production(),
            agent: None,
            user_agent: concat!("halo-infinite/", env!("CARGO_PKG_VERSION"), " (Rust)").into(),
            timeout: Duration::from_secs(60),
            connect_timeout: Duration::from_secs(10),
            max_body: 64 << 20,
            retries: RetryPolicy::default(),
            limits: Limits::default(),
        }
    }
}

impl Settings {
    /// An agent that keeps a connection for each of many threads and waits for nothing for ever.
    pub(super) fn new_agent(&self, addresses: &Addresses) -> ureq::Agent {
        const CONNECTIONS_PER_HOST: usize = 64;
        let config = ureq::Agent::config_builder()
            .timeout_global(Some(self.timeout.min(LONGEST_TIMEOUT)))
            .timeout_connect(Some(self.connect_timeout.min(LONGEST_TIMEOUT)))
            .max_idle_connections_per_host(CONNECTIONS_PER_HOST)
            .max_idle_connections(4 * CONNECTIONS_PER_HOST)
            .build();
        let resolver = CachingResolver::new(addresses.clone());
        ureq::Agent::with_parts(config, DefaultConnector::default(), resolver)
    }
}
