//! Clients.

mod settings;

use std::mem::MaybeUninit;
use std::ptr;

use halo_infinite::{CancelToken, Client};

use crate::boundary::{enter, enter_close, required};
use crate::cancel::HaloCancel;
use crate::code::HaloCode;
use crate::error::{Failure, HaloError};
use crate::handle::{self, Handle};
use crate::json;
use crate::text::InText;

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
/// Any thread may call this, and all threads may share the client.
#[unsafe(no_mangle)]
pub extern "C" fn halo_client_new(
    settings: InText<'_>,
    client: Option<&mut MaybeUninit<*mut HaloClient>>,
    error: Option<&mut MaybeUninit<*mut HaloError>>,
) -> HaloCode {
    enter(error, || {
        let out = required("client", client, ptr::null_mut())?;
        let settings: Settings = json::settings("settings", settings.optional("settings")?)?;
        let closed = CancelToken::new();
        let client = settings.builder()?.build()?.with_cancel_token(&closed);
        *out = handle::open(ClientObject { client, closed });
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
