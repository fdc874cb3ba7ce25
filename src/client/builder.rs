//! The client builder.

use std::fmt;
use std::sync::Arc;
use std::time::Duration;

use super::client::Client;
use super::token_source::TokenSource;
use crate::auth::AuthenticatedPlayer;
#[cfg(feature = "cache")]
use crate::cache::{Caching, ResponseCache};
#[cfg(feature = "cache")]
use crate::http::StaticTokens;
use crate::http::{Credentials, Environment, ProxySetting, RetryPolicy, Settings, Transport};
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
    /// Uses these tokens: the Spartan token, which expires after about four hours, and the clearance. An empty
    /// clearance means none.
    ///
    /// Both can be copied from the network traffic of Halo Waypoint in a browser: the request headers
    /// `x-343-authorization-spartan` and `343-clearance`.
    pub fn tokens(self, spartan: impl Into<Secret>, clearance: impl Into<Secret>) -> Self {
        Self {
            source: Some(TokenSource::tokens(spartan.into(), Some(clearance.into()))),
            ..self
        }
    }

    /// Uses this Spartan token without a clearance, which nearly all endpoints accept.
    pub fn spartan_token(self, spartan: impl Into<Secret>) -> Self {
        Self {
            source: Some(TokenSource::tokens(spartan.into(), None)),
            ..self
        }
    }

    /// Uses the tokens of a signed-in player, until they expire.
    pub fn player(self, player: &AuthenticatedPlayer) -> Self {
        Self {
            source: Some(TokenSource::player(player)),
            ..self
        }
    }

    /// Uses tokens that are renewed: those of a [`Session`](crate::auth::Session), or of your own
    /// [`Credentials`]. To share them with other clients, pass an [`Arc`].
    pub fn credentials(self, credentials: impl Credentials + 'static) -> Self {
        self.accounts([credentials])
    }

    /// Adds an Xbox token to [`tokens`](Self::tokens) or [`spartan_token`](Self::spartan_token), for requests to Xbox
    /// Live itself: the user hash and the XSTS token for the relying party `http://xboxlive.com`, both from the
    /// `Authorization` header `XBL3.0 x={user_hash};{token}`. A signed-in [`player`](Self::player) and a
    /// [`Session`](crate::auth::Session) bring their own.
    pub fn xbox_token(self, user_hash: impl Into<String>, token: impl Into<Secret>) -> Self {
        Self {
            xbox_token: Some((user_hash.into(), token.into())),
            ..self
        }
    }

    /// Uses several accounts in turn, such as [`Session`](crate::auth::Session)s. Each has its own rate limit; all share
    /// the cache and the connections. This holds for requests, batches, pages and fetches alike.
    ///
    /// A request goes by the account that can send it first. If a service responds with 429, the request goes on with
    /// the next account at once, which is no retry; if all accounts have to wait, it waits for the first, within its
    /// deadline. An account without usable tokens, such as one whose refresh token is dead, is passed over, and tried
    /// again after a minute. If no account has usable tokens, a request fails with the error of the last one. Requests
    /// that carry no token go by the limit of the first account.
    ///
    /// An account sees only its own private data: requests for that must go by
    /// [`Client::with_account`](crate::Client::with_account), and so must the history of a player who hides matches from
    /// others. A client with several accounts may not [write](Self::allow_writes).
    ///
    /// ```
    /// # let sandbox = halo_infinite_sandbox::Sandbox::start()?;
    /// # let builder = halo_infinite::Client::builder().environment(sandbox.environment());
    /// # let me = sandbox.world().home().xuid();
    /// # use halo_infinite::auth::StaticTokens;
    /// # let session = || StaticTokens::new(sandbox.spartan_token(), None);
    /// # let (first_session, second_session) = (session(), session());
    /// let client = builder.accounts([first_session, second_session]).build()?;
    /// client.stats().match_count(me).send()?; // by one of them
    /// client.with_account(0).stats().matches_privacy(me).send()?; // by the first
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    pub fn accounts<C: Credentials + 'static>(self, accounts: impl IntoIterator<Item = C>) -> Self {
        let accounts = accounts.into_iter();
        let accounts = accounts.map(|account| Arc::new(account) as Arc<dyn Credentials>);
        Self {
            source: Some(TokenSource::Accounts(accounts.collect())),
            ..self
        }
    }

    /// Maximum number of requests per second to each service. Defaults to 5, which is known to be safe.
    ///
    /// [`build`](Self::build) reports a number that is not a rate; see [`Rate::new`].
    pub fn requests_per_second(self, rate: impl Into<f64>) -> Self {
        Self {
            requests_per_second: Some(rate.into()),
            ..self
        }
    }

    /// Maximum number of requests that may be sent at once after a pause. Defaults to 1, which spaces requests
    /// evenly.
    pub fn burst(self, burst: u32) -> Self {
        Self { burst, ..self }
    }

    /// Removes the rate limit. If a service responds with 429, requests to it still pause for the time of
    /// `Retry-After`.
    pub fn unlimited(self) -> Self {
        Self {
            requests_per_second: None,
            ..self
        }
    }

    /// Caches responses, and returns cached ones as long as they are valid; [`cache`](crate::cache) lists for how
    /// long. Clients can share a cache.
    #[cfg(feature = "cache")]
    pub fn cache(mut self, cache: ResponseCache) -> Self {
        self.caching.cache = Some(cache);
        self
    }

    /// Sends nothing: all responses come from the cache, of any age. A request whose response is not cached
    /// fails with [`Error::NotCached`](crate::Error::NotCached). Such a client needs no tokens.
    ///
    /// A request's [`max_age`](crate::Request::max_age) still applies.
    #[cfg(feature = "cache")]
    pub fn offline(mut self) -> Self {
        self.caching.offline = true;
        self
    }

    /// Saves every response of the services as a capture: its body in a file of the folder, and a row in the folder's
    /// `manifest.tsv`. The crate's tests, the sandbox's `captures` and the drafts of schemas read such folders.
    ///
    /// Tokens are never saved, since a response that repeats one is left out. Responses name players: with
    /// [`Recording::replacing_players`], XUIDs and gamertags are replaced. Files are private. Cached responses and
    /// the files of films are not saved.
    ///
    /// A request fails with [`Error::File`](crate::Error::File) if its response cannot be saved.
    ///
    /// ```
    /// # let sandbox = halo_infinite_sandbox::Sandbox::start()?;
    /// # let folder = std::env::temp_dir().join(format!("halo-record-{}", std::process::id()));
    /// # let builder = halo_infinite::Client::builder().environment(sandbox.environment())
    /// #     .tokens(sandbox.spartan_token(), sandbox.clearance());
    /// let client = builder.record(folder.as_path()).build()?;
    /// client.gamecms_hacs().medal_metadata().send()?;
    /// assert!(folder.join("gamecms_hacs/medal_metadata_1.json").is_file());
    /// # std::fs::remove_dir_all(folder)?;
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    pub fn record(self, recording: impl Into<Recording>) -> Self {
        Self {
            recording: Some(recording.into()),
            ..self
        }
    }

    /// Permits requests that change data: those of endpoints that [write](crate::types::Endpoint::writes). Without
    /// this, they fail with [`Error::Argument`](crate::Error::Argument) and nothing is sent.
    ///
    /// The documentation of each such method starts with "Writes". They are never cached, and are retried only if
    /// the service can receive them twice without harm.
    ///
    /// ```
    /// # let sandbox = halo_infinite_sandbox::Sandbox::start()?;
    /// # let builder = || halo_infinite::Client::builder().environment(sandbox.environment())
    /// #     .tokens(sandbox.spartan_token(), sandbox.clearance());
    /// # let me = sandbox.world().home().xuid();
    /// use halo_infinite::refdata::MatchesPrivacySetting::{Hide, Show};
    ///
    /// let client = builder().build()?;
    /// let error = client.stats().update_matches_privacy(me, Hide, Show).send().unwrap_err();
    /// assert!(error.to_string().contains("allow_writes()"));
    ///
    /// let client = builder().allow_writes().build()?;
    /// let privacy = client.stats().update_matches_privacy(me, Hide, Show).send()?;
    /// assert_eq!(privacy.matchmade_games, Hide);
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    pub fn allow_writes(self) -> Self {
        Self {
            allows_writes: true,
            ..self
        }
    }

    /// Measures the rate, the backoff, the deadline and the age of cached responses by another clock, for tests.
    /// Defaults to the system's clock.
    pub fn clock(self, clock: Arc<dyn Clock>) -> Self {
        Self { clock, ..self }
    }

    /// The addresses of the services. Defaults to the real services.
    pub fn environment(mut self, environment: Environment) -> Self {
        self.settings.environment = environment;
        self
    }

    /// Maximum time of a request in all, with its waits for the rate limit and its retries. Defaults to 5
    /// minutes.
    ///
    /// If no attempt can be made in time, the request fails with [`Error::Deadline`](crate::Error::Deadline), as
    /// soon as that is known. After an attempt, it returns the outcome of its last attempt.
    ///
    /// [`Client::with_deadline`] sets another deadline for some requests. A renewal of tokens has
    /// [its own deadline](crate::auth::SignIn::deadline), but a request does not wait for it beyond the
    /// request's deadline.
    pub fn deadline(mut self, deadline: Duration) -> Self {
        self.settings.options.deadline = deadline;
        self
    }

    /// The number of attempts, and the waits between them. [`RetryPolicy`] describes the default.
    pub fn retries(mut self, policy: RetryPolicy) -> Self {
        self.settings.retries = policy;
        self
    }

    /// Makes one attempt for each request.
    pub fn no_retries(self) -> Self {
        self.retries(RetryPolicy::none())
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

    /// Builds the client. Nothing is sent.
    ///
    /// # Errors
    ///
    /// [`ArgumentError`] if the Spartan token is missing, or if a token, the rate, the burst, a timeout, the
    /// user agent or the proxy is not allowed. If the proxy is that of an environment variable, the error names the variable.
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
            ("deadline", self.settings.options.deadline),
        ] {
            if timeout.is_zero() {
                return Err(ArgumentError::new(name, "it is zero: no request could succeed"));
            }
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
