//! The border between C and Rust: every exported function runs in [`enter`] or [`enter_value`].

use std::mem::MaybeUninit;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::ptr;

use crate::code::HaloCode;
use crate::error::{Failure, HaloError};
use crate::handle;
use crate::logging;

/// A place for a result: the address of a variable of the caller, or null. It need not hold a value yet.
///
/// This is an `Option` of a reference, which C passes as a pointer, so that writing takes no unsafe code. The caller
/// promises that a pointer is valid for writes during the call; the header says so.
pub(crate) type Out<'a, T> = Option<&'a mut MaybeUninit<T>>;

/// Runs a function of the interface. A failure becomes its code, and an error handle if the caller wants one. So does
/// a panic, which must not unwind into C.
pub(crate) fn enter(
    error: Out<'_, *mut HaloError>,
    run: impl FnOnce() -> Result<HaloCode, Failure>,
) -> HaloCode {
    // What a panic leaves behind is only reached through handles, whose objects hold no broken promises: their locks
    // ignore poison, and their state changes in one step.
    let result = catch_unwind(AssertUnwindSafe(|| {
        let result = run();
        // The function holds no lock any more.
        logging::deliver();
        result
    }));
    let result = result.unwrap_or_else(|_| Err(Failure::panic()));
    let (code, failure) = match result {
        Ok(code) => (code, None),
        Err(failure) => (failure.code, Some(failure)),
    };
    if let Some(error) = error {
        error.write(failure.map_or(ptr::null_mut(), handle::open));
    }
    code
}

/// As [`enter`], for a function that returns a value of its own; `otherwise` after a failure or a panic.
pub(crate) fn enter_value<T>(otherwise: T, run: impl FnOnce() -> Result<T, Failure>) -> T {
    match catch_unwind(AssertUnwindSafe(run)) {
        Ok(Ok(value)) => value,
        Ok(Err(_)) | Err(_) => otherwise,
    }
}

/// As [`enter`], for a function without a place for an error.
pub(crate) fn enter_close(run: impl FnOnce() -> Result<(), Failure>) -> HaloCode {
    enter(None, || run().map(|()| HaloCode::Ok))
}

/// The place for a result, which must not be null. It holds `empty` from now on, so that the caller finds no garbage after
/// a failure.
pub(crate) fn required<'a, T>(name: &str, out: Out<'a, T>, empty: T) -> Result<&'a mut T, Failure> {
    Ok(out.ok_or_else(|| Failure::null(name))?.write(empty))
}
