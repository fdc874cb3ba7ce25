//! What a command works with: the client, the player, the names, and the output.

mod asset;
mod backend;
mod choose;
mod download;
mod fetch;
mod game;
mod gaps;
mod interrupt;
mod player;
mod season;

use std::cell::{OnceCell, RefCell};
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};

use halo_infinite::auth::{Session, SignIn};
use halo_infinite::cache::ResponseCache;
use halo_infinite::models::profile::User;
use halo_infinite::{CancelToken, Client, Environment, Names};

use crate::account::{Config, Paths, Profile, settings};
use crate::failure::Failure;
use crate::globals::Globals;
use crate::note::note;
use crate::show::Output;

use interrupt::Interrupt;

#[cfg(feature = "sandbox")]
pub use backend::start_sandbox;
pub use choose::{choose, fits};
pub use game::{ID_PART, MatchArgument, stats};
pub use player::PlayerArgument;
pub use season::season_id;

/// What a command works with. Nothing is opened or sent before a command needs it.
pub struct Context {
    /// The options of every command.
    pub globals: Globals,
    /// The configuration file.
    pub config: Config,
    /// The folders of the program.
    pub paths: Paths,
    /// Where results go.
    pub out: Output,
    /// Cancelled by Ctrl-C.
    pub cancel: CancelToken,
    /// The reason why the configuration file cannot be used: only `halo doctor` goes on without it.
    pub config_failure: Option<Failure>,
    interrupt: Interrupt,
    /// Number of requests that `-v` has printed.
    requests: Arc<AtomicUsize>,
    /// The reasons why parts of the result are missing.
    gaps: RefCell<Vec<String>>,
    #[cfg(feature = "sandbox")]
    sandbox: OnceCell<halo_infinite_sandbox::Sandbox>,
    session: OnceCell<Arc<Session>>,
    token_owner: OnceCell<User>,
    cache: OnceCell<ResponseCache>,
    client: OnceCell<Client>,
    names: OnceCell<Names>,
}

impl Context {
    /// Reads the configuration, and lets Ctrl-C end the command. `needs_config`: whether a mistake in the configuration
    /// is a failure.
    pub fn new(mut globals: Globals, needs_config: bool) -> Result<Self, Failure> {
        globals.complete()?;
        let cancel = CancelToken::new();
        let out = Output::new(&globals, &cancel)?;
        let paths = Paths::new()?;
        let (config, config_failure) = match Config::read(&paths) {
            Ok(config) => (config, None),
            Err(failure) if needs_config => return Err(failure),
            Err(failure) => (Config::default(), Some(failure)),
        };
        let interrupt = Interrupt::watch(&cancel)?;
        Ok(Self {
            globals,
            config,
            paths,
            out,
            cancel,
            config_failure,
            interrupt,
            requests: Arc::default(),
            gaps: RefCell::default(),
            #[cfg(feature = "sandbox")]
            sandbox: OnceCell::new(),
            session: OnceCell::new(),
            token_owner: OnceCell::new(),
            cache: OnceCell::new(),
            client: OnceCell::new(),
            names: OnceCell::new(),
        })
    }

    /// Ends a command: prints the number of requests, if `-v` has printed the requests, and fails if parts of the
    /// result are missing.
    pub fn finish(&self, result: Result<(), Failure>) -> Result<(), Failure> {
        match self.requests.load(Ordering::Relaxed) {
            _ if !self.globals.verbose => {}
            1 => note("1 request"),
            count => note(format_args!("{count} requests")),
        }
        self.report_gaps(result)
    }

    /// The exit code of the signal that has ended the command, such as that of Ctrl-C.
    pub fn interrupted(&self) -> Option<u8> {
        self.interrupt.exit_code()
    }

    /// The chosen profile. That of the built-in sandbox is never saved.
    pub fn profile(&self) -> Result<Profile, Failure> {
        if self.is_sandbox() {
            return Ok(Profile::unsaved("sandbox"));
        }
        Profile::open(&self.paths, Some(self.profile_name()))
    }

