//! Clients.

mod accounts;
mod settings;

use std::mem::MaybeUninit;
use std::ptr;
use std::sync::Arc;

use halo_infinite::{CancelToken, Client};

use crate::boundary::{enter, enter_close, required};
use crate::cancel::HaloCancel;
use crate::code::HaloCode;
use crate::error::{Failure, HaloError};
use crate::handle::{self, Handle};
use crate::json;
use crate::session::{Account, HaloSession};
use crate::text::InText;

pub use accounts::InSessions;
use settings::Settings;

/// A client. Close it with `halo_client_close`.
pub struct HaloClient(());

impl Handle for HaloClient {
    type Object = ClientObject;
    const KIND: &'static str = "client";
}

/// A client, and the token that ends its calls when it is closed.
pub struct ClientObject {
    pub(crate) client: Client,
    pub(crate) closed: CancelToken,
}

impl ClientObject {
    fn new(settings: Settings, accounts: Vec<Arc<Account>>) -> Result<Self, Failure> {
        let has_tokens = settings.has_tokens();
        let builder = accounts::with_accounts(settings.builder()?, accounts, has_tokens)?;
        let closed = CancelToken::new();
        let client = builder.build()?.with_cancel_token(&closed);
        Ok(Self { client, closed })
    }

    /// The client for a call that a switch may end; a null handle stands for none.
    pub(crate) fn cancelled_by(&self, cancel: *const HaloCancel) -> Result<Client, Failure> {
        if cancel.is_null() {
            return Ok(self.client.clone());
        }
        let cancel = handle::get("cancel", cancel)?;
        let either = CancelToken::any_of([&self.closed, &cancel]);
        Ok(self.client.with_cancel_token(&either))
    }
}

/// Makes a client. Nothing is sent.
///
/// `settings` is a JSON object, or null. All members may be left out:
///
/// - `spartan_token`, `clearance`: the player's tokens.
/// - `environment`: the base URL of a sandbox.
///
/// `session` has the tokens, in place of those in the settings; null for none. The client uses the tokens of the player who is
/// signed in at the time of a call, and renews them; if none is, the call fails with `HALO_CODE_SIGNED_OUT`. So the client may be
/// made before the player signs in. The client keeps the player even if the session is closed; then nobody can sign in or out
/// any more, and the tokens are renewed as before.
///
/// Any thread may call this, and all threads may share the client.
#[unsafe(no_mangle)]
pub extern "C" fn halo_client_new(
    settings: InText<'_>,
    session: *const HaloSession,
    client: Option<&mut MaybeUninit<*mut HaloClient>>,
    error: Option<&mut MaybeUninit<*mut HaloError>>,
) -> HaloCode {
    enter(error, || {
        let out = required("client", client, ptr::null_mut())?;
        let settings: Settings = json::settings("settings", settings.optional("settings")?)?;
        *out = handle::open(ClientObject::new(settings, accounts::account_of(session)?)?);
        Ok(HaloCode::Ok)
    })
}

/// Makes a client that uses several players in turn, each with a rate limit of its own. Nothing is sent.
///
/// `sessions` is an array of `count` sessions, none null and none twice; it is not used after the call. The rest is as for
/// `halo_client_new`.
///
/// A call goes by the account that can send it first. If a service asks an account to wait, or an account has no usable tokens,
/// for example because its player is signed out, the call goes on with the next one; an account without tokens is passed over
/// for up to a minute, also if its player signs in meanwhile. If none has usable tokens, the call fails with the error of the
/// last one. The option `account` of `halo_call` selects one, counted from 0: calls for data that only its owner can see need it.
/// Such a client cannot write.
///
/// Any thread may call this, and all threads may share the client.
#[unsafe(no_mangle)]
pub extern "C" fn halo_client_new_with_accounts(
    settings: InText<'_>,
    sessions: InSessions<'_>,
    count: usize,
    client: Option<&mut MaybeUninit<*mut HaloClient>>,
    error: Option<&mut MaybeUninit<*mut HaloError>>,
) -> HaloCode {
    enter(error, || {
        let out = required("client", client, ptr::null_mut())?;
        let settings: Settings = json::settings("settings", settings.optional("settings")?)?;
        let accounts = accounts::accounts_of(sessions.required("sessions", count)?)?;
        *out = handle::open(ClientObject::new(settings, accounts)?);
        Ok(HaloCode::Ok)
    })
}

/// Closes a client. Its calls that are under way in other threads end with `HALO_CODE_CANCELLED`. Null is allowed.
#[unsafe(no_mangle)]
pub extern "C" fn halo_client_close(client: *mut HaloClient) -> HaloCode {
    enter_close(|| {
        if let Some(client) = handle::close(client)? {
            client.closed.cancel();
        }
        Ok(())
    })
}
