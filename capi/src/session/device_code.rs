//! Sign-in on another device.

use std::ffi::c_void;
use std::mem::MaybeUninit;

use serde_json::json;

use super::HaloSession;
use crate::boundary::HaloError;
use crate::boundary::enter;
use crate::callback::{HaloTextCallback, text_callback};
use crate::cancel::HaloCancel;
use crate::code::HaloCode;
use crate::failure::Failure;
use crate::handle;

/// Signs a player in with a code that the player enters in a browser on any device, and waits until that has happened, at
/// most until the code expires. Then the session has the player's tokens, and so have its clients. The app's registration
/// must allow public client flows.
///
/// `show` is called once, on this thread, with a JSON object: `verification_uri`, the page to open; `user_code`, the code to
/// enter; `expires_in_ms`, the time until the code expires; `message`, a line of English with both. It shows them to the
/// player and returns at once: the wait begins after it. `context` is passed to it. After this function has returned, `show`
/// is not called any more. The code is as secret as a password until it expires.
///
/// `cancel` is a cancel token that ends the wait, or null; `halo_session_close` ends it too.
///
/// Failures: `HALO_CODE_SIGN_IN` if the player declines, lets the code expire, or a service refuses a step,
/// `HALO_CODE_NETWORK`, `HALO_CODE_STORE`, `HALO_CODE_CANCELLED`. Then the session keeps the player whom it had before.
///
/// Any thread may call this; it waits, so a thread that draws frames must not.
#[unsafe(no_mangle)]
pub extern "C" fn halo_session_sign_in_with_device_code(
    session: *const HaloSession,
    show: HaloTextCallback,
    context: *mut c_void,
    cancel: *const HaloCancel,
    error: Option<&mut MaybeUninit<*mut HaloError>>,
) -> HaloCode {
    enter(error, || {
        let session = handle::get("session", session)?;
        let show = text_callback(show, context).ok_or_else(|| Failure::null("show"))?;
        let sign_in = session.cancellable(cancel)?;
        let tokens = sign_in.with_device_code(|prompt| {
            let shown = json!({
                "verification_uri": prompt.verification_uri,
                "user_code": prompt.user_code,
                "expires_in_ms": u64::try_from(prompt.expires_in.as_millis()).unwrap_or(u64::MAX),
                "message": prompt.to_string(),
            });
            show(&shown.to_string());
        })?;
        session.start(&sign_in, tokens)
    })
}
