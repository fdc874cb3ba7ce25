//! The settings of a sandbox, and its start.

use crate::app::App;
use crate::captures::Captures;
use crate::clock::Clock;
use crate::closed_accounts::ClosedAccounts;
use crate::codes::Codes;
use crate::consent::Consent;
use crate::content::Content;
use crate::device_codes::{DeviceCodes, DeviceConsent};
use crate::faults::Faults;
use crate::live::Live;
use crate::privacy::Privacy;
use crate::request_log::RequestLog;
use crate::sandbox::Sandbox;
use crate::secrets::Secrets;
use crate::server;
use crate::tokens::{Lifetimes, Tokens};
use crate::trace::Trace;
use crate::world::{Shapes, World};
use std::io;
use std::path::PathBuf;
use std::sync::Arc;
use std::time::{Duration, SystemTime};

/// The settings of a [`Sandbox`]: see [`Sandbox::builder`].
///
/// ```
/// use halo_infinite_sandbox::Sandbox;
///
/// let sandbox = Sandbox::builder().seed(117).matches(10_000).start()?;
/// assert_eq!(sandbox.world().match_ids(sandbox.world().home()).len(), 10_000);
/// # Ok::<(), std::io::Error>(())
/// ```
#[derive(Clone, Debug)]
#[must_use = "the sandbox listens only after `start`"]
pub struct SandboxBuilder {
    port: u16,
    seed: u64,
    matches: usize,
    shapes: Shapes,
    captures: Option<PathBuf>,
    anonymous_xsts: bool,
    clock: Clock,
    live: Option<Live>,
    lifetimes: Lifetimes,
    consent: Consent,
    device_consent: DeviceConsent,
    trace: Option<Trace>,
}

const MAX_MATCHES: usize = 100_000;

impl Default for SandboxBuilder {
    fn default() -> Self {
        Self {
            port: 0,
            seed: 0,
            matches: 60,
            shapes: Shapes::default(),
            captures: None,
            anonymous_xsts: false,
            clock: Clock::default(),
            live: None,
            lifetimes: Lifetimes::default(),
            consent: Consent::default(),
            device_consent: DeviceConsent::default(),
            trace: None,
        }
    }
}

impl Sandbox {
    /// Starts a sandbox with the default settings: seed 0 and 60 matches.
    ///
    /// # Errors
    ///
    /// If no port or thread is available.
    pub fn start() -> io::Result<Self> {
        Self::builder().start()
    }

    /// Returns the settings of a sandbox, to change and [start](SandboxBuilder::start).
    pub fn builder() -> SandboxBuilder {
        SandboxBuilder::default()
    }
}

impl SandboxBuilder {
    /// Sets the port of 127.0.0.1 to listen on. Defaults to 0, a free port.
    pub fn port(mut self, port: u16) -> Self {
        self.port = port;
        self
    }

    /// Calls a function with a line of text for each request, after its response is ready: `GET /stats/hi/… 200
    /// 3 ms`. The line names the fault, if the request gets one, and contains no token.
    ///
    /// ```
    /// use halo_infinite_sandbox::Sandbox;
    ///
    /// let sandbox = Sandbox::builder().trace(|line| eprintln!("{line}")).start()?;
    /// # Ok::<(), std::io::Error>(())
    /// ```
    pub fn trace(mut self, print: impl Fn(&str) + Send + Sync + 'static) -> Self {
        self.trace = Some(Trace::new(print));
        self
    }

    /// Sets the seed of the world. Sandboxes with the same seed have the same world and accept each other's tokens.
    /// Defaults to 0.
    pub fn seed(mut self, seed: u64) -> Self {
        self.seed = seed;
        self
    }

    /// Sets the number of matches that the home player has played. Defaults to 60; at most 100,000. Matches are
    /// computed when a request needs them, so a long history costs nothing at the start.
    pub fn matches(mut self, matches: usize) -> Self {
        self.matches = matches;
        self
    }

    /// Sets the year whose payloads the sandbox sends. Defaults to [`Shapes::Current`].
    ///
    /// ```
    /// use halo_infinite_sandbox::{Sandbox, Shapes};
    ///
    /// let sandbox = Sandbox::builder().shapes(Shapes::Year2022).start()?;
    /// let world = sandbox.world();
    /// let newest = world.match_ids(world.home())[0];
    /// let info = &world.match_stats(newest).expect("a match")["MatchInfo"];
    /// assert!(info.get("GameplayInteraction").is_none());
    /// # Ok::<(), std::io::Error>(())
    /// ```
    pub fn shapes(mut self, shapes: Shapes) -> Self {
        self.shapes = shapes;
        self
    }

    /// Serves a folder of captured payloads, listed in its `manifest.tsv`, instead of the world. The sign-in is still
    /// the sandbox's own. The home player is the player with the most matches in the folder. Xbox Live, Halo Waypoint,
    /// the communications service and films come from the world where the folder has no row for them.
    pub fn captures(mut self, folder: impl Into<PathBuf>) -> Self {
        self.captures = Some(folder.into());
        self
    }

    /// Omits XUID and gamertag from XSTS responses, as happens for some real accounts.
    pub fn anonymous_xsts(mut self) -> Self {
        self.anonymous_xsts = true;
        self
    }

    /// Sets the reply to authorization requests. Defaults to [`Consent::Ask`], a consent page. Otherwise the reply is
    /// an immediate redirect, as if the player had accepted or declined before.
    ///
    /// To answer the page without a browser, post the form `consent=accept` or `consent=decline` to the URL of the
    /// page.
    pub fn consent(mut self, consent: Consent) -> Self {
        self.consent = consent;
        self
    }

