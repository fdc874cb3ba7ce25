//! The running sandbox.

use crate::answer::Answer;
use crate::app::{App, Shared};
use crate::authority::Authority;
use crate::faults::Faults;
use crate::registration::{Client, Registration};
use crate::request_log::LoggedRequest;
use crate::server::Server;
use crate::tokens::Kind;
use crate::world::World;
use std::fmt;
use std::io;
use std::net::TcpListener;
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
pub struct Sandbox {
    app: Shared,
    /// Ends with the sandbox.
    _server: Server,
}

impl fmt::Debug for Sandbox {
    /// Shows where it listens, and none of its secrets.
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter
            .debug_struct("Sandbox")
            .field("url", &self.url())
            .finish_non_exhaustive()
    }
}

impl Sandbox {
    pub(crate) fn serve(listener: TcpListener, app: App) -> io::Result<Self> {
        let app = Arc::new(app);
        let server = Server::start(listener, Arc::clone(&app))?;
        Ok(Self { app, _server: server })
    }

    /// The base URL, `http://127.0.0.1:PORT`. Each service is below it, under its own name: `/stats/hi/…`.
    pub fn url(&self) -> &str {
        &self.app.url
    }

    /// The people and matches that the sandbox tells of. With captures it has people only.
    pub fn world(&self) -> &World {
        &self.app.world
    }

    /// The requests so far, in the order of their arrival.
    pub fn requests(&self) -> Vec<LoggedRequest> {
        self.app.log.all()
    }

    /// The requests so far, which are forgotten: for tests that run for long.
    pub fn take_requests(&self) -> Vec<LoggedRequest> {
        self.app.log.take()
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
    ///
    /// It is short for `faults().on(path_prefix).once().answer(answer)`, and queues with the other rules of
    /// [`Self::faults`].
    pub fn answer_next(&self, path_prefix: &str, answer: Answer) {
        self.faults().on(path_prefix).once().answer(answer);
    }

    /// What is to go wrong, where and when: rules that give a [`Fault`](crate::Fault) to requests.
    ///
    /// ```
    /// use halo_infinite_sandbox::{Fault, Sandbox};
    ///
    /// let sandbox = Sandbox::start()?;
    /// // The second request for a match's statistics loses its connection.
    /// let lost = sandbox.faults().on("/stats/hi/matches/").nth(2).answer(Fault::reset());
    /// assert_eq!(lost.used(), 0);
    /// # Ok::<(), std::io::Error>(())
    /// ```
    pub fn faults(&self) -> &Faults {
        &self.app.faults
    }

    /// The id of the registered app that has a secret. It is sent back to `https://localhost`.
    pub fn client_id(&self) -> String {
        self.app.client_id(Registration::Confidential)
    }

    /// The secret of that app.
    pub fn client_secret(&self) -> String {
        self.app.client_secret()
    }

    /// The id of the registered app without a secret, which has to use PKCE. It is sent back to `http://localhost`
    /// or `http://127.0.0.1`, with any port and path.
    pub fn public_client_id(&self) -> String {
        self.app.client_id(Registration::Public)
    }

    /// A new refresh token of the home player for the app with a secret, from `login.live.com`.
    ///
    /// A refresh token is good in every sandbox of the seed, but only for the app that it was given to, at the
    /// authority that gave it. Every refresh gives the next; the one that was used is good for 60 seconds more, for
    /// clients that have missed the answer, and refused after that. Only the sandbox that it was used in knows.
    pub fn refresh_token(&self) -> String {
        self.issue(Kind::Refresh(Client {
            authority: Authority::Live,
            registration: Registration::Confidential,
        }))
    }

    /// A new Spartan token of the home player, as the whole chain would give it.
    pub fn spartan_token(&self) -> String {
        self.issue(Kind::Spartan)
    }

    /// The clearance (flight configuration) id.
    pub fn clearance(&self) -> String {
        self.app.clearance()
    }

    /// Does what a player does who opens the verification page of a device code: enters the user code, in any case
    /// and with or without its hyphen, and accepts or declines. Answers whether there was such a code, not yet
    /// decided on and not yet expired.
    pub fn enter_device_code(&self, user_code: &str, accept: bool) -> bool {
        self.app.device_codes.enter(user_code, accept).is_some()
    }

    /// Has the Halo services answer 401 to every Spartan token issued up to now. Those issued later are good.
    pub fn revoke_spartan_tokens(&self) {
        self.app.tokens.revoke(Kind::Spartan);
    }

    /// Has XSTS answer 401, without an `XErr`, to every Xbox user token issued up to now. Those issued later are
    /// good.
    pub fn revoke_user_tokens(&self) {
        self.app.tokens.revoke(Kind::User);
    }

    /// Every secret that this sandbox has given out or learned so far: the client secret, all tokens, authorization
    /// codes and device codes, PKCE verifiers, and the `Authorization` headers made of them. For tests that look for
    /// them where they must not be: in logs, errors and other outputs.
    ///
    /// User codes are not among them: an app has to show those.
    pub fn secrets(&self) -> Vec<String> {
        self.app.secrets.all()
    }

    fn issue(&self, kind: Kind) -> String {
        self.app.tokens.issue(kind, self.app.world.home().xuid()).token
    }
}