    /// The name of the chosen profile, which need not exist.
    pub fn profile_name(&self) -> &str {
        let name = self.globals.profile.as_deref().or(self.config.profile.as_deref());
        name.unwrap_or(Profile::DEFAULT)
    }

    /// Acts on all profiles. Those that cannot be read are left out: the last failure is returned beside the results, and
    /// notes have the others.
    pub fn each_profile<T>(
        &self,
        act: impl Fn(Profile) -> Result<T, Failure>,
    ) -> Result<(Vec<T>, Option<Failure>), Failure> {
        let (mut done, mut failed) = (Vec::new(), None);
        for name in Profile::names(&self.paths)? {
            match Profile::open(&self.paths, Some(&name)).and_then(&act) {
                Ok(result) => done.push(result),
                Err(failure) => {
                    if let Some(earlier) = failed.replace(failure) {
                        self.out.note(earlier);
                    }
                }
            }
        }
        Ok((done, failed))
    }

    /// The addresses of the services.
    pub fn environment(&self) -> Result<Environment, Failure> {
        #[cfg(feature = "sandbox")]
        if self.is_sandbox() {
            return Ok(self.sandbox()?.environment());
        }
        Ok(match &self.globals.environment {
            Some(url) => Environment::at(url)?,
            None => Environment::production(),
        })
    }

    /// A client with the player's tokens, the rate limit and the cache.
    pub fn client(&self) -> Result<&Client, Failure> {
        self.out.wait();
        get_or_make(&self.client, || self.make_client(false))
    }

    /// A client that may change data of the account.
    pub fn writing_client(&self) -> Result<Client, Failure> {
        self.make_client(true)
    }

    /// A sign-in with the profile's app registration.
    pub fn sign_in(&self) -> Result<SignIn, Failure> {
        self.make_sign_in()
    }

    /// The session of the signed-in player.
    pub fn session(&self) -> Result<&Arc<Session>, Failure> {
        self.out.wait();
        get_or_make(&self.session, || self.restore_session())
    }

    /// The cached responses; `None` if the command has no cache.
    pub fn cache(&self) -> Result<Option<&ResponseCache>, Failure> {
        // The built-in sandbox has another address at each start, so nothing would be found again.
        if self.globals.no_cache || self.is_sandbox() {
            return Ok(None);
        }
        get_or_make(&self.cache, || self.open_cache()).map(Some)
    }

    /// Names in place of IDs, in the chosen language.
    pub fn names(&self) -> Result<&Names, Failure> {
        self.out.wait();
        get_or_make(&self.names, || {
            let names = Names::new(self.client()?);
            Ok(match self.language() {
                Some(tag) => {
                    if !settings::LANGUAGES.contains(&tag) {
                        self.out.note(format_args!(
                            "the services are not known to have names in {tag}: missing ones are in English; known are {}",
                            settings::LANGUAGES.join(", ")
                        ));
                    }
                    names.language(tag)?
                }
                None => names,
            })
        })
    }

    /// The chosen language.
    pub fn language(&self) -> Option<&str> {
        self.globals
            .language
            .as_deref()
            .or(self.config.language.as_deref())
    }

    /// The tag of the language of names.
    pub fn tag(&self) -> &str {
        self.language().unwrap_or("en-US")
    }

    /// Whether the built-in sandbox stands in for the services.
    pub fn is_sandbox(&self) -> bool {
        #[cfg(feature = "sandbox")]
        return self.globals.sandbox;
        #[cfg(not(feature = "sandbox"))]
        false
    }
}

/// The value of a cell, which is made at its first use.
fn get_or_make<T>(cell: &OnceCell<T>, make: impl FnOnce() -> Result<T, Failure>) -> Result<&T, Failure> {
    if let Some(value) = cell.get() {
        return Ok(value);
    }
    let value = make()?;
    Ok(cell.get_or_init(|| value))
}
