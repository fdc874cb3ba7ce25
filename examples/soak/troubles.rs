//! The troubles of a machine: a disk that is full at times, slow credentials, a store that a hung program locks,
//! strangers at the browser's redirect.

use std::io::{self, Read, Write};
use std::net::{TcpStream, ToSocketAddrs};
use std::path::PathBuf;
use std::sync::atomic::{AtomicU32, Ordering};
use std::thread;
use std::time::{Duration, Instant};

use halo_infinite::auth::{
    AzureApp, CallContext, Credentials, FileStore, LockedStore, Secret, Session, SignIn, SignInStep,
    StoreKey, TokenSet, TokenStore,
};
use halo_infinite::error::StoreError;
use halo_infinite::{CancelToken, Error, ureq};

/// A file that cannot be written in the last quarter of each 20 seconds.
pub struct FullAtTimes {
    file: FileStore,
    start: Instant,
}

impl FullAtTimes {
    pub fn new(path: PathBuf) -> Self {
        Self {
            file: FileStore::new(path),
            start: Instant::now(),
        }
    }
}

impl TokenStore for FullAtTimes {
    fn lock(&self, wait: &CallContext) -> Result<Box<dyn LockedStore + '_>, StoreError> {
        Ok(Box::new(Locked {
            file: self.file.lock(wait)?,
            store: self,
        }))
    }
}

struct Locked<'a> {
    file: Box<dyn LockedStore + 'a>,
    store: &'a FullAtTimes,
}

impl Locked<'_> {
    fn check_space(&self) -> Result<(), StoreError> {
        match self.store.start.elapsed().as_secs() % 20 {
            15.. => Err(StoreError::io(
                self.store.file.path(),
                io::ErrorKind::StorageFull.into(),
            )),
            _ => Ok(()),
        }
    }
}

impl LockedStore for Locked<'_> {
    fn load(&self, key: &StoreKey) -> Result<Option<TokenSet>, StoreError> {
        self.file.load(key)
    }

    fn save(&mut self, key: &StoreKey, tokens: &TokenSet) -> Result<(), StoreError> {
        self.check_space()?;
        self.file.save(key, tokens)
    }

    fn remove(&mut self, key: &StoreKey) -> Result<(), StoreError> {
        self.check_space()?;
        self.file.remove(key)
    }

    fn keys(&self, app: &AzureApp) -> Result<Vec<StoreKey>, StoreError> {
        self.file.keys(app)
    }
}

/// Holds the store's lock for a while, as a hung program does.
pub fn lock_for(store: &FileStore, time: Duration, is_over: &CancelToken) {
    let endpoint = SignInStep::RefreshToken.endpoint();
    let wait = CallContext::new(endpoint, Duration::from_secs(10), is_over);
    if let Ok(locked) = store.lock(&wait) {
        is_over.wait(time);
        drop(locked);
    }
}

/// A session that takes its time for one call of fifty.
pub struct SlowAtTimes {
    pub session: Session,
    pub calls: AtomicU32,
}

impl Credentials for SlowAtTimes {
    fn spartan_token(&self, call: &CallContext) -> Result<Secret, Error> {
        if self.calls.fetch_add(1, Ordering::Relaxed).is_multiple_of(50) {
            thread::sleep(Duration::from_millis(250));
        }
        self.session.spartan_token(call)
    }

    fn clearance(&self, call: &CallContext) -> Result<Option<Secret>, Error> {
        self.session.clearance(call)
    }

    fn refused(&self, spartan_token: &Secret) -> bool {
        self.session.refused(spartan_token)
    }
}

/// Signs in through a browser while strangers visit the same port. Tokens must arrive nonetheless.
pub fn sign_in_among_strangers(sign_in: &SignIn) -> Result<(), Error> {
    let open = |url: &str| -> io::Result<()> {
        let page = url.to_owned();
        thread::spawn(move || visit(&page));
        Ok(())
    };
    sign_in.with_browser(Duration::from_secs(20), open).map(drop)
}

/// The browser and the strangers. Each failure is the redirect's, which the sign-in reports.
fn visit(page: &str) -> Option<()> {
    let agent = ureq::Agent::config_builder()
        .timeout_global(Some(Duration::from_secs(10)))
        .max_redirects(0)
        .http_status_as_error(false)
        .build()
        .new_agent();
    let answer = agent.get(page).call().ok()?;
    let redirect = answer.headers().get("location")?.to_str().ok()?.to_owned();
    let uri: ureq::http::Uri = redirect.parse().ok()?;
    let address = (uri.host()?, uri.port_u16()?).to_socket_addrs().ok()?.next()?;
    let mut strangers = Vec::new();
    for head in [
        "GET /?error=access_denied HTTP/1.1\r\n\r\n",
        "GET /?x=1 HTTP/1.1\r\n\r\n",
        "\x16\x03\x01",
        "",
    ] {
        let mut stranger = TcpStream::connect_timeout(&address, Duration::from_secs(1)).ok()?;
        stranger.write_all(head.as_bytes()).ok()?;
        strangers.push(stranger);
    }
    agent.get(&redirect).call().ok()?;
    for stranger in &mut strangers {
        stranger.set_read_timeout(Some(Duration::from_millis(10))).ok()?;
        // The quiet ones receive no response.
        let _ = stranger.read(&mut [0; 256]);
    }
    Some(())
}
