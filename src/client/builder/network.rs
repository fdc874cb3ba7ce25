//! The way to the services: addresses, timeouts, proxies, the HTTP agent.

use std::time::Duration;

use super::ClientBuilder;
use crate::http::{Environment, ProxySetting};
use crate::types::Secret;

impl ClientBuilder {
    /// The addresses of the services. Defaults to the real services.
    pub fn environment(mut self, environment: Environment) -> Self {
        self.settings.environment = environment;
        self
    }

    /// Maximum time of one attempt, from the connection to the last byte. Defaults to 60 seconds.
    pub fn timeout(mut self, timeout: Duration) -> Self {
        self.settings.timeout = timeout;
        self
    }

    /// Maximum time to connect. Defaults to 10 seconds.
    pub fn connect_timeout(mut self, timeout: Duration) -> Self {
        self.settings.connect_timeout = timeout;
        self
    }

    /// Maximum size of a response's body in bytes, decompressed. Defaults to 64 MiB.
    pub fn max_body_size(mut self, bytes: u64) -> Self {
        self.settings.max_body = bytes;
        self
    }

    /// The `User-Agent` header. Defaults to the name and version of this crate.
    pub fn user_agent(mut self, user_agent: impl Into<String>) -> Self {
        self.settings.user_agent = user_agent.into();
        self
    }

    /// Sends requests through a proxy, such as `http://user:password@proxy.example.com:8080`, in place of the one in
    /// the environment variables. `NO_PROXY` does not apply then.
    ///
    /// The URL starts with `http://` or `https://`, or with the feature `socks-proxy` with `socks4://`, `socks4a://`,
    /// `socks5://` or `socks5h://`. Signs in the user name and the password are percent-encoded. Requests to this
    /// machine, such as those to a sandbox, never go through a proxy. The guide on [proxies](crate::guide::proxies)
    /// describes the environment variables.
    ///
    /// [`build`](Self::build) fails if the URL is not a proxy's.
    pub fn proxy(mut self, url: impl Into<Secret>) -> Self {
        self.settings.proxy = ProxySetting::Url(url.into());
        self
    }

    /// Sends requests without a proxy, also if an environment variable has one.
    pub fn no_proxy(mut self) -> Self {
        self.settings.proxy = ProxySetting::Off;
        self
    }

    /// Sends requests through this agent, for example with TLS settings or a middleware. The agent's
    /// own timeouts then apply, within the deadline, and its own number of idle connections; [`timeout`](Self::timeout)
    /// and [`connect_timeout`](Self::connect_timeout) do not.
    ///
    /// The agent brings its own proxy too, unless [`proxy`](Self::proxy) or [`no_proxy`](Self::no_proxy) is set: by
    /// ureq's default that of the environment variables. Requests to this machine do not go through it.
    ///
    /// The guide on [proxies](crate::guide::proxies) has an example.
    pub fn agent(mut self, agent: ureq::Agent) -> Self {
        self.settings.agent = Some(agent);
        self
    }
}
