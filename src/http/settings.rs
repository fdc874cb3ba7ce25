//! The settings of a transport.

use std::path::PathBuf;
use std::time::Duration;

use super::call_options::CallOptions;
use super::environment::Environment;
use super::observe::Observer;
use super::proxy::ProxySetting;
use super::retry::RetryPolicy;

/// The settings of a transport.
#[derive(Debug, Clone)]
pub(crate) struct Settings {
    pub environment: Environment,
    pub agent: Option<ureq::Agent>,
    pub proxy: ProxySetting,
    pub user_agent: String,
    /// For one attempt.
    pub timeout: Duration,
    pub connect_timeout: Duration,
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
            proxy: ProxySetting::default(),
            user_agent: concat!("halo-infinite/", env!("CARGO_PKG_VERSION"), " (Rust)").into(),
            timeout: Duration::from_secs(60),
            connect_timeout: Duration::from_secs(10),
            max_body: 64 << 20,
            retries: RetryPolicy::default(),
            options: CallOptions::default(),
            shared_rate: None,
            observer: Observer::default(),
        }
    }
}
