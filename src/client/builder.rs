//! The client's builder.

use std::fmt;
use std::sync::Arc;
use std::time::Duration;

use super::client::Client;
use crate::auth::AuthenticatedPlayer;
#[cfg(feature = "cache")]
use crate::cache::{Caching, ResponseCache};
use crate::http::{Credentials, Environment, RetryPolicy, Settings, StaticTokens, Transport, secret_header};
use crate::limiter::Rate;
use crate::pipeline::Pipeline;
use crate::sync::{Clock, SystemClock};
use crate::types::{ArgumentError, Secret};

/// Builds a [`Client`]; tokens are all it needs.
#[derive(Clone)]
#[must_use = "nothing is built before `build()`"]
pub struct ClientBuilder {
    settings: Settings,
    credentials: Option<Given>,
    /// Calls a second, where they are limited.
    requests_per_second: Option<f64>,
    burst: u32,
    clock: Arc<dyn Clock>,
    #[cfg(feature = "cache")]
    caching: Caching,
}

/// What was given to call with.
#[derive(Clone)]
enum Given {
    Tokens(Secret, Option<Secret>),
    Source(Arc<dyn Credentials>),
}

impl Default for ClientBuilder {
    fn default() -> Self {
        Self {
            settings: Settings::default(),
            credentials: None,
            requests_per_second: Some(5.0),
            burst: 1,
            clock: Arc::new(SystemClock::default()),
            #[cfg(feature = "cache")]
            caching: Caching::default(),
        }
    }
}

impl ClientBuilder {
    /// Calls with these tokens: the Spartan token, which lives about four hours, and the clearance.
    ///
    /// Both can be copied from the network traffic of Halo Waypoint in a browser: the request
    /// headers `x-343-authorization-spartan` and `343-clearance`.
    pub fn tokens(self, spartan: impl Into<Secret>, clearance: impl Into<Secret>) -> Self {
        Self {
            credentials: Some(Given::Tokens(spartan.into(), Some(clearance.into()))),
            ..self
        }
    }

    /// Calls with this Spartan token and without clearance, which nearly all calls do without.
    pub fn spartan_token(self, spartan: impl Into<Secret>) -> Self {
        Self {
            credentials: Some(Given::Tokens(spartan.into(), None)),
            ..self
        }
    }

    /// Calls with the tokens of a player who is signed in, until they expire.
    pub fn player(self, player: &AuthenticatedPlayer) -> Self {
        let tokens = Given::Tokens(player.spartan_token.clone(), player.clearance.clone());
        Self {
            credentials: Some(tokens),
            ..self
        }
    }

    /// Calls with tokens that are renewed: those of a [`Session`](crate::auth::Session), or of a
    /// source of your own. To share it with others, give an [`Arc`] of it.
    pub fn credentials(self, credentials: impl Credentials + 'static) -> Self {
        Self {
            credentials: Some(Given::Source(Arc::new(credentials))),
            ..self
        }
    }

    /// How many calls a second go to each service at most: 5 by default, which is known to be safe.
    ///
    /// [`build`](Self::build) refuses what is no rate; see [`Rate::new`].
    pub fn requests_per_second(self, rate: impl Into<f64>) -> Self {
        Self {
            requests_per_second: Some(rate.into()),
            ..self
        }
    }

    /// How many calls may go at once after a rest: 1 by default, so that calls are evenly spaced.
    pub fn burst(self, burst: u32) -> Self {
        Self { burst, ..self }
    }

    /// Lifts the rate limit. The services answer 429 to those who ask too much; calls then still pause
    /// for as long as the service says.
    pub fn unlimited(self) -> Self {
        Self {
            requests_per_second: None,
            ..self
        }
    }

    /// Keeps answers in a cache, and takes from there what need not be asked for again; [`cache`](crate::cache)
    /// tells what that is. Clients can share one.
    #[cfg(feature = "cache")]
    pub fn cache(mut self, cache: ResponseCache) -> Self {
        self.caching.cache = Some(cache);
        self
    }

    /// Sends nothing: all answers come from the cache, however old, and what is not there fails with
    /// [`Error::NotCached`]. Such a client needs no tokens.
    ///
    /// A request's [`max_age`](crate::Request::max_age) holds all the same.
    #[cfg(feature = "cache")]
    pub fn offline(mut self) -> Self {
        self.caching.offline = true;
        self
    }

