//! The handling of requests: the rate, deadlines, retries, the cache, recordings, writes.

use std::path::PathBuf;
use std::sync::Arc;
use std::time::Duration;

use super::ClientBuilder;
#[cfg(feature = "cache")]
use crate::cache::ResponseCache;
use crate::http::{Attempt, Observer, RetryPolicy};
use crate::recording::Recording;
use crate::sync::Clock;

impl ClientBuilder {
    /// Maximum number of requests per second to each service. Defaults to 5, which is known to be safe.
    ///
    /// [`build`](Self::build) reports a number that is not a rate; see [`Rate::new`](crate::limiter::Rate::new).
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

    /// Shares the rate of each service with all programs of this machine that name the same folder: together, they
    /// send at most [`requests_per_second`](Self::requests_per_second) with one [`burst`](Self::burst). Without this,
    /// each program has the rate for itself.
    ///
    /// A pause after status 429, and the lower rate after it, hold for all of them. The programs have equal chances for
    /// a permit; within each, requests keep their order. Use the same settings in all: if the rates differ, the highest
    /// one holds, and each program follows its own [`max_retry_after`](RetryPolicy::max_retry_after).
    ///
    /// A service limits an account, so choose a folder for each account. It should be a local one of this user, such as
    /// one in the user's data or state folder; it is created if it does not exist, and gets a small private file for
    /// each service. The files hold times and the rate, and no token. They and the folder may be removed at any time.
    ///
    /// A program that dies releases its lock, and costs the others at most one permit. If a file cannot be used later,
    /// or if another program stops while it holds the lock and does not go on within 10 seconds, requests fail with
    /// [`Error::File`](crate::Error::File) instead of exceeding the rate.
    ///
    /// [`build`](Self::build) reports a folder that cannot be used, such as one on a full or read-only disk; a client
    /// without a rate; and one with several [accounts](Self::accounts).
    ///
    /// ```
    /// # let sandbox = halo_infinite_sandbox::Sandbox::start()?;
    /// # let folder = std::env::temp_dir().join(format!("halo-rate-{}", std::process::id()));
    /// # let builder = || halo_infinite::Client::builder().environment(sandbox.environment())
    /// #     .tokens(sandbox.spartan_token(), sandbox.clearance());
    /// // In an overlay and in a bot, which are two programs.
    /// let overlay = builder().shared_rate(&folder).build()?;
    /// let bot = builder().shared_rate(&folder).build()?;
    ///
    /// let start = std::time::Instant::now();
    /// overlay.gamecms_hacs().medal_metadata().send()?;
    /// bot.gamecms_hacs().medal_metadata().send()?; // 200 ms later
    /// assert!(start.elapsed() >= std::time::Duration::from_millis(200));
    /// # std::fs::remove_dir_all(folder)?;
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    pub fn shared_rate(mut self, folder: impl Into<PathBuf>) -> Self {
        self.settings.shared_rate = Some(folder.into());
        self
    }

    /// Maximum time of a request in all, with its waits for the rate limit and its retries. Defaults to 5
    /// minutes.
    ///
    /// If no attempt can be made in time, the request fails with [`Error::Deadline`](crate::Error::Deadline), as
    /// soon as that is known. After an attempt, it returns the outcome of its last attempt.
    ///
    /// [`Client::with_deadline`](crate::Client::with_deadline) sets another deadline for some requests. A renewal of tokens has
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

    /// Calls this function after each attempt of each request, and for each response from the cache: for metrics, and
    /// for a panel with the last requests. [`Attempt`] describes the reports.
    ///
    /// All requests of the client and its clones are reported, also those of batches, pages, fetches, downloads and
    /// names. The requests of a sign-in and of a session go to [`SignIn::observer`](crate::auth::SignIn::observer).
    /// Wrong arguments are not reported. Another observer replaces this one.
    ///
    /// The function is called on the thread that sends the request, before the result is returned or the next attempt
    /// waits. It is never called under a lock of the client, and several threads can call it at the same time. The
    /// request waits for it: keep it short, and leave long work to another thread. Its panic unwinds through the
    /// request, as that of a [`Credentials`](crate::auth::Credentials) does.
    ///
    /// ```
    /// # let sandbox = halo_infinite_sandbox::Sandbox::start()?;
    /// # let builder = halo_infinite::Client::builder().environment(sandbox.environment())
    /// #     .tokens(sandbox.spartan_token(), sandbox.clearance());
    /// # let gamertag = sandbox.world().home().gamertag();
    /// use std::sync::mpsc;
    ///
    /// let (sender, attempts) = mpsc::channel();
    /// let client = builder
    ///     .observer(move |attempt| {
    ///         let _ = sender.send(attempt.clone()); // fails if the panel is closed
    ///     })
    ///     .build()?;
    /// client.stats().match_history(gamertag).send()?;
    ///
    /// // In the panel, for example once in each frame:
    /// for attempt in attempts.try_iter() {
    ///     println!("{attempt}"); // stats.match_history 200 in 180 ms (5.0/s, 34 KB)
    /// #   assert!(attempt.to_string().starts_with("stats.match_history 200 in "), "{attempt}");
    /// }
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    pub fn observer(mut self, observer: impl Fn(&Attempt) + Send + Sync + 'static) -> Self {
        self.settings.observer = Observer::new(observer);
        self
    }

    /// Measures the rate, the backoff, the deadline and the age of cached responses by another clock, for tests.
    /// Defaults to the system's clock.
    pub fn clock(self, clock: Arc<dyn Clock>) -> Self {
        Self { clock, ..self }
    }

    /// Caches responses, and returns cached ones as long as they are valid; [`cache`](crate::cache) lists for how
    /// long. Clients can share a cache.
    #[cfg(feature = "cache")]
    pub fn cache(mut self, cache: ResponseCache) -> Self {
        self.caching.cache = Some(cache);
        self
    }

    /// Caches also the responses that may change at any time, such as histories and ranks, for clients that are
    /// [offline](Self::offline). Without a [`max_age`](crate::Request::max_age), a request of these still asks the
    /// service each time.
    ///
    /// All accounts that share the folder can then read them; [`cache`](crate::cache) describes which responses depend
    /// on the account.
    #[cfg(feature = "cache")]
    pub fn cache_latest(mut self) -> Self {
        self.caching.keeps_latest = true;
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
}
