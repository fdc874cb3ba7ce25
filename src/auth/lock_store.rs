//! The lock of a session's store, within the limits of its sign-in.

use super::sign_in::SignIn;
use super::store::{LockedStore, TokenStore};
use crate::error::{Error, SignInStep, StoreError};
use crate::http::CallContext;

/// Locks a store. Waits no longer than the sign-in's deadline, or until it is cancelled.
pub(super) fn lock_store<'s>(
    store: &'s dyn TokenStore,
    sign_in: &SignIn,
) -> Result<Box<dyn LockedStore + 's>, Error> {
    let options = &sign_in.settings.options;
    let endpoint = SignInStep::SpartanToken.endpoint();
    let wait = CallContext::new(endpoint, options.deadline, &options.cancel);
    store.lock(&wait).map_err(|error| {
        if !matches!(error, StoreError::Busy { .. }) {
            return error.into();
        }
        log::warn!("{error}");
        if options.cancel.is_cancelled() {
            Error::Cancelled {
                endpoint: Some(endpoint),
            }
        } else if wait.time_left().is_zero() {
            Error::Deadline { endpoint, wait: None }
        } else {
            error.into()
        }
    })
}
