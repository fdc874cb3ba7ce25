//! Agents with the connector and the resolver.

use ureq::Agent;
use ureq::config::Config;

use super::addresses::{Addresses, CachingResolver};
use super::connector::InterruptibleConnector;

impl Addresses {
    /// Makes an agent that remembers its addresses here. Each [`Interrupt`](crate::Interrupt) applies to it. Its
    /// connections share one TLS configuration and its sessions, except those of requests with other TLS settings.
    pub fn agent(&self, config: Config) -> Agent {
        let connector = InterruptibleConnector::new(self.clone(), &config);
        Agent::with_parts(config, connector, CachingResolver::new(self.clone()))
    }
}
