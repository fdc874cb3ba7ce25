//! The way to the services: client, sign-in, session, cache, sandbox.

use std::path::Path;
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};

use halo_infinite::auth::{AzureApp, Session, SignIn};
#[cfg(feature = "sandbox")]
use halo_infinite::auth::{MemoryStore, TokenSet};
use halo_infinite::cache::ResponseCache;
use halo_infinite::error::CacheError;
use halo_infinite::request::Attempt;
use halo_infinite::{Client, ClientBuilder};

use super::Context;
#[cfg(feature = "sandbox")]
use super::get_or_make;
use crate::account::{SPARTAN_TOKEN, variable};
use crate::failure::Failure;
use crate::note::note;

impl Context {
    pub(super) fn make_client(&self, allow_writes: bool) -> Result<Client, Failure> {
        let mut builder = Client::builder().environment(self.environment()?);
        if let Some(rate) = self.globals.rate.or(self.config.rate) {
            builder = builder.requests_per_second(rate);
        } else if self.is_sandbox() {
            builder = builder.unlimited();
        }
        if let Some(proxy) = self.proxy() {
            builder = builder.proxy(proxy);
        }
        if let Some(cache) = self.cache()? {
            // `--offline` shows what the last run of a command has read.
            builder = builder.cache(cache.clone()).cache_latest();
        }
        if self.globals.verbose {
            let requests = Arc::clone(&self.requests);
            builder = builder.observer(move |attempt| print_request(attempt, &requests));
        }
        #[cfg(feature = "platform-verifier")]
        if let Some(tls) = self.tls() {
            builder = builder.tls(tls);
        }
        if allow_writes {
            builder = builder.allow_writes();
        }
        builder = match self.globals.offline {
            true => builder.offline(),
            false => self.with_credentials(builder)?,
        };
        Ok(builder.build()?.with_cancel_token(&self.cancel))
    }

    fn with_credentials(&self, builder: ClientBuilder) -> Result<ClientBuilder, Failure> {
        Ok(match (self.own_token()?, variable("HALO_CLEARANCE_TOKEN")?) {
            (Some(spartan), Some(clearance)) => builder.tokens(spartan, clearance),
            (Some(spartan), None) => builder.spartan_token(spartan),
            (None, _) => builder.credentials(Arc::clone(self.session()?)),
        })
    }

    /// The Spartan token of the environment, which commands use in place of a sign-in.
    pub fn own_token(&self) -> Result<Option<String>, Failure> {
        match self.is_sandbox() {
            true => Ok(None),
            false => variable(SPARTAN_TOKEN),
        }
    }

    pub(super) fn make_sign_in(&self) -> Result<SignIn, Failure> {
        #[cfg(feature = "sandbox")]
        if self.is_sandbox() {
            let sandbox = self.sandbox()?;
            return Ok(
                self.with_network(SignIn::new(&sandbox.public_app()).environment(sandbox.environment()))
            );
        }
        let profile = self.profile()?;
        let app = profile.app(&self.config)?.ok_or_else(|| {
            Failure::SignInFirst(format!("the profile {} has no app registration", profile.name))
        })?;
        self.sign_in_through(&app)
    }

    /// A sign-in through an app registration, which need not be that of the profile.
    pub fn sign_in_through(&self, app: &AzureApp) -> Result<SignIn, Failure> {
        Ok(self.with_network(SignIn::new(app).environment(self.environment()?)))
    }

    fn with_network(&self, mut sign_in: SignIn) -> SignIn {
        sign_in = sign_in.cancel_token(&self.cancel);
        if let Some(proxy) = self.proxy() {
            sign_in = sign_in.proxy(proxy);
        }
        #[cfg(feature = "platform-verifier")]
        if let Some(tls) = self.tls() {
            sign_in = sign_in.tls(tls);
        }
        if self.globals.verbose {
            let requests = Arc::clone(&self.requests);
            sign_in = sign_in.observer(move |attempt| print_request(attempt, &requests));
        }
        sign_in
    }

