//! Sessions: players who sign in, and stay signed in.

mod account;
mod browser;
mod device_code;
mod import;
mod paste;
mod player;
mod settings;
mod store;

use std::mem::MaybeUninit;
use std::ptr;
use std::sync::Arc;

use halo_infinite::CancelToken;
use halo_infinite::auth::{CallContext, Session, SignIn, SignInStep, TokenSet};

use crate::boundary::HaloError;
use crate::boundary::{enter, enter_close, enter_value, required};
use crate::cancel::{self, HaloCancel};
use crate::code::HaloCode;
use crate::failure::Failure;
use crate::handle::{self, Handle};
use crate::in_text::InText;
use crate::network;

pub use browser::*;
pub use device_code::*;
pub use import::*;
pub use paste::*;
pub use player::*;

pub(crate) use account::Account;

use account::Signed;
use settings::Settings;
use store::Store;

/// A session: a player who signs in, and stays signed in. Close it with `halo_session_close`.
pub struct HaloSession(());

impl Handle for HaloSession {
    type Object = SessionObject;
    const KIND: &'static str = "session";
}

/// The way to sign in, and the player. Clients share the `Account`, and have it beyond the session's end.
pub struct SessionObject {
    sign_in: SignIn,
    store: Store,
    deadline: std::time::Duration,
    account: Arc<Account>,
    /// Ends the waits of the session's functions when it is closed.
    closed: CancelToken,
}

impl SessionObject {
    /// The credentials for a client.
    pub(crate) fn account(&self) -> Arc<Account> {
        Arc::clone(&self.account)
    }

    /// The token that the session's end cancels, and a cancel token if there is one.
    fn cancelled_by(&self, cancel: *const HaloCancel) -> Result<CancelToken, Failure> {
        cancel::joined(&self.closed, cancel)
    }

    /// The sign-in for a wait that a cancel token may end. The cancel token does not end the renewals later.
    fn cancellable(&self, cancel: *const HaloCancel) -> Result<SignIn, Failure> {
        let cancel = self.cancelled_by(cancel)?;
        Ok(self.sign_in.clone().cancel_token(&cancel))
    }

    /// Starts a session with the tokens of a sign-in.
    fn start(&self, sign_in: &SignIn, tokens: TokenSet) -> Result<HaloCode, Failure> {
        let session = Session::start(sign_in, self.store.clone(), tokens)?;
        self.account.set(Some(Signed::Session(Arc::new(session))));
        Ok(HaloCode::Ok)
    }
}

/// Makes a session, and continues the one of an earlier run if its tokens are in the store. Otherwise the session is signed
/// out. Nothing is sent. If another program holds the lock of the store, this waits for it, at most `deadline_ms`.
///
/// `HALO_CODE_ARGUMENT` for settings that are not allowed or do not fit together, `HALO_CODE_MISSING_FEATURE`, and
/// `HALO_CODE_STORE` if the tokens cannot be read.
///
/// `settings` is a JSON object. All members but `client_id` may be left out. The app, as it is registered in Azure:
///
/// - `client_id`: the application (client) ID.
/// - `client_secret`: the client secret, for an app of the kind *Web*.
/// - `redirect_uri`: the address to which the browser returns; by default `http://localhost`, and `https://localhost` for an
///   app with a secret.
/// - `authority`: `live` (`login.live.com`, the default) or `consumers` (`login.microsoftonline.com`). A refresh token works
///   only at the authority that issued it.
///
/// The tokens:
///
/// - `store`: the place of the tokens between two runs of the program: `"memory"` (none, the default), `{"file": PATH}` or
///   `{"keyring": SERVICE}` with the name of the program (feature `keyring`). Only the user can read the file; a copy of it
///   is as good as a password.
/// - `xuid`: the player whose tokens are continued, if the store has several; by default the one who was saved last.
///
/// The way to the services, as for `halo_client_new`: `environment`, `proxy`, `no_proxy`, `tls`, `timeout_ms`, `retries`.
/// Further:
///
/// - `deadline_ms`: maximum time of one step of a sign-in with its retries, by default 5 minutes. The time that the player
///   takes does not count.
///
/// Any thread may call this, and all threads may share the session: if two of them sign in at once, the player whose sign-in
/// ends last stays.
#[unsafe(no_mangle)]
pub extern "C" fn halo_session_new(
    settings: InText<'_>,
    session: Option<&mut MaybeUninit<*mut HaloSession>>,
    error: Option<&mut MaybeUninit<*mut HaloError>>,
) -> HaloCode {
    enter(error, || {
        let out = required("session", session, ptr::null_mut())?;
        let (network, settings) =
            network::settings::<Settings>("settings", Some(settings.required("settings")?))?;
        let deadline = settings.deadline();
        let app = settings.app()?;
        let sign_in = network.sign_in(SignIn::new(&app))?.deadline(deadline);
        // Neither a cancel token nor the session's end ends the renewals: clients may have the player.
        let sign_in = sign_in.renewal_cancel_token(&CancelToken::new());
        let store = settings.store.open()?;
        let restored = Session::restore(&sign_in, store.clone(), settings.xuid)?;
        *out = handle::open(SessionObject {
            sign_in,
            store,
            deadline,
            account: Arc::new(Account::new(
                restored.map(|session| Signed::Session(Arc::new(session))),
            )),
            closed: CancelToken::new(),
        });
        Ok(HaloCode::Ok)
    })
}