    /// Sets the outcome of device codes that no player enters. After `after_polls` polls with the response
    /// `authorization_pending`, the next poll finds the code accepted or declined. Defaults to [`Consent::Ask`]:
    /// codes stay pending until [`Sandbox::enter_device_code`] or the page at their `verification_uri` decides.
    pub fn device_consent(mut self, consent: Consent, after_polls: usize) -> Self {
        self.device_consent = DeviceConsent { consent, after_polls };
        self
    }

    /// Sets the clock that issues and checks tokens and codes, and that responses show in `Date`. Defaults to the
    /// clock of the machine.
    ///
    /// ```
    /// use halo_infinite_sandbox::Sandbox;
    /// use std::sync::Arc;
    /// use std::sync::atomic::{AtomicU64, Ordering};
    /// use std::time::{Duration, SystemTime};
    ///
    /// let start = SystemTime::now();
    /// let elapsed = Arc::new(AtomicU64::new(0));
    /// let seconds = Arc::clone(&elapsed);
    /// let sandbox = Sandbox::builder()
    ///     .clock(move || start + Duration::from_secs(seconds.load(Ordering::SeqCst)))
    ///     .start()?;
    /// let token = sandbox.spartan_token();
    /// // Four hours later the token has expired.
    /// elapsed.store(4 * 3600, Ordering::SeqCst);
    /// # Ok::<(), std::io::Error>(())
    /// ```
    pub fn clock(mut self, time: impl Fn() -> SystemTime + Send + Sync + 'static) -> Self {
        self.clock = Clock::new(time);
        self
    }

    /// Lets matches appear as the [clock](Self::clock) passes their ends, to test programs that follow a player. By
    /// default all matches are over from the start.
    ///
    /// A match that is not over is in no history and in no number of matches, and its statistics, skill, progression
    /// and film are a 404. [`Live`] sets how long these take after its end. Service records, ranks and careers are not
    /// affected: they count all matches of the world.
    ///
    /// ```
    /// use halo_infinite_sandbox::{Live, Sandbox};
    /// use std::sync::Arc;
    /// use std::sync::atomic::{AtomicU64, Ordering};
    /// use std::time::{Duration, SystemTime};
    ///
    /// // The world's newest matches are those of 31 October 2026.
    /// let day = SystemTime::UNIX_EPOCH + Duration::from_secs(1_793_404_800);
    /// let elapsed = Arc::new(AtomicU64::new(0));
    /// let seconds = Arc::clone(&elapsed);
    /// let sandbox = Sandbox::builder()
    ///     .clock(move || day + Duration::from_secs(seconds.load(Ordering::SeqCst)))
    ///     .spartan_lifetime(Duration::from_secs(30 * 24 * 3600))
    ///     .live(Live::new().stats_after(Duration::from_secs(10)).film_after(Duration::from_secs(300)))
    ///     .start()?;
    /// let client = sandbox.client()?;
    /// let me = sandbox.world().home().xuid();
    /// let before = client.stats().match_count(me).send()?;
    /// elapsed.store(24 * 3600, Ordering::SeqCst);
    /// let after = client.stats().match_count(me).send()?;
    /// assert!(before.matches_played_count < after.matches_played_count);
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    pub fn live(mut self, live: Live) -> Self {
        self.live = Some(live);
        self
    }

    /// Sets the lifetime of Spartan tokens. Defaults to just under four hours; at most 1000 years.
    pub fn spartan_lifetime(mut self, lifetime: Duration) -> Self {
        self.lifetimes.spartan = Some(lifetime);
        self
    }

    /// Sets the lifetime of OAuth2 access tokens. Defaults to one hour; at most 1000 years.
    pub fn access_lifetime(mut self, lifetime: Duration) -> Self {
        self.lifetimes.access = Some(lifetime);
        self
    }

    /// Starts listening.
    ///
    /// # Errors
    ///
    /// If the port or a thread is not available; if the number of matches is too large; if the captures' folder has no
    /// valid manifest, or a file of the manifest is missing.
    pub fn start(self) -> io::Result<Sandbox> {
        if self.matches > MAX_MATCHES {
            let message = format!(
                "a sandbox has at most {MAX_MATCHES} matches, not {}",
                self.matches
            );
            return Err(io::Error::new(io::ErrorKind::InvalidInput, message));
        }
        let captures = self.captures.map(|folder| Captures::load(&folder)).transpose()?;
        let world = match &captures {
            Some(captures) => World::new(self.seed, 0, captures.owner(), self.shapes),
            None => World::new(self.seed, self.matches, None, self.shapes),
        };
        let (listener, url) = server::bind(self.port)?;
        let secrets = Arc::new(Secrets::default());
        let app = App {
            url,
            world,
            tokens: Tokens::new(
                self.seed,
                self.clock.clone(),
                self.lifetimes,
                Arc::clone(&secrets),
            ),
            codes: Codes::new(self.clock.clone(), Arc::clone(&secrets)),
            device_codes: DeviceCodes::new(self.clock.clone(), Arc::clone(&secrets), self.device_consent),
            clock: self.clock,
            secrets,
            consent: self.consent,
            log: RequestLog::new(),
            trace: self.trace,
            faults: Faults::new(self.seed),
            captures,
            privacy: Privacy::default(),
            content: Content::default(),
            closed_accounts: ClosedAccounts::default(),
            live: self.live,
            anonymous_xsts: self.anonymous_xsts,
        };
        app.secrets.remember(&app.client_secret());
        Sandbox::serve(listener, app)
    }
}