    /// Measures the rate, the waits between tries, the deadline and the age of kept answers by another
    /// clock, for tests.
    pub fn clock(self, clock: Arc<dyn Clock>) -> Self {
        Self { clock, ..self }
    }

    /// Where the services live: by default the real ones.
    pub fn environment(mut self, environment: Environment) -> Self {
        self.settings.environment = environment;
        self
    }

    /// How long a call may take in all, with its waits for the rate limit and its further tries; 5
    /// minutes by default. A call that cannot be made in time ends with [`Error::Deadline`], at once
    /// where that is known at once; one that has been made, with what its last try came to.
    ///
    /// [`Client::with_deadline`] sets another one for some calls. A renewal of tokens has a
    /// [deadline of its own](crate::auth::SignIn::deadline), but calls wait for it no longer than theirs.
    pub fn deadline(mut self, deadline: Duration) -> Self {
        self.settings.options.deadline = deadline;
        self
    }

    /// How often calls are tried, and how long is waited in between; [`RetryPolicy`] tells the default.
    pub fn retries(mut self, policy: RetryPolicy) -> Self {
        self.settings.retries = policy;
        self
    }

    /// Has each call tried once.
    pub fn no_retries(self) -> Self {
        self.retries(RetryPolicy::none())
    }

    /// How long one try may take, from the connection to the last byte, however slowly they come; 60
    /// seconds by default.
    pub fn timeout(mut self, timeout: Duration) -> Self {
        self.settings.timeout = timeout;
        self
    }

    /// How long a connection may take to be made; 10 seconds by default.
    pub fn connect_timeout(mut self, timeout: Duration) -> Self {
        self.settings.connect_timeout = timeout;
        self
    }

    /// How long an answer's body may be, decompressed, in bytes; 64 MiB by default.
    pub fn max_body_size(mut self, bytes: u64) -> Self {
        self.settings.max_body = bytes;
        self
    }

    /// The `User-Agent` header; by default the name and version of this crate.
    pub fn user_agent(mut self, user_agent: impl Into<String>) -> Self {
        self.settings.user_agent = user_agent.into();
        self
    }

    /// Sends through a ready-made agent: with a proxy, a TLS setting, a middleware. Its own timeouts
    /// then hold, within the deadline, and its own number of idle connections.
    pub fn agent(mut self, agent: ureq::Agent) -> Self {
        self.settings.agent = Some(agent);
        self
    }

    /// Builds the client. Nothing is sent.
    ///
    /// # Errors
    ///
    /// [`ArgumentError`] where there is no Spartan token, or where a token, the rate, the burst, a
    /// timeout or the user agent cannot be.
    pub fn build(self) -> Result<Client, ArgumentError> {
        #[cfg(feature = "cache")]
        if self.caching.offline && self.caching.cache.is_none() {
            return Err(ArgumentError::new(
                "cache",
                "there is none, and the client is offline: give cache(…)",
            ));
        }
        let credentials: Arc<dyn Credentials> = match self.credentials {
            #[cfg(feature = "cache")]
            None if self.caching.offline => Arc::new(StaticTokens::new("", None)),
            None => {
                return Err(ArgumentError::new(
                    "spartan_token",
                    "there is none: give tokens(…), or sign a player in and give player(…) or credentials(…)",
                ));
            }
            Some(Given::Source(source)) => source,
            Some(Given::Tokens(spartan, clearance)) => {
                if spartan.expose().is_empty() {
                    return Err(ArgumentError::new("spartan_token", "it is empty"));
                }
                secret_header(&spartan, "spartan_token")?;
                // An empty text is how a missing environment variable often arrives.
                let clearance = clearance.filter(|clearance| !clearance.expose().is_empty());
                if let Some(clearance) = &clearance {
                    secret_header(clearance, "clearance_token")?;
                }
                Arc::new(StaticTokens::new(spartan, clearance))
            }
        };
        for (name, timeout) in [
            ("timeout", self.settings.timeout),
            ("connect_timeout", self.settings.connect_timeout),
            ("deadline", self.settings.options.deadline),
        ] {
            if timeout.is_zero() {
                return Err(ArgumentError::new(
                    name,
                    "it is zero: no call could ever be answered",
                ));
            }
        }
        let rate = match self.requests_per_second {
            Some(per_second) => Rate::new(per_second, self.burst)?,
            None => Rate::UNLIMITED,
        };
        let transport = Transport::new(&self.settings, Some(credentials), rate, self.clock)?;
        Ok(Client::new(Pipeline::new(
            transport,
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
