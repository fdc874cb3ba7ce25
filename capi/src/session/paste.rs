//! Sign-in by paste: the player pastes the address at which the browser ended.

use std::ffi::c_char;
use std::mem::MaybeUninit;
use std::ptr;
use std::sync::Arc;

use halo_infinite::auth::Consent;
use halo_infinite::error::ArgumentError;

use super::{Account, HaloSession};
use crate::boundary::HaloError;
use crate::boundary::{enter, enter_close, enter_value, required};
use crate::cancel::HaloCancel;
use crate::code::HaloCode;
use crate::handle::{self, Handle};
use crate::in_text::InText;
use crate::text::SecretText;

/// A sign-in that waits for the player's consent on a page. Close it with `halo_consent_close`.
pub struct HaloConsent(());

impl Handle for HaloConsent {
    type Object = ConsentObject;
    const KIND: &'static str = "consent";
}

/// A consent, its address for C, and the account of its session.
pub struct ConsentObject {
    consent: Consent,
    url: SecretText,
    account: Arc<Account>,
}

/// Starts a sign-in in a browser that the program does not control: for a redirect URI such as `https://localhost`. Show
/// `halo_consent_url` to the player. At its end, the browser shows a page that does not load; pass its address, which the
/// player pastes, to `halo_session_redeem`. Nothing is sent.
///
/// Any thread may call this; it does not wait.
#[unsafe(no_mangle)]
pub extern "C" fn halo_session_consent(
    session: *const HaloSession,
    consent: Option<&mut MaybeUninit<*mut HaloConsent>>,
    error: Option<&mut MaybeUninit<*mut HaloError>>,
) -> HaloCode {
    enter(error, || {
        let out = required("consent", consent, ptr::null_mut())?;
        let session = handle::get("session", session)?;
        let consent = session.sign_in.consent()?;
        *out = handle::open(ConsentObject {
            url: SecretText::new(consent.url()),
            consent,
            account: session.account(),
        });
        Ok(HaloCode::Ok)
    })
}

/// The page to open in a browser; null if the handle is closed. The text belongs to the consent. It is a secret of this
/// sign-in: show it to the player only.
#[unsafe(no_mangle)]
pub extern "C" fn halo_consent_url(consent: *const HaloConsent) -> *const c_char {
    enter_value(ptr::null(), || Ok(handle::get("consent", consent)?.url.as_ptr()))
}

/// Signs the player in with a consent. Then the session has the player's tokens, and so have its clients.
///
/// `pasted` is the whole address at which the browser ended, or the code in it. `consent` is a consent of this session; it
/// stays open, but Microsoft accepts its code once. `cancel` is a cancel token that ends the wait, or null;
/// `halo_session_close` ends it too.
///
/// Failures: `HALO_CODE_CONSENT` if the text has no code or belongs to another sign-in, `HALO_CODE_SIGN_IN` if the player
/// has declined or a service refuses a step, `HALO_CODE_NETWORK`, `HALO_CODE_STORE`, `HALO_CODE_CANCELLED`,
/// `HALO_CODE_ARGUMENT` for a consent of another session. Then the session keeps the player whom it had before.
///
/// Any thread may call this; it waits for the network.
#[unsafe(no_mangle)]
pub extern "C" fn halo_session_redeem(
    session: *const HaloSession,
    consent: *const HaloConsent,
    pasted: InText<'_>,
    cancel: *const HaloCancel,
    error: Option<&mut MaybeUninit<*mut HaloError>>,
) -> HaloCode {
    enter(error, || {
        let session = handle::get("session", session)?;
        let consent = handle::get("consent", consent)?;
        let pasted = pasted.required("pasted")?;
        let sign_in = session.cancellable(cancel)?;
        if !Arc::ptr_eq(&session.account, &consent.account) {
            let problem = "it belongs to another session: redeem it with the session that it was made with";
            return Err(ArgumentError::new("consent", problem).into());
        }
        let tokens = sign_in.redeem(&consent.consent, pasted)?;
        session.start(&sign_in, tokens)
    })
}

/// Closes a consent, and frees its text. Null is allowed.
#[unsafe(no_mangle)]
pub extern "C" fn halo_consent_close(consent: *mut HaloConsent) -> HaloCode {
    enter_close(|| handle::close(consent).map(drop))
}