/// Whether the session has the tokens of a player. They may have expired, or no longer be accepted: only
/// `halo_session_player` or a call can tell. False if the handle is closed.
///
/// Any thread may call this; it does not wait.
#[unsafe(no_mangle)]
pub extern "C" fn halo_session_is_signed_in(session: *const HaloSession) -> bool {
    enter_value(false, || {
        Ok(handle::get("session", session)?.account.signed().is_ok())
    })
}

/// Signs the player out: removes the tokens from the store, and from the memory of the session and of its clients. Calls of
/// those clients fail with `HALO_CODE_SIGNED_OUT` until a player signs in again. The services accept the tokens until they
/// expire; the player can revoke the consent at account.microsoft.com.
///
/// A session without a player fails with `HALO_CODE_SIGNED_OUT`, and so does a second sign-out. If the store cannot be
/// written, the result is `HALO_CODE_STORE`, and the player stays signed in.
///
/// This waits while a renewal or another program holds the lock of the store, at most for the session's `deadline_ms`.
/// `cancel` is a cancel token that ends the wait, or null; `halo_session_close` ends it too. Any thread may call this.
#[unsafe(no_mangle)]
pub extern "C" fn halo_session_sign_out(
    session: *const HaloSession,
    cancel: *const HaloCancel,
    error: Option<&mut MaybeUninit<*mut HaloError>>,
) -> HaloCode {
    enter(error, || {
        let session = handle::get("session", session)?;
        let cancel = session.cancelled_by(cancel)?;
        let signed = session.account.signed()?;
        if let Signed::Session(player) = &signed {
            let endpoint = SignInStep::SpartanToken.endpoint();
            player.sign_out_within(&CallContext::new(endpoint, session.deadline, &cancel))?;
        }
        session.account.leave(&signed);
        Ok(HaloCode::Ok)
    })
}

/// Closes a session. Its functions that wait in other threads end with `HALO_CODE_CANCELLED`. This does not wait for them,
/// nor for the callback of a sign-in, which runs within them: keep its context valid until they return. Null is allowed.
///
/// The player stays signed in: clients that were made with the session go on with the player and renew the tokens, and the
/// tokens stay in the store. `halo_session_sign_out` removes them.
///
/// Any thread may call this, also within a callback of the session.
#[unsafe(no_mangle)]
pub extern "C" fn halo_session_close(session: *mut HaloSession) -> HaloCode {
    enter_close(|| {
        if let Some(session) = handle::close(session)? {
            session.closed.cancel();
        }
        Ok(())
    })
}
