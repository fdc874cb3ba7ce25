//! The source of a client's tokens.

use std::fmt;
use std::sync::Arc;
use std::time::{Duration, Instant};

use crate::error::Error;
use crate::sync::CancelToken;
use crate::types::{Endpoint, Secret};

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
}

/// Tokens that never change.
#[derive(Clone, PartialEq, Eq)]
pub struct StaticTokens {
    spartan_token: Secret,
    clearance: Option<Secret>,
}

impl StaticTokens {
    /// A Spartan token, and a clearance if the player has one.
    pub fn new(spartan_token: impl Into<Secret>, clearance: Option<Secret>) -> Self {
        Self {
            spartan_token: spartan_token.into(),
            clearance,
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
}
