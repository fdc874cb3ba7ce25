//! The running sandbox.

use crate::answer::Answer;
use crate::app::{App, Shared};
use crate::authority::Authority;
use crate::captures::Captures;
use crate::faults::Faults;
use crate::registration::{Client, Registration};
use crate::request_log::LoggedRequest;
use crate::server::Server;
use crate::services::user_hash;
use crate::tokens::Kind;
use crate::world::World;
use std::fmt;
use std::io;
use std::net::TcpListener;
use std::sync::Arc;

/// A fake of the Halo Infinite web backend. It listens on 127.0.0.1 until it is dropped, on a free port unless the
/// [builder](crate::SandboxBuilder::port) sets one.
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
    /// Stops when the sandbox is dropped.
    _server: Server,
}

impl fmt::Debug for Sandbox {
    /// Shows the URL and no secrets.
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

    /// The base URL, `http://127.0.0.1:PORT`. Each service has its own path below it: `/stats/hi/…`.
    pub fn url(&self) -> &str {
        &self.app.url
    }

    /// The people and matches behind the responses. In captures mode there are no matches.
    pub fn world(&self) -> &World {
        &self.app.world
    }

    /// All requests so far, in order of arrival.
    pub fn requests(&self) -> Vec<LoggedRequest> {
        self.app.log.all()
    }

    /// Returns all requests so far and removes them from the log. For tests that run for a long time.
    pub fn take_requests(&self) -> Vec<LoggedRequest> {
        self.app.log.take()
    }

    /// Clears the request log.
    pub fn clear_requests(&self) {
        self.app.log.clear();
    }

    /// Sends this response once, to the next request whose path starts with `path_prefix`. The case of letters makes
    /// no difference. Several responses for one path are sent in order.
    ///
    /// ```
    /// use halo_infinite_sandbox::{Answer, Sandbox};
    ///
    /// let sandbox = Sandbox::start()?;
    /// sandbox.answer_next("/stats/hi/matches/", Answer::new(503));
    /// # Ok::<(), std::io::Error>(())
    /// ```
    ///
    /// Shorthand for `faults().on(path_prefix).once().answer(answer)`, and part of the same queue as the other rules
    /// of [`Self::faults`].
    pub fn answer_next(&self, path_prefix: &str, answer: Answer) {
        self.faults().on(path_prefix).once().answer(answer);
    }

    /// The fault script: rules that assign a [`Fault`](crate::Fault) to requests.
    ///
    /// ```
    /// use halo_infinite_sandbox::{Fault, Sandbox};
    ///
    /// let sandbox = Sandbox::start()?;
    /// // The second request for match statistics loses its connection.
    /// let lost = sandbox.faults().on("/stats/hi/matches/").nth(2).answer(Fault::reset());
    /// assert_eq!(lost.used(), 0);
    /// # Ok::<(), std::io::Error>(())
    /// ```
    pub fn faults(&self) -> &Faults {
        &self.app.faults
    }

    /// The client id of the app with a secret. Its redirect URI is `https://localhost`.
    pub fn client_id(&self) -> String {
        self.app.client_id(Registration::Confidential)
    }

    /// The secret of that app.
    pub fn client_secret(&self) -> String {
        self.app.client_secret()
    }

    /// The client id of the app without a secret, which must use PKCE. Its redirect URI is `http://localhost` or
    /// `http://127.0.0.1`, with any port and path.
    pub fn public_client_id(&self) -> String {
        self.app.client_id(Registration::Public)
    }

    /// Issues a refresh token of the home player for the app with a secret, from `login.live.com`.
    ///
    /// A refresh token is valid in every sandbox with the same seed, but only for the app and the authority that it
    /// was issued for. Each refresh returns a new token. The old one stays valid for 60 seconds, for clients that
    /// lost the response. Only the sandbox that received it knows of its use.
    pub fn refresh_token(&self) -> String {
        self.issue(Kind::Refresh(Client {
            authority: Authority::Live,
            registration: Registration::Confidential,
        }))
    }

    /// Issues a Spartan token of the home player, without the sign-in chain.
    pub fn spartan_token(&self) -> String {
        self.issue(Kind::Spartan)
    }

    /// Issues an XSTS token of the home player for Xbox Live, without the sign-in chain. Together with the
    /// [user hash](Self::xbox_user_hash) it makes the header `Authorization: XBL3.0 x={user hash};{token}`.
    pub fn xbox_token(&self) -> String {
        let token = self.issue(Kind::XstsXbox);
        let header = format!("XBL3.0 x={};{token}", self.xbox_user_hash());
        self.app.secrets.remember(&header);
        token
    }

    /// The user hash of the home player.
    pub fn xbox_user_hash(&self) -> String {
        user_hash(self.app.world.home().xuid())
    }

    /// The clearance (flight configuration) id.
    pub fn clearance(&self) -> String {
        self.app.clearance()
    }

    /// Enters a user code, as a player does on the verification page of a device code: in any case, with or without
    /// the hyphen. Returns whether the code was pending.
    pub fn enter_device_code(&self, user_code: &str, accept: bool) -> bool {
        self.app.device_codes.enter(user_code, accept).is_some()
    }

    /// Closes the account of a player. The player's matches and statistics remain, but the profile services know
    /// neither the XUID nor the gamertag any more, and refuse a list with the XUID.
    pub fn close_account(&self, xuid: u64) {
        self.app.closed_accounts.close(xuid);
    }

    /// Revokes all Spartan tokens issued so far: the Halo services respond with 401 to them. Later tokens are valid.
    pub fn revoke_spartan_tokens(&self) {
        self.app.tokens.revoke(Kind::Spartan);
    }

    /// Revokes all XSTS tokens for Xbox Live issued so far: the services of Xbox Live respond with 401 to them. Later
    /// tokens are valid.
    pub fn revoke_xbox_tokens(&self) {
        self.app.tokens.revoke(Kind::XstsXbox);
    }

    /// Revokes all Xbox user tokens issued so far: XSTS responds with 401 and no `XErr` to them. Later tokens are
    /// valid.
    pub fn revoke_user_tokens(&self) {
        self.app.tokens.revoke(Kind::User);
    }

    /// All secrets that this sandbox has sent or received: the client secret, all tokens, authorization codes, device
    /// codes, PKCE verifiers, and `Authorization` headers. For tests that search logs, errors and other output for
    /// leaks.
    ///
    /// User codes are not included: an app has to show them.
    pub fn secrets(&self) -> Vec<String> {
        self.app.secrets.all()
    }

    /// The matches of the captures, in captures mode.
    pub(crate) fn captured_matches(&self) -> Option<&[String]> {
        self.app.captures.as_ref().map(Captures::matches)
    }

    fn issue(&self, kind: Kind) -> String {
        self.app.tokens.issue(kind, self.app.world.home().xuid()).token
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::services;

    #[test]
    fn all_routes_are_in_lower_case() {
        // The server converts paths to lower case: a route with an upper-case letter would never match.
        let sandbox = Sandbox::start().expect("a sandbox");
        let router = format!("{:?}", services::router(&sandbox.app));
        let routes: Vec<&str> = router.split('"').filter(|text| text.starts_with('/')).collect();
        for known in [
            "/settings/spartan-token",
            "/discovery_ugc/hi/search",
            "/discovery_ugc/hi/maps/{asset_id}",
        ] {
            assert!(routes.contains(&known), "{known} is not in {routes:#?}");
        }
        let upper = routes
            .iter()
            .filter(|route| route.bytes().any(|byte| byte.is_ascii_uppercase()));
        assert_eq!(upper.collect::<Vec<_>>(), Vec::<&&str>::new());
    }
}
