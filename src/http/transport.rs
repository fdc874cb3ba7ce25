//! The transport: the HTTP client and the accounts that all requests of a client share.

use std::sync::Arc;

use ureq::http::{HeaderValue, Request, header};

use super::account::Accounts;
use super::agent::Agent;
use super::call_options::CallOptions;
use super::credentials::Credentials;
use super::environment::Environment;
use super::observe::Observer;
use super::prepared_request::PreparedRequest;
use super::retry::RetryPolicy;
use super::service_state::Limits;
use super::settings::Settings;
use crate::limiter::Rate;
use crate::sync::Clock;
use crate::types::ArgumentError;

/// Sends requests: one HTTP client, and accounts, each with its credentials and a rate limit and retry budget for
/// each service.
pub(crate) struct Transport {
    environment: Environment,
    pub(super) agent: Agent,
    user_agent: HeaderValue,
    pub(super) max_body: u64,
    pub(super) retries: RetryPolicy,
    pub(super) options: CallOptions,
    pub(super) clock: Arc<dyn Clock>,
    pub(super) observer: Observer,
    pub(super) accounts: Accounts,
    rate: Rate,
}

impl Transport {
    /// An account for each of the sources; the sign-in chain has none, since its requests hold their own tokens.
    /// Fails if the user agent cannot be a header, the proxy is not one, or the folder of a shared rate cannot be used.
    pub fn new(
        settings: &Settings,
        sources: Vec<Arc<dyn Credentials>>,
        rate: Rate,
        clock: Arc<dyn Clock>,
    ) -> Result<Self, ArgumentError> {
        let user_agent = HeaderValue::try_from(&settings.user_agent)
            .map_err(|_| ArgumentError::new("user_agent", "only visible ASCII characters are allowed"))?;
        let limits = Limits {
            rate,
            clock: &clock,
            retries: &settings.retries,
            shared: settings.shared_rate.as_ref(),
        };
        Ok(Self {
            environment: settings.environment.clone(),
            agent: Agent::new(settings)?,
            user_agent,
            max_body: settings.max_body,
            retries: settings.retries,
            options: settings.options.clone(),
            observer: settings.observer.clone(),
            rate: rate.times(sources.len()),
            accounts: Accounts::new(sources, &limits)?,
            clock,
        })
    }

    /// The HTTP request without credentials and body.
    pub fn to_http(&self, prepared: &PreparedRequest) -> Result<Request<()>, ArgumentError> {
        let mut request = prepared.to_http(&self.environment)?;
        request
            .headers_mut()
            .insert(header::USER_AGENT, self.user_agent.clone());
        Ok(request)
    }

    pub fn clock(&self) -> &Arc<dyn Clock> {
        &self.clock
    }

    /// Maximum length of a response's body, in bytes.
    #[cfg(feature = "cache")]
    pub fn max_body(&self) -> u64 {
        self.max_body
    }

    /// The rate limit of all accounts together, which is the same for all services.
    pub fn rate(&self) -> Rate {
        self.rate
    }

    pub fn environment(&self) -> &Environment {
        &self.environment
    }

    pub fn options(&self) -> &CallOptions {
        &self.options
    }
}
