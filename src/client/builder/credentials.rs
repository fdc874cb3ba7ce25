//! Tokens and accounts.

use std::sync::Arc;

use super::ClientBuilder;
use crate::auth::AuthenticatedPlayer;
use crate::client::token_source::TokenSource;
use crate::http::Credentials;
use crate::types::Secret;

impl ClientBuilder {
    /// Uses these tokens: the Spartan token, which expires after about four hours, and the clearance. An empty
    /// clearance means none.
    ///
    /// Both can be copied from the network traffic of Halo Waypoint in a browser: the request headers
    /// `x-343-authorization-spartan` and `343-clearance`.
    pub fn tokens(self, spartan: impl Into<Secret>, clearance: impl Into<Secret>) -> Self {
        Self {
            source: Some(TokenSource::tokens(spartan.into(), Some(clearance.into()))),
            ..self
        }
    }

    /// Uses this Spartan token without a clearance, which nearly all endpoints accept.
    pub fn spartan_token(self, spartan: impl Into<Secret>) -> Self {
        Self {
            source: Some(TokenSource::tokens(spartan.into(), None)),
            ..self
        }
    }

    /// Uses the tokens of a signed-in player, until they expire.
    pub fn player(self, player: &AuthenticatedPlayer) -> Self {
        Self {
            source: Some(TokenSource::player(player)),
            ..self
        }
    }

    /// Uses tokens that are renewed: those of a [`Session`](crate::auth::Session), or of your own
    /// [`Credentials`]. To share them with other clients, pass an [`Arc`].
    pub fn credentials(self, credentials: impl Credentials + 'static) -> Self {
        self.accounts([credentials])
    }

    /// Adds an Xbox token to [`tokens`](Self::tokens) or [`spartan_token`](Self::spartan_token), for requests to Xbox
    /// Live itself: the user hash and the XSTS token for the relying party `http://xboxlive.com`, both from the
    /// `Authorization` header `XBL3.0 x={user_hash};{token}`. A signed-in [`player`](Self::player) and a
    /// [`Session`](crate::auth::Session) bring their own.
    pub fn xbox_token(self, user_hash: impl Into<String>, token: impl Into<Secret>) -> Self {
        Self {
            xbox_token: Some((user_hash.into(), token.into())),
            ..self
        }
    }

    /// Uses several accounts in turn, such as [`Session`](crate::auth::Session)s. Each has its own rate limit; all share
    /// the cache and the connections. This holds for requests, batches, pages and fetches alike.
    ///
    /// A request goes by the account that can send it first. If a service responds with 429, the request goes on with
    /// the next account at once, which is no retry; if all accounts have to wait, it waits for the first, within its
    /// deadline. An account without usable tokens, such as one whose refresh token is dead, is passed over, and tried
    /// again after a minute. If no account has usable tokens, a request fails with the error of the last one. Requests
    /// that carry no token go by the limit of the first account.
    ///
    /// An account sees only its own private data: requests for that must go by
    /// [`Client::with_account`](crate::Client::with_account), and so must the history of a player who hides matches from
    /// others. A client with several accounts may not [write](Self::allow_writes).
    ///
    /// ```
    /// # let sandbox = halo_infinite_sandbox::Sandbox::start()?;
    /// # let builder = halo_infinite::Client::builder().environment(sandbox.environment());
    /// # let me = sandbox.world().home().xuid();
    /// # use halo_infinite::auth::StaticTokens;
    /// # let session = || StaticTokens::new(sandbox.spartan_token(), None);
    /// # let (first_session, second_session) = (session(), session());
    /// let client = builder.accounts([first_session, second_session]).build()?;
    /// client.stats().match_count(me).send()?; // by one of them
    /// client.with_account(0).stats().matches_privacy(me).send()?; // by the first
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    pub fn accounts<C: Credentials + 'static>(self, accounts: impl IntoIterator<Item = C>) -> Self {
        let accounts = accounts.into_iter();
        let accounts = accounts.map(|account| Arc::new(account) as Arc<dyn Credentials>);
        Self {
            source: Some(TokenSource::Accounts(accounts.collect())),
            ..self
        }
    }
}
