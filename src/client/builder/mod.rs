//! The client builder.

mod credentials;
mod network;
mod requests;

use std::fmt;
use std::sync::Arc;

use super::client::Client;
use super::token_source::TokenSource;
#[cfg(feature = "cache")]
use crate::cache::Caching;
#[cfg(feature = "cache")]
use crate::http::StaticTokens;
use crate::http::{Settings, Transport};
use crate::limiter::Rate;
use crate::pipeline::Pipeline;
use crate::recording::Recording;
use crate::sync::{Clock, SystemClock};
use crate::types::{ArgumentError, Secret};

/// Builds a [`Client`]. Only the tokens are required.
///
/// ```
/// use halo_infinite::Client;
/// use std::time::Duration;
///
/// let client = Client::builder()
///     .tokens("SPARTAN_TOKEN", "CLEARANCE_TOKEN")
///     .requests_per_second(2)
///     .deadline(Duration::from_secs(30))
///     .build()?;
/// # Ok::<(), halo_infinite::Error>(())
/// ```
#[derive(Clone)]
#[must_use = "nothing is built before `build()`"]
pub struct ClientBuilder {
    settings: Settings,
    source: Option<TokenSource>,
    xbox_token: Option<(String, Secret)>,
    /// `None` for no limit.
    requests_per_second: Option<f64>,
    burst: u32,
    clock: Arc<dyn Clock>,
    recording: Option<Recording>,
    allows_writes: bool,
    #[cfg(feature = "cache")]
    caching: Caching,
}

impl Default for ClientBuilder {
    fn default() -> Self {
        Self {
            settings: Settings::default(),
            source: None,
            xbox_token: None,
            requests_per_second: Some(5.0),
            burst: 1,
            clock: Arc::new(SystemClock::default()),
            recording: None,
            allows_writes: false,
            #[cfg(feature = "cache")]
            caching: Caching::default(),
        }
    }
}

impl Client {
    /// Returns a builder with the default settings.
    pub fn builder() -> ClientBuilder {
        ClientBuilder::default()
    }
}

impl ClientBuilder {
    /// Builds the client. Nothing is sent.
    ///
    /// # Errors
    ///
    /// [`ArgumentError`] if the Spartan token is missing, or if a token, the rate, the burst, a timeout, the
    /// user agent, the proxy or the folder of a [shared rate](Self::shared_rate) is not allowed. If the proxy is that of
    /// an environment variable, the error names the variable. Also if [`tls`](Self::tls) needs a feature that this build
    /// lacks, or is set beside [`agent`](Self::agent).
    pub fn build(self) -> Result<Client, ArgumentError> {
        #[cfg(feature = "cache")]
        if self.caching.offline && self.caching.cache.is_none() {
            return Err(ArgumentError::new(
                "cache",
                "it is missing, and the client is offline: set cache(…)",
            ));
        }
        let accounts = match self.source {
            Some(source) => source.into_accounts(self.xbox_token)?,
            #[cfg(feature = "cache")]
            None if self.caching.offline => vec![Arc::new(StaticTokens::new("", None)) as _],
            None => {
                return Err(ArgumentError::new(
                    "spartan_token",
                    "it is missing: set tokens(…), or sign a player in and set player(…) or credentials(…)",
                ));
            }
        };
        if accounts.len() > 1 && self.allows_writes {
            return Err(ArgumentError::new(
                "allow_writes",
                "a client with several accounts may not write, because any of them could send the request",
            ));
        }
        for (name, timeout) in [
            ("timeout", self.settings.timeout),
            ("connect_timeout", self.settings.connect_timeout),
            ("deadline", Some(self.settings.options.deadline)),
        ] {
            if timeout.is_some_and(|timeout| timeout.is_zero()) {
                return Err(ArgumentError::new(name, "it is zero: no request could succeed"));
            }
        }
        let problem = match self.settings.shared_rate {
            Some(_) if accounts.len() > 1 => Some(
                "a client with several accounts cannot share a rate: each account has a limit of its own",
            ),
            Some(_) if self.requests_per_second.is_none() => {
                Some("an unlimited client has no rate to share: set requests_per_second(…)")
            }
            _ => None,
        };
        if let Some(problem) = problem {
            return Err(ArgumentError::new("shared_rate", problem));
        }
        let rate = match self.requests_per_second {
            Some(per_second) => Rate::new(per_second, self.burst)?,
            None => Rate::UNLIMITED,
        };
        let transport = Transport::new(&self.settings, accounts, rate, self.clock)?;
        Ok(Client::new(Pipeline::new(
            transport,
            self.recording,
            self.allows_writes,
            #[cfg(feature = "cache")]
            self.caching,
        )))
    }
}

impl fmt::Debug for ClientBuilder {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter
            .debug_struct("ClientBuilder")
            .field("settings", &self.settings)
            .field("requests_per_second", &self.requests_per_second)
            .field("burst", &self.burst)
            .finish_non_exhaustive()
    }
}
