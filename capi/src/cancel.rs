//! Cancellation.

use std::mem::MaybeUninit;
use std::ptr;

use halo_infinite::CancelToken;

use crate::boundary::{enter, enter_close, required};
use crate::code::HaloCode;
use crate::error::HaloError;
use crate::handle::{self, Handle};

/// A switch that ends calls. Close it with `halo_cancel_close`.
pub struct HaloCancel(());

impl Handle for HaloCancel {
    type Object = CancelToken;
    const KIND: &'static str = "cancel token";
}

/// Makes a switch that ends the calls to which it is passed, before or while they run.
///
/// Any thread may call this.
#[unsafe(no_mangle)]
pub extern "C" fn halo_cancel_new(
    cancel: Option<&mut MaybeUninit<*mut HaloCancel>>,
    error: Option<&mut MaybeUninit<*mut HaloError>>,
) -> HaloCode {
    enter(error, || {
        let cancel = required("cancel", cancel, ptr::null_mut())?;
        *cancel = handle::open(CancelToken::new());
        Ok(HaloCode::Ok)
    })
}

/// Ends the calls to which the switch was passed with `HALO_CODE_CANCELLED`, at once, and all later ones.
///
/// Any thread may call this, also a callback and a signal handler's thread.
#[unsafe(no_mangle)]
pub extern "C" fn halo_cancel_cancel(cancel: *const HaloCancel) -> HaloCode {
    enter_close(|| {
        handle::get("cancel", cancel)?.cancel();
        Ok(())
    })
}

/// Closes a switch. Calls that have it go on. Null is allowed.
#[unsafe(no_mangle)]
pub extern "C" fn halo_cancel_close(cancel: *mut HaloCancel) -> HaloCode {
    enter_close(|| handle::close(cancel).map(drop))
}
