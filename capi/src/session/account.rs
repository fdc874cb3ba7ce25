//! The player of a session, whom its clients share.

use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use halo_infinite::Error;
use halo_infinite::auth::{CallContext, Credentials, HaloTokens, Session};
use halo_infinite::types::Secret;

use crate::failure::SignedOut;

/// The credentials of a client with a session: those of the player who is signed in at the time of a request.
pub(crate) struct Account(Mutex<Option<Signed>>);

/// A player who is signed in.
#[derive(Clone)]
pub(super) enum Signed {
    /// With tokens that are renewed.
    Session(Arc<Session>),
    /// With tokens that are used until they expire.
    Tokens(Arc<HaloTokens>),
}

impl Account {
    pub(super) fn new(signed: Option<Signed>) -> Self {
        Self(Mutex::new(signed))
    }

    /// Locked only for a moment: never during a wait or a callback.
    fn lock(&self) -> MutexGuard<'_, Option<Signed>> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// The player.
    pub(super) fn signed(&self) -> Result<Signed, Error> {
        self.lock().clone().ok_or_else(|| Error::credentials(SignedOut))
    }

    pub(super) fn set(&self, signed: Option<Signed>) {
        let before = std::mem::replace(&mut *self.lock(), signed);
        // Outside of the lock, since it may be the last owner.
        drop(before);
    }

    /// Signs a player out, unless another one has signed in meanwhile.
    pub(super) fn leave(&self, signed: &Signed) {
        let left = self.lock().take_if(|current| current.is_same(signed));
        // Outside of the lock, since it may be the last owner.
        drop(left);
    }

    /// Runs a request for tokens. A sign-out ends the renewal that it waits for as if it were cancelled; then the error is
    /// that of a signed-out session.
    pub(super) fn tokens<T>(
        &self,
        call: &CallContext,
        run: impl FnOnce(&Signed) -> Result<T, Error>,
    ) -> Result<T, Error> {
        let result = run(&self.signed()?);
        match &result {
            Err(Error::Cancelled { .. }) if !call.cancel_token().is_cancelled() => {
                self.signed()?;
                result
            }
            _ => result,
        }
    }
}

impl Signed {
    fn credentials(&self) -> &dyn Credentials {
        match self {
            Self::Session(session) => &**session,
            Self::Tokens(tokens) => &**tokens,
        }
    }

    fn is_same(&self, other: &Self) -> bool {
        match (self, other) {
            (Self::Session(one), Self::Session(other)) => Arc::ptr_eq(one, other),
            (Self::Tokens(one), Self::Tokens(other)) => Arc::ptr_eq(one, other),
            _ => false,
        }
    }
}

impl Credentials for Account {
    fn spartan_token(&self, call: &CallContext) -> Result<Secret, Error> {
        self.tokens(call, |signed| signed.credentials().spartan_token(call))
    }

    fn clearance(&self, call: &CallContext) -> Result<Option<Secret>, Error> {
        self.tokens(call, |signed| signed.credentials().clearance(call))
    }

    fn refused(&self, spartan_token: &Secret) -> bool {
        self.signed()
            .is_ok_and(|signed| signed.credentials().refused(spartan_token))
    }

    fn xbox_authorization(&self, call: &CallContext) -> Result<Secret, Error> {
        self.tokens(call, |signed| signed.credentials().xbox_authorization(call))
    }

    fn xbox_refused(&self, authorization: &Secret) -> bool {
        self.signed()
            .is_ok_and(|signed| signed.credentials().xbox_refused(authorization))
    }
}
