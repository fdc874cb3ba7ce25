//! Where a client's tokens come from.

use std::fmt;
use std::sync::Arc;
use std::time::{Duration, Instant};

use super::Secret;
use crate::cancel::CancelToken;
use crate::error::{Endpoint, Error};

/// The call that tokens are wanted for: how long it can wait for them, and who may stop it.
#[derive(Debug, Clone)]
pub struct CallContext {
    endpoint: Endpoint,
    /// `None` where it is too far off to be reckoned with, which is never.
    deadline: Option<Instant>,
    cancel: CancelToken,
}

impl CallContext {
    /// A call that is over in such a time, or once the token is cancelled.
    pub fn new(endpoint: Endpoint, time_left: Duration, cancel: &CancelToken) -> Self {
        Self {
            endpoint,
            deadline: Instant::now().checked_add(time_left),
            cancel: cancel.clone(),
        }
    }

    /// The call, for what is reported of it: [`Error::Deadline`] and [`Error::Cancelled`] name it.
    pub fn endpoint(&self) -> Endpoint {
        self.endpoint
    }

    /// How long it can still wait.
    pub fn time_left(&self) -> Duration {
        self.deadline.map_or(Duration::MAX, |deadline| {
            deadline.saturating_duration_since(Instant::now())
        })
    }

    /// Who may stop it.
    pub fn cancel_token(&self) -> &CancelToken {
        &self.cancel
    }
}

/// Gives a client its tokens, and is told when they were refused.
///
/// [`StaticTokens`] gives the same always; a [`Session`](super::Session) renews them. The methods are
/// called from many threads at once and may wait for the network, as long as the call can.
pub trait Credentials: Send + Sync {
    /// The Spartan token to call with now.
    ///
    /// # Errors
    ///
    /// Whatever keeps it from being had; [`Error::Deadline`] or [`Error::Cancelled`] where the call can
    /// wait no longer.
    fn spartan_token(&self, call: &CallContext) -> Result<Secret, Error>;

    /// The clearance to call with now; `None` where there is none to be had, which nearly all calls
    /// do without. Asked for only by calls that take one.
    ///
    /// # Errors
    ///
    /// As for the Spartan token.
    fn clearance(&self, call: &CallContext) -> Result<Option<Secret>, Error>;

    /// A service refused this Spartan token with status 401. Gives whether another one can be had:
    /// the call is then made once more.
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

/// Tokens that stay as they are, until they expire.
#[derive(Clone, PartialEq, Eq)]
pub struct StaticTokens {
    spartan_token: Secret,
    clearance: Option<Secret>,
}

impl StaticTokens {
    /// A Spartan token and, where there is one, a clearance.
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
