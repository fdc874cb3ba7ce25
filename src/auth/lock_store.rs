//! The lock of a session's store.

use super::sign_in::SignIn;
use super::store::{LockedStore, TokenStore};
use crate::error::{Error, SignInStep, StoreError};
use crate::http::CallContext;

/// The limits of a sign-in: its deadline, from now, and its cancel token.
pub(super) fn limits_of(sign_in: &SignIn) -> CallContext {
    let options = &sign_in.settings.options;
    CallContext::new(
        SignInStep::SpartanToken.endpoint(),
        options.deadline,
        &options.cancel,
    )
}

/// Locks a store. Waits no longer than the limits allow.
pub(super) fn lock_store<'s>(
    store: &'s dyn TokenStore,
    limits: &CallContext,
) -> Result<Box<dyn LockedStore + 's>, Error> {
    store.lock(limits).map_err(|error| {
        if !matches!(error, StoreError::Busy { .. }) {
            return error.into();
        }
        log::warn!("{error}");
        let endpoint = limits.endpoint();
        if limits.cancel_token().is_cancelled() {
            Error::Cancelled {
                endpoint: Some(endpoint),
            }
        } else if limits.time_left().is_zero() {
            Error::Deadline { endpoint, wait: None }
        } else {
            error.into()
        }
    })
}
