//! One TLS configuration for all connections of an agent.

use ureq::Error;
use ureq::unversioned::transport::{ConnectionDetails, Connector, DefaultConnector};

/// ureq's connector, with one TLS configuration for all connections.
///
/// ureq builds a new one for each connection if the request has settings of its own, such as a timeout. A connection
/// could then resume no earlier session, and on Linux the system's certificates would be read from their files each
/// time. The requests of `halo-infinite` never change the agent's TLS settings.
#[derive(Debug, Default)]
pub(crate) struct SharedTls(DefaultConnector);

impl Connector for SharedTls {
    type Out = <DefaultConnector as Connector>::Out;

    fn connect(&self, details: &ConnectionDetails, chained: Option<()>) -> Result<Option<Self::Out>, Error> {
        let details = ConnectionDetails {
            request_level: false,
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
        self.0.connect(&details, chained)
    }
}
