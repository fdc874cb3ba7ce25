//! The settings of a transport.

use std::fmt;
use std::path::PathBuf;
use std::sync::Arc;
use std::time::Duration;

use ureq::config::ConfigBuilder;
use ureq::typestate::AgentScope;

use super::call_options::CallOptions;
use super::environment::Environment;
use super::observe::Observer;
use super::proxy::ProxySetting;
use super::retry::RetryPolicy;
use super::tls::Tls;

/// The settings of a transport.
#[derive(Debug, Clone)]
pub(crate) struct Settings {
    pub environment: Environment,
    /// An agent of the program's own.
    pub agent: Option<ureq::Agent>,
    pub changes: AgentChanges,
    pub tls: Option<Tls>,
    pub proxy: ProxySetting,
    pub user_agent: String,
    /// For one attempt. `None` is the default, or that of the program's own agent.
    pub timeout: Option<Duration>,
    pub connect_timeout: Option<Duration>,
    pub max_body: u64,
    pub retries: RetryPolicy,
    pub options: CallOptions,
    /// The folder by which programs share the rates.
    pub shared_rate: Option<PathBuf>,
    pub observer: Observer,
}

impl Default for Settings {
    fn default() -> Self {
        Self {
            environment: Environment::production(),
            agent: None,
            changes: AgentChanges::default(),
            tls: None,
            proxy: ProxySetting::default(),
            user_agent: concat!("halo-infinite/", env!("CARGO_PKG_VERSION"), " (Rust)").into(),
            timeout: None,
            connect_timeout: None,
            max_body: 64 << 20,
            retries: RetryPolicy::default(),
            options: CallOptions::default(),
            shared_rate: None,
            observer: Observer::default(),
        }
    }
}

type Change = dyn Fn(ConfigBuilder<AgentScope>) -> ConfigBuilder<AgentScope> + Send + Sync;

/// The program's changes to the agent's configuration, in order.
#[derive(Clone, Default)]
pub(crate) struct AgentChanges(Vec<Arc<Change>>);

impl AgentChanges {
    pub fn push(
        &mut self,
        change: impl Fn(ConfigBuilder<AgentScope>) -> ConfigBuilder<AgentScope> + Send + Sync + 'static,
    ) {
        self.0.push(Arc::new(change));
    }

    pub(super) fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    pub(super) fn apply(&self, config: ConfigBuilder<AgentScope>) -> ConfigBuilder<AgentScope> {
        self.0.iter().fold(config, |config, change| change(config))
    }
}

impl fmt::Debug for AgentChanges {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(formatter, "{} changes", self.0.len())
    }
}