    pub(super) fn restore_session(&self) -> Result<Arc<Session>, Failure> {
        #[cfg(feature = "sandbox")]
        if self.is_sandbox() {
            let sandbox = self.sandbox()?;
            let sign_in = self.with_network(SignIn::new(&sandbox.app()).environment(sandbox.environment()));
            let tokens = TokenSet::from_refresh_token(sandbox.refresh_token());
            return Ok(Arc::new(Session::start(&sign_in, MemoryStore::new(), tokens)?));
        }
        let profile = self.profile()?;
        let store = profile.store();
        let restored = match profile.app(&self.config)? {
            Some(_) if !store.is_new() => Session::restore(&self.sign_in()?, store, profile.record.xuid)?,
            _ => None,
        };
        restored
            .map(Arc::new)
            .ok_or_else(|| Failure::nobody(&profile.name))
    }

    /// `-v` of the sandbox: prints and counts the requests that it serves.
    #[cfg(feature = "sandbox")]
    pub fn served_requests(&self) -> impl Fn(&str) + Send + Sync + 'static {
        let requests = Arc::clone(&self.requests);
        move |line| {
            note(line);
            requests.fetch_add(1, Ordering::Relaxed);
        }
    }

    pub(super) fn open_cache(&self) -> Result<ResponseCache, Failure> {
        let folder = self.cache_folder();
        ResponseCache::open(folder).map_err(|error| {
            // The error has other advice of its own.
            let problem = match error {
                CacheError::Io { cause, .. } => cause.to_string(),
                CacheError::NotOurs { problem, .. } => problem,
                CacheError::Database { cause, .. } => cause.to_string(),
                error => error.to_string(),
            };
            Failure::new(
                format!("the cache in {} cannot be opened: {problem}", folder.display()),
                "name another folder with --cache, or go on with --no-cache",
            )
        })
    }

    /// The folder of cached responses.
    pub fn cache_folder(&self) -> &Path {
        let folder = self.globals.cache.as_ref().or(self.config.cache.as_ref());
        folder.unwrap_or(&self.paths.cache)
    }

    /// The proxy of the options or the configuration; `None` for that of the environment.
    pub fn proxy(&self) -> Option<String> {
        self.globals.proxy.clone().or_else(|| self.config.proxy.clone())
    }

    #[cfg(feature = "platform-verifier")]
    /// The certificates that the options or the configuration name.
    pub fn tls(&self) -> Option<halo_infinite::Tls> {
        use crate::globals::Certificates;
        self.globals.tls.or(self.config.tls).map(|tls| match tls {
            Certificates::Bundled => halo_infinite::Tls::Mozilla,
            Certificates::System => halo_infinite::Tls::System,
        })
    }

    /// The built-in sandbox, which starts at its first use.
    #[cfg(feature = "sandbox")]
    pub fn sandbox(&self) -> Result<&halo_infinite_sandbox::Sandbox, Failure> {
        use halo_infinite_sandbox::{Consent, Sandbox};

        get_or_make(&self.sandbox, || {
            let builder = Sandbox::builder()
                .matches(self.globals.sandbox_matches)
                .consent(Consent::Accept)
                .device_consent(Consent::Accept, 0);
            let advice = "check that this machine lets programs listen on 127.0.0.1";
            start_sandbox(builder, "--sandbox-matches", advice)
        })
    }
}

/// Starts a sandbox. `option` is the option with the number of its matches; `advice` is for a start that fails.
#[cfg(feature = "sandbox")]
pub fn start_sandbox(
    builder: halo_infinite_sandbox::SandboxBuilder,
    option: &str,
    advice: &str,
) -> Result<halo_infinite_sandbox::Sandbox, Failure> {
    builder.start().map_err(|error| match error.kind() {
        std::io::ErrorKind::InvalidInput => Failure::Usage(format!("{option}: {error}")),
        _ => Failure::new(format!("the sandbox does not start: {error}"), advice),
    })
}

/// `-v`: a line for each request.
fn print_request(attempt: &Attempt, requests: &AtomicUsize) {
    note(attempt);
    if !attempt.from_cache {
        requests.fetch_add(1, Ordering::Relaxed);
    }
}
