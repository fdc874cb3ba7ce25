//! Where a client's tokens come from.

use std::fmt;
use std::sync::Arc;

use super::Secret;
use crate::error::Error;

/// Gives a client its tokens, and is told when they were refused.
///
/// [`StaticTokens`] gives the same always; a [`Session`](super::Session) renews them. The methods are
/// called from many threads at once and may wait for the network.
pub trait Credentials: Send + Sync {
    /// The Spartan token to call with now.
    ///
    /// # Errors
    ///
    /// Whatever keeps it from being had.
    fn spartan_token(&self) -> Result<Secret, Error>;

    /// The clearance to call with now; `None` where there is none to be had, which nearly all calls
    /// do without. Asked for only by calls that take one.
    ///
    /// # Errors
    ///
    /// Whatever keeps it from being had.
    fn clearance(&self) -> Result<Option<Secret>, Error>;

    /// A service refused this Spartan token with status 401. Gives whether another one can be had:
    /// the call is then made once more.
    fn refused(&self, spartan_token: &Secret) -> bool;
}

impl<C: Credentials + ?Sized> Credentials for Arc<C> {
    fn spartan_token(&self) -> Result<Secret, Error> {
        (**self).spartan_token()
    }

    fn clearance(&self) -> Result<Option<Secret>, Error> {
        (**self).clearance()
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
    fn spartan_token(&self) -> Result<Secret, Error> {
        Ok(self.spartan_token.clone())
    }

    fn clearance(&self) -> Result<Option<Secret>, Error> {
        Ok(self.clearance.clone())
    }

    fn refused(&self, _: &Secret) -> bool {
        false
    }
}
