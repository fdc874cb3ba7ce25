//! The way to the services: addresses, timeouts, proxies, the HTTP agent.

use std::time::Duration;

use ureq::config::ConfigBuilder;
use ureq::typestate::AgentScope;

use super::ClientBuilder;
use crate::http::{Environment, ProxySetting, Tls};
use crate::types::Secret;

impl ClientBuilder {
    /// The addresses of the services. Defaults to the real services.
    pub fn environment(mut self, environment: Environment) -> Self {
        self.settings.environment = environment;
        self
    }

    /// Maximum time of one attempt, from the connection to the last byte. Defaults to 60 seconds.
    pub fn timeout(mut self, timeout: Duration) -> Self {
        self.settings.timeout = Some(timeout);
        self
    }

    /// Maximum time to connect. Defaults to 10 seconds.
    pub fn connect_timeout(mut self, timeout: Duration) -> Self {
        self.settings.connect_timeout = Some(timeout);
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
    /// `socks5://` or `socks5h://`. Special characters of the user name and the password are percent-encoded. Requests to this
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

    /// The TLS library, and the certificates that it trusts. Defaults to [`Tls::Mozilla`]. Set the same for
    /// [`SignIn`](crate::auth::SignIn::tls).
    ///
    /// [`build`](Self::build) fails if this build lacks the feature for it.
    pub fn tls(mut self, tls: Tls) -> Self {
        self.settings.tls = Some(tls);
        self
    }

    /// Changes the configuration of the HTTP agent, for example with a client certificate, root certificates or a
    /// middleware. `change` receives the configuration of this builder, with its timeouts, its number of idle
    /// connections and its [`Tls`]; all that it does not change remains. Several changes apply in order.
    ///
    /// A proxy that the change sets replaces the one in the environment variables. The client sets redirects and the
    /// statuses that are errors for each request, so changes to them have no effect.
    ///
    /// [`build`](Self::build) fails if the TLS settings or the proxy need a feature that this build lacks. The guide on
    /// [proxies and certificates](crate::guide::proxies) has an example.
    pub fn configure_agent(
        mut self,
        change: impl Fn(ConfigBuilder<AgentScope>) -> ConfigBuilder<AgentScope> + Send + Sync + 'static,
    ) -> Self {
        self.settings.changes.push(change);
        self
    }

    /// Sends requests through an agent of your own, for a connector or a resolver of your own. For all else,
    /// [`configure_agent`](Self::configure_agent) is better: with an agent of your own, cancelling does not interrupt
    /// requests that are being sent, the addresses of hosts are not remembered, and the number of idle connections is
    /// the agent's, by ureq's default 3 for each host.
    ///
    /// [`timeout`](Self::timeout), [`connect_timeout`](Self::connect_timeout), [`proxy`](Self::proxy) and
    /// [`no_proxy`](Self::no_proxy) apply if they are set. If not, the agent's timeouts and proxy apply: by ureq's
    /// default no timeouts, in place of which this builder's defaults apply, and the proxy of the environment
    /// variables. Requests to this machine do not go through it.
    ///
    /// [`build`](Self::build) fails if [`tls`](Self::tls) or [`configure_agent`](Self::configure_agent) is set too.
    pub fn agent(mut self, agent: ureq::Agent) -> Self {
        self.settings.agent = Some(agent);
        self
    }
}
