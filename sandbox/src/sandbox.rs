//! The running sandbox.

use crate::answer::Answer;
use crate::app::{App, Shared};
use crate::builder::SandboxBuilder;
use crate::request_log::LoggedRequest;
use crate::server::Server;
use crate::tokens::Kind;
use crate::world::World;
use std::io;
use std::sync::Arc;

/// A fake of the Halo Infinite web backend, listening on a free port of 127.0.0.1 until it is dropped.
///
/// ```
/// use halo_infinite_sandbox::Sandbox;
///
/// let sandbox = Sandbox::start()?;
/// assert!(sandbox.url().starts_with("http://127.0.0.1:"));
/// # Ok::<(), std::io::Error>(())
/// ```
#[derive(Debug)]
pub struct Sandbox {
    app: Shared,
    server: Server,
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

    pub(crate) fn serve(app: App) -> io::Result<Self> {
        let app = Arc::new(app);
        let server = Server::start(Arc::clone(&app))?;
        Ok(Self { app, server })
    }

    /// The base URL, `http://127.0.0.1:PORT`. Each service is below it, under its own name: `/stats/hi/…`.
    pub fn url(&self) -> &str {
        self.server.url()
    }

    /// The people and matches that the sandbox tells of. With captures it has people only.
    pub fn world(&self) -> &World {
        &self.app.world
    }

    /// The requests so far, in the order of their arrival.
    pub fn requests(&self) -> Vec<LoggedRequest> {
        self.app.log.all()
    }

    /// Forgets the requests so far.
    pub fn clear_requests(&self) {
        self.app.log.clear();
    }

    /// Gives this answer to the next request whose path begins with `path_prefix`, once. Several for the same
    /// path are given in the order in which they were queued.
    ///
    /// ```
    /// use halo_infinite_sandbox::{Answer, Sandbox};
    ///
    /// let sandbox = Sandbox::start()?;
    /// sandbox.answer_next("/stats/hi/matches/", Answer::new(503));
    /// # Ok::<(), std::io::Error>(())
    /// ```
    pub fn answer_next(&self, path_prefix: &str, answer: Answer) {
        self.app.answers.push(path_prefix, answer);
    }

    /// The id of the registered app that may sign in.
    pub fn client_id(&self) -> String {
        self.app.client_id()
    }

    /// The secret of that app.
    pub fn client_secret(&self) -> String {
        self.app.client_secret()
    }

    /// A new refresh token of the home player, good once: every refresh gives the next.
    pub fn refresh_token(&self) -> String {
        self.issue(Kind::Refresh)
    }

    /// A new Spartan token of the home player, as the whole chain would give it.
    pub fn spartan_token(&self) -> String {
        self.issue(Kind::Spartan)
    }

    /// The clearance (flight configuration) id.
    pub fn clearance(&self) -> String {
        self.app.clearance()
    }

    fn issue(&self, kind: Kind) -> String {
        self.app.tokens.issue(kind, self.app.world.home().xuid()).token
    }
}
