//! The source of a client's tokens.

use std::fmt;
use std::sync::Arc;
use std::time::{Duration, Instant};

use crate::error::Error;
use crate::sync::CancelToken;
use crate::types::{ArgumentError, Endpoint, Secret};

/// The request that needs tokens: how long it can wait for them, and its cancel token.
#[derive(Debug, Clone)]
pub struct CallContext {
    endpoint: &'static Endpoint,
    /// `None` if the deadline is too large to represent: there is no deadline.
    deadline: Option<Instant>,
    cancel: CancelToken,
}

impl CallContext {
    /// A request with this much time left, and this cancel token.
    pub fn new(endpoint: &'static Endpoint, time_left: Duration, cancel: &CancelToken) -> Self {
        Self {
            endpoint,
            deadline: Instant::now().checked_add(time_left),
            cancel: cancel.clone(),
        }
    }

    /// The endpoint, for [`Error::Deadline`] and [`Error::Cancelled`].
    pub fn endpoint(&self) -> &'static Endpoint {
        self.endpoint
    }

    /// The time that the request can still wait.
    pub fn time_left(&self) -> Duration {
        self.deadline.map_or(Duration::MAX, |deadline| {
            deadline.saturating_duration_since(Instant::now())
        })
    }

    /// The request's cancel token.
    pub fn cancel_token(&self) -> &CancelToken {
        &self.cancel
    }
}

/// The source of a client's tokens.
///
/// [`StaticTokens`] returns the same tokens always; a [`Session`](crate::auth::Session) renews them. Many
/// threads call the methods at once. A method may wait for the network, as long as the request can wait.
pub trait Credentials: Send + Sync {
    /// Returns the Spartan token for a request.
    ///
    /// # Errors
    ///
    /// Any error from renewing the token; [`Error::Deadline`] or [`Error::Cancelled`] if the request can
    /// wait no longer.
    fn spartan_token(&self, call: &CallContext) -> Result<Secret, Error>;

    /// Returns the clearance for a request; `None` if the player has none, which nearly all endpoints
    /// accept. Only called for requests that carry the clearance.
    ///
    /// # Errors
    ///
    /// As for the Spartan token.
    fn clearance(&self, call: &CallContext) -> Result<Option<Secret>, Error>;

    /// Reports that a service refused this Spartan token with status 401. Returns whether another token is
    /// available: the request is then sent once more.
    fn refused(&self, spartan_token: &Secret) -> bool;

    /// Returns the `Authorization` header of a request to Xbox Live itself: `XBL3.0 x=…`. Only called for such
    /// requests. By default, the credentials have no Xbox token.
    ///
    /// # Errors
    ///
    /// As for the Spartan token, and [`Error::Argument`] if the credentials have no Xbox token.
    fn xbox_authorization(&self, call: &CallContext) -> Result<Secret, Error> {
        let _ = call;
        Err(no_xbox_token())
    }

    /// Reports that Xbox Live refused this authorization with status 401. Returns whether another one is available:
    /// the request is then sent once more. Defaults to false.
    fn xbox_refused(&self, authorization: &Secret) -> bool {
        let _ = authorization;
        false
    }
}

/// The error of credentials without an Xbox token.
pub(crate) fn no_xbox_token() -> Error {
    let problem = "these credentials have no Xbox token: use those of a Session, or set xbox_token(…)";
    ArgumentError::new("xbox_token", problem).into()
}

impl<C: Credentials + ?Sized> Credentials for Arc<C> {
    fn spartan_token(&self, call: &CallContext) -> Result<Secret, Error> {
        (**self).spartan_token(call)
    }

    fn clearance(&self, call: &CallContext) -> Result<Option<Secret>, Error> {
        (**self).clearance(call)
    }

    fn refused(&self, spartan_token: &Secret) -> bool {
        (**self).refused(spartan_token)
    }

    fn xbox_authorization(&self, call: &CallContext) -> Result<Secret, Error> {
        (**self).xbox_authorization(call)
    }

    fn xbox_refused(&self, authorization: &Secret) -> bool {
        (**self).xbox_refused(authorization)
    }
}

/// Tokens that never change.
#[derive(Clone, PartialEq, Eq)]
pub struct StaticTokens {
    spartan_token: Secret,
    clearance: Option<Secret>,
    xbox_authorization: Option<Secret>,
}

impl StaticTokens {
    /// A Spartan token, and a clearance if the player has one.
    pub fn new(spartan_token: impl Into<Secret>, clearance: Option<Secret>) -> Self {
        Self {
            spartan_token: spartan_token.into(),
            clearance,
            xbox_authorization: None,
        }
    }

    /// Adds an Xbox token, for requests to Xbox Live itself: the user hash and the XSTS token.
    #[must_use]
    pub fn xbox_token(self, user_hash: impl Into<String>, token: impl Into<Secret>) -> Self {
        self.with_xbox_authorization(Secret::xbox_authorization(&user_hash.into(), &token.into()))
    }

    pub(crate) fn with_xbox_authorization(self, header: Secret) -> Self {
        Self {
            xbox_authorization: Some(header),
            ..self
        }
    }
}

impl fmt::Debug for StaticTokens {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.debug_struct("StaticTokens").finish_non_exhaustive()
    }
}

impl Credentials for StaticTokens {
    fn spartan_token(&self, _: &CallContext) -> Result<Secret, Error> {
        Ok(self.spartan_token.clone())
    }

    fn clearance(&self, _: &CallContext) -> Result<Option<Secret>, Error> {
        Ok(self.clearance.clone())
    }

    fn refused(&self, _: &Secret) -> bool {
        false
    }

    fn xbox_authorization(&self, _: &CallContext) -> Result<Secret, Error> {
        self.xbox_authorization.clone().ok_or_else(no_xbox_token)
    }
}
