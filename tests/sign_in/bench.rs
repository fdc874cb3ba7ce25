//! A sandbox, a sign-in and a store that share a clock.

use std::io;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};

use halo_infinite::auth::{
    AzureApp, CallContext, LockedStore, MemoryStore, Session, SignIn, StoreKey, TokenSet, TokenStore,
};
use halo_infinite::error::StoreError;
use halo_infinite::{Client, Error, ureq};
use halo_infinite_sandbox::{Answer, Rule, Sandbox};
use serde_json::json;

use super::setup::{call, sandbox, sign_in};
use crate::support::clocks::TestClock;

/// A store in memory that can be full like a disk.
#[derive(Clone, Default)]
pub struct Disk {
    store: Arc<MemoryStore>,
    is_full: Arc<AtomicBool>,
}

struct LockedDisk<'a>(Box<dyn LockedStore + 'a>, bool);

impl Disk {
    pub fn fill(&self, is_full: bool) {
        self.is_full.store(is_full, Ordering::SeqCst);
    }
}

impl TokenStore for Disk {
    fn lock(&self, wait: &CallContext) -> Result<Box<dyn LockedStore + '_>, StoreError> {
        let is_full = self.is_full.load(Ordering::SeqCst);
        Ok(Box::new(LockedDisk(self.store.lock(wait)?, is_full)))
    }
}

impl LockedStore for LockedDisk<'_> {
    fn load(&self, key: &StoreKey) -> Result<Option<TokenSet>, StoreError> {
        self.0.load(key)
    }

    fn save(&mut self, key: &StoreKey, tokens: &TokenSet) -> Result<(), StoreError> {
        match self.1 {
            true => Err(StoreError::io("tokens.json", io::ErrorKind::StorageFull.into())),
            false => self.0.save(key, tokens),
        }
    }

    fn remove(&mut self, key: &StoreKey) -> Result<(), StoreError> {
        self.0.remove(key)
    }

    fn keys(&self, app: &AzureApp) -> Result<Vec<StoreKey>, StoreError> {
        self.0.keys(app)
    }
}

pub struct Bench {
    pub clock: Arc<TestClock>,
    pub sandbox: Sandbox,
    pub sign_in: SignIn,
    pub disk: Disk,
}

impl Bench {
    pub fn new() -> Self {
        let clock = TestClock::new();
        let sandbox = sandbox(&clock).start().unwrap();
        Self {
            sign_in: sign_in(&sandbox, &clock),
            clock,
            sandbox,
            disk: Disk::default(),
        }
    }

    pub fn try_start(&self) -> Result<Session, Error> {
        let tokens = TokenSet::from_refresh_token(self.sandbox.refresh_token());
        Session::start(&self.sign_in, self.disk.clone(), tokens)
    }

    pub fn start(&self) -> Arc<Session> {
        Arc::new(self.try_start().unwrap())
    }

    pub fn restore(&self, sign_in: &SignIn) -> Option<Arc<Session>> {
        let session = Session::restore(sign_in, self.disk.clone(), None).unwrap();
        session.map(Arc::new)
    }

    pub fn client(&self, session: &Arc<Session>) -> Client {
        Client::builder()
            .environment(self.sandbox.environment())
            .credentials(Arc::clone(session))
            .unlimited()
            .build()
            .unwrap()
    }

    pub fn keys(&self) -> Vec<StoreKey> {
        self.disk
            .lock(&call())
            .unwrap()
            .keys(&self.sandbox.app())
            .unwrap()
    }

    pub fn stored(&self) -> TokenSet {
        let locked = self.disk.lock(&call()).unwrap();
        let key = locked.keys(&self.sandbox.app()).unwrap().remove(0);
        locked.load(&key).unwrap().unwrap()
    }

    /// The last parts of the requested paths since the last call of this method.
    pub fn take_requests(&self) -> Vec<String> {
        let requests = self.sandbox.take_requests().into_iter();
        let last_part = |path: String| path.rsplit('/').next().unwrap_or_default().to_owned();
        requests.map(|request| last_part(request.path)).collect()
    }

    pub fn request_count(&self, ending: &str) -> usize {
        let requests = self.sandbox.requests().into_iter();
        requests.filter(|request| request.path.ends_with(ending)).count()
    }

    /// Answers all requests to a path in the same way from now on.
    pub fn always(&self, path: &str, answer: Answer) -> Rule {
        self.sandbox.faults().on(path).always().answer(answer)
    }

    pub fn xuid(&self) -> u64 {
        self.sandbox.world().home().xuid()
    }
}

/// The response to a refresh token that is dead.
pub fn dead_refresh_token() -> Answer {
    Answer::new(400).json(json!({ "error": "invalid_grant" }))
}

/// An agent that runs a function before each request to a path. If that fails, the request fails.
pub fn agent(
    path: &'static str,
    before: impl Fn() -> Result<(), ureq::Error> + Send + Sync + 'static,
) -> ureq::Agent {
    let middleware = move |request: ureq::http::Request<ureq::SendBody>,
                           next: ureq::middleware::MiddlewareNext| {
        if request.uri().path().contains(path) {
            before()?;
        }
        next.handle(request)
    };
    let config = ureq::Agent::config_builder().middleware(middleware);
    config.build().new_agent()
}
