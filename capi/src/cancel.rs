//! Cancellation.

use std::mem::MaybeUninit;
use std::ptr;

use halo_infinite::CancelToken;

use crate::boundary::HaloError;
use crate::boundary::{enter, enter_close, required};
use crate::code::HaloCode;
use crate::failure::Failure;
use crate::handle::{self, Handle};

/// A cancel token that ends calls. Close it with `halo_cancel_close`.
pub struct HaloCancel(());

impl Handle for HaloCancel {
    type Object = CancelToken;
    const KIND: &'static str = "cancel token";
}

/// A token of its own that `closed` cancels, and the cancel token too; a null handle stands for none.
pub(crate) fn joined(closed: &CancelToken, cancel: *const HaloCancel) -> Result<CancelToken, Failure> {
    if cancel.is_null() {
        return Ok(closed.child());
    }
    let cancel = handle::get("cancel", cancel)?;
    Ok(CancelToken::any_of([closed, &cancel]))
}

/// Makes a cancel token that ends the calls to which it is passed, before or while they run.
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

/// Ends the calls to which the cancel token was passed with `HALO_CODE_CANCELLED`, at once, and all later ones.
///
/// Any thread may call this, also a callback, but not a signal handler: let it set a flag that a thread of the program
/// reads.
#[unsafe(no_mangle)]
pub extern "C" fn halo_cancel_cancel(cancel: *const HaloCancel) -> HaloCode {
    enter_close(|| {
        handle::get("cancel", cancel)?.cancel();
        Ok(())
    })
}

/// Closes a cancel token. Calls that have it go on, and nothing can cancel them by it any more. Null is allowed.
///
/// Any thread may call this.
#[unsafe(no_mangle)]
pub extern "C" fn halo_cancel_close(cancel: *mut HaloCancel) -> HaloCode {
    enter_close(|| handle::close(cancel).map(drop))
}
