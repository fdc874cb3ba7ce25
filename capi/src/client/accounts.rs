//! The accounts of a client.

use std::marker::PhantomData;
use std::slice;
use std::sync::Arc;

use halo_infinite::ClientBuilder;
use halo_infinite::error::ArgumentError;

use crate::failure::Failure;
use crate::handle;
use crate::session::{Account, HaloSession};

/// An array of sessions of the caller: null, or the address of the first one. The header has it as
/// `const HaloSession *const *`.
#[repr(transparent)]
pub struct InSessions<'a>(*const *const HaloSession, PhantomData<&'a [*const HaloSession]>);

impl<'a> InSessions<'a> {
    /// More accounts than anybody has, and few enough that the size of an array is no problem.
    const MAX: usize = 1000;

    /// The array of a slice of at least the count that is passed with it, for tests.
    pub const fn of(sessions: &'a [*const HaloSession]) -> Self {
        Self(sessions.as_ptr(), PhantomData)
    }

    /// No array.
    pub const fn none() -> Self {
        Self(std::ptr::null(), PhantomData)
    }

    /// The sessions. The array must not be null, even if it is empty.
    pub(super) fn required(&self, name: &str, count: usize) -> Result<&'a [*const HaloSession], Failure> {
        if self.0.is_null() {
            return Err(Failure::null(name));
        }
        if count > Self::MAX {
            let problem = format!("it is {count}, but at most {} are allowed", Self::MAX);
            return Err(ArgumentError::new("count", problem).into());
        }
        // SAFETY: it is not null, so the caller, who passed the count, promised an array of so many elements that
        // does not change as long as `'a` lasts; its size is far below the limit of slices.
        Ok(unsafe { slice::from_raw_parts(self.0, count) })
    }
}

/// The account of a session; none for a null handle.
pub(super) fn account_of(session: *const HaloSession) -> Result<Vec<Arc<Account>>, Failure> {
    match session.is_null() {
        true => Ok(Vec::new()),
        false => Ok(vec![handle::get("session", session)?.account()]),
    }
}

/// The accounts of an array of sessions, of which none may be null.
pub(super) fn accounts_of(sessions: &[*const HaloSession]) -> Result<Vec<Arc<Account>>, Failure> {
    if sessions.is_empty() {
        return Err(ArgumentError::new("count", "it is 0, but at least one session is needed").into());
    }
    let mut accounts: Vec<Arc<Account>> = Vec::with_capacity(sessions.len());
    for (index, session) in sessions.iter().enumerate() {
        let account = handle::get("sessions", *session)?.account();
        if accounts.iter().any(|other| Arc::ptr_eq(other, &account)) {
            let problem = format!("the session at {index} is in the list twice");
            return Err(ArgumentError::new("sessions", problem).into());
        }
        accounts.push(account);
    }
    Ok(accounts)
}

/// Sets the accounts of a client; without any, the builder stays as it is. `has_tokens` is about its settings.
pub(super) fn with_accounts(
    builder: ClientBuilder,
    accounts: Vec<Arc<Account>>,
    has_tokens: bool,
) -> Result<ClientBuilder, Failure> {
    if accounts.is_empty() {
        return Ok(builder);
    }
    if has_tokens {
        let problem = "it cannot be set together with a session, which brings its own tokens";
        return Err(ArgumentError::new("spartan_token", problem).into());
    }
    Ok(builder.accounts(accounts))
}
