//! A sandbox to one's liking.

use crate::app::App;
use crate::captures::Captures;
use crate::clock::Clock;
use crate::codes::Codes;
use crate::consent::Consent;
use crate::device_codes::{DeviceCodes, DeviceConsent};
use crate::faults::Faults;
use crate::request_log::RequestLog;
use crate::sandbox::Sandbox;
use crate::secrets::Secrets;
use crate::server;
use crate::tokens::{Lifetimes, Tokens};
use crate::world::World;
use std::io;
use std::path::PathBuf;
use std::sync::Arc;
use std::time::{Duration, SystemTime};

/// What a [`Sandbox`] is to be like: see [`Sandbox::builder`].
///
/// ```
/// use halo_infinite_sandbox::Sandbox;
///
/// let sandbox = Sandbox::builder().seed(117).matches(10_000).start()?;
/// assert_eq!(sandbox.world().match_ids(sandbox.world().home()).len(), 10_000);
/// # Ok::<(), std::io::Error>(())
/// ```
#[derive(Clone, Debug)]
#[must_use = "nothing listens before `start`"]
pub struct SandboxBuilder {
    seed: u64,
    matches: usize,
    captures: Option<PathBuf>,
    anonymous_xsts: bool,
    clock: Clock,
    lifetimes: Lifetimes,
    consent: Consent,
    device_consent: DeviceConsent,
}

const MOST_MATCHES: usize = 100_000;

impl Default for SandboxBuilder {
    fn default() -> Self {
        Self {
            seed: 0,
            matches: 60,
            captures: None,
            anonymous_xsts: false,
            clock: Clock::default(),
            lifetimes: Lifetimes::default(),
            consent: Consent::default(),
            device_consent: DeviceConsent::default(),
        }
    }
}

impl Sandbox {
    /// Starts a sandbox as it comes: 60 matches, seed 0.
    ///
    /// # Errors
    ///
    /// If no port can be listened on, or no thread started.
    pub fn start() -> io::Result<Self> {
        Self::builder().start()
    }

    /// A sandbox to one's liking.
    pub fn builder() -> SandboxBuilder {
        SandboxBuilder::default()
    }
}

impl SandboxBuilder {
    /// What the world is made from: the same seed, the same world, tokens of one accepted by the other.
    pub fn seed(mut self, seed: u64) -> Self {
        self.seed = seed;
        self
    }

    /// How many matches the home player has played: 60 unless told, 100,000 at most.
    pub fn matches(mut self, matches: usize) -> Self {
        self.matches = matches;
        self
    }

    /// Answers from a folder of captured payloads, listed in its `manifest.tsv`, instead of from the world. The
    /// sign-in stays the sandbox's own; its home player is whoever plays in most of the folder's matches.
    pub fn captures(mut self, folder: impl Into<PathBuf>) -> Self {
        self.captures = Some(folder.into());
        self
    }

    /// Has XSTS answers tell neither XUID nor gamertag, as happens to some real accounts.
    pub fn anonymous_xsts(mut self) -> Self {
        self.anonymous_xsts = true;
        self
    }

    /// What becomes of a request for authorization: a page asks ([`Consent::Ask`], unless told), or the answer is a
    /// redirect at once, as if the player had given or refused consent before.
    ///
    /// Whoever wants to answer the page without a browser posts the form `consent=accept` or `consent=decline` to
    /// the URL that gave the page.
    pub fn consent(mut self, consent: Consent) -> Self {
        self.consent = consent;
        self
    }

    /// What becomes of device codes that nobody enters: after so many polls that were answered
    /// `authorization_pending`, the next finds them accepted or declined. With [`Consent::Ask`], as it is unless
    /// told, they stay pending until [`Sandbox::enter_device_code`] or the page at their `verification_uri`.
    pub fn device_consent(mut self, consent: Consent, after_polls: usize) -> Self {
        self.device_consent = DeviceConsent { consent, after_polls };
        self
    }

    /// The clock by which tokens and codes are issued and checked: the machine's unless told.
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
    /// // Four hours later, the token has expired.
    /// elapsed.store(4 * 3600, Ordering::SeqCst);
    /// # Ok::<(), std::io::Error>(())
    /// ```
    pub fn clock(mut self, time: impl Fn() -> SystemTime + Send + Sync + 'static) -> Self {
        self.clock = Clock::new(time);
        self
    }

    /// How long Spartan tokens live: just under four hours unless told, 1000 years at most.
    pub fn spartan_lifetime(mut self, lifetime: Duration) -> Self {
        self.lifetimes.spartan = Some(lifetime);
        self
    }

    /// How long OAuth2 access tokens live: one hour unless told, 1000 years at most.
    pub fn access_lifetime(mut self, lifetime: Duration) -> Self {
        self.lifetimes.access = Some(lifetime);
        self
    }

    /// Starts listening.
    ///
    /// # Errors
    ///
    /// If no port can be listened on or no thread started; if more matches are wanted than a world can have; if
    /// the captures' folder has no manifest, or the manifest names a file that is not there.
    pub fn start(self) -> io::Result<Sandbox> {
        if self.matches > MOST_MATCHES {
            let message = format!(
                "a sandbox has {MOST_MATCHES} matches at most, not {}",
                self.matches
            );
            return Err(io::Error::new(io::ErrorKind::InvalidInput, message));
        }
        let captures = self.captures.map(|folder| Captures::load(&folder)).transpose()?;
        let world = match &captures {
            Some(captures) => World::new(self.seed, 0, captures.owner()),
            None => World::new(self.seed, self.matches, None),
        };
        let (listener, url) = server::bind()?;
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
            device_codes: DeviceCodes::new(self.clock, Arc::clone(&secrets), self.device_consent),
            secrets,
            consent: self.consent,
            log: RequestLog::begin(),
            faults: Faults::new(self.seed),
            captures,
            anonymous_xsts: self.anonymous_xsts,
        };
        app.secrets.remember(&app.client_secret());
        Sandbox::serve(listener, app)
    }
}
