//! Sign-in with a browser on this machine.

use std::ffi::c_void;
use std::io;
use std::mem::MaybeUninit;
use std::time::Duration;

use halo_infinite::auth::BROWSER_TIMEOUT;

use super::HaloSession;
use crate::boundary::HaloError;
use crate::boundary::enter;
use crate::callback::{HaloTextCallback, text_callback};
use crate::cancel::HaloCancel;
use crate::code::HaloCode;
use crate::failure::Failure;
use crate::handle;

/// Signs a player in with a browser on this machine, and waits until the player has consented. Then the session has the
/// player's tokens, and so have its clients.
///
/// `open` is called once, on this thread, with the address to open in a browser. If it cannot do that, it may cancel the
/// cancel token `cancel`. If `open` is null, the system's browser is opened; that needs a build with the feature `browser`,
/// otherwise the result is `HALO_CODE_MISSING_FEATURE`. `context` is passed to `open`. After this function has returned,
/// `open` is not called any more.
///
/// Until the player returns, the library listens on 127.0.0.1, and for `localhost` on ::1 too. The redirect URI of the
/// settings must start with `http://localhost` or `http://127.0.0.1`; without a port, any free port is used.
///
/// `timeout_ms` is the time that the player may take; 0 stands for 5 minutes. `cancel` is a cancel token that ends the wait
/// at once, or null; `halo_session_close` ends it too.
///
/// Failures: `HALO_CODE_ARGUMENT` for another redirect URI, `HALO_CODE_CONSENT` if the player does not come back in time,
/// the port is in use or the system's browser does not open, `HALO_CODE_SIGN_IN` if the player declines or a service refuses
/// a step, `HALO_CODE_NETWORK`, `HALO_CODE_STORE`, `HALO_CODE_CANCELLED`. Then the session keeps the player whom it had
/// before. After a success, that player stays in the store beside the new one.
///
/// Any thread may call this; it waits, so a thread that draws frames must not.
#[unsafe(no_mangle)]
pub extern "C" fn halo_session_sign_in_with_browser(
    session: *const HaloSession,
    open: HaloTextCallback,
    context: *mut c_void,
    timeout_ms: u64,
    cancel: *const HaloCancel,
    error: Option<&mut MaybeUninit<*mut HaloError>>,
) -> HaloCode {
    enter(error, || {
        let session = handle::get("session", session)?;
        let sign_in = session.cancellable(cancel)?;
        let timeout = match timeout_ms {
            0 => BROWSER_TIMEOUT,
            timeout => Duration::from_millis(timeout),
        };
        let tokens = match text_callback(open, context) {
            Some(open) => sign_in.with_browser(timeout, |url| {
                open(url);
                Ok(())
            }),
            None => sign_in.with_browser(timeout, system_browser()?),
        }?;
        session.start(&sign_in, tokens)
    })
}

#[cfg(feature = "browser")]
fn system_browser() -> Result<impl FnOnce(&str) -> io::Result<()>, Failure> {
    Ok(halo_infinite::auth::open_browser)
}

#[cfg(not(feature = "browser"))]
fn system_browser() -> Result<fn(&str) -> io::Result<()>, Failure> {
    Err(Failure::missing_feature(
        "open: null, which stands for the system's browser,",
        "browser",
    ))
}
