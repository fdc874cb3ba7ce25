//! The handle that describes a failure.

use std::ffi::c_char;
use std::ptr;

use crate::boundary::{HaloError, enter_close, enter_value};
use crate::code::HaloCode;
use crate::handle;
use crate::text::Text;

/// The code of an error; `HALO_CODE_CLOSED_HANDLE` if the handle is closed, null or of another kind.
#[unsafe(no_mangle)]
pub extern "C" fn halo_error_code(error: *const HaloError) -> HaloCode {
    enter_value(HaloCode::ClosedHandle, || Ok(handle::get("error", error)?.code))
}

/// The message: what failed and why, in English. Null if the handle is closed. The text belongs to the error.
#[unsafe(no_mangle)]
pub extern "C" fn halo_error_message(error: *const HaloError) -> *const c_char {
    enter_value(ptr::null(), || Ok(handle::get("error", error)?.message.as_ptr()))
}

/// What to do about it, in English; null if there is no more to say than the message, or the handle is closed. The text
/// belongs to the error.
#[unsafe(no_mangle)]
pub extern "C" fn halo_error_advice(error: *const HaloError) -> *const c_char {
    enter_value(ptr::null(), || {
        let error = handle::get("error", error)?;
        Ok(error.advice.as_ref().map_or(ptr::null(), Text::as_ptr))
    })
}

/// More facts, as a JSON object: `service`, `endpoint`, `status`, `attempts`, `argument`, `player` (of a watch), as far as
/// they apply. The text belongs to the error. Null if the handle is closed.
///
/// A failed sign-in has `kind`, its reason, such as `no_xbox_profile`, `timeout` (the player did not come back) or `damaged`
/// (the store). If a service refused a step, there are also `step`, such as `refresh_token` or `xbox_user_token`;
/// `service_code`, the service's own code, such as `invalid_grant` or `2148916233`, and `aadsts`, Microsoft's number, both
/// if it sent one; and `needs_new_sign_in`: whether the player must sign in again, because the tokens no longer work.
#[unsafe(no_mangle)]
pub extern "C" fn halo_error_details(error: *const HaloError) -> *const c_char {
    enter_value(ptr::null(), || Ok(handle::get("error", error)?.details.as_ptr()))
}

/// Closes an error. Null is allowed.
#[unsafe(no_mangle)]
pub extern "C" fn halo_error_close(error: *mut HaloError) -> HaloCode {
    enter_close(|| handle::close(error).map(drop))
}
