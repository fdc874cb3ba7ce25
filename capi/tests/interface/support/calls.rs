//! Calls of functions of the interface, with places for results and errors, and with texts and bytes.

use std::ffi::CString;
use std::mem::MaybeUninit;
use std::ptr;

use halo_infinite_capi::*;

use super::{Failed, read_error};

/// A place for a result.
pub type Out<'a, T> = Option<&'a mut MaybeUninit<T>>;

/// The place for an error.
pub type ErrorOut<'a> = Out<'a, *mut HaloError>;

/// A handle that may go to other threads, as in C.
pub struct Shared<T>(pub *mut T);

impl<T> Clone for Shared<T> {
    fn clone(&self) -> Self {
        *self
    }
}
impl<T> Copy for Shared<T> {}

impl<T> Shared<T> {
    /// A method, so that closures take the whole, which they may send.
    pub fn get(self) -> *mut T {
        self.0
    }
}

// SAFETY: a handle is a number, which nobody follows.
unsafe impl<T> Send for Shared<T> {}
// SAFETY: the same.
unsafe impl<T> Sync for Shared<T> {}

/// A variable as a place for a result.
pub fn place<T: Copy>(variable: &mut T) -> &mut MaybeUninit<T> {
    // SAFETY: the two types have the same layout, and the library writes only initialized values.
    unsafe { &mut *ptr::from_mut(variable).cast() }
}

/// Calls a function with a place for an error. Returns its code, also `Pending` and `Over`, or the error.
pub fn outcome(run: impl FnOnce(ErrorOut<'_>) -> HaloCode) -> Result<HaloCode, Failed> {
    let mut error = ptr::dangling_mut();
    let code = run(Some(place(&mut error)));
    let is_success = matches!(code, HaloCode::Ok | HaloCode::Pending | HaloCode::Over);
    if is_success {
        assert!(error.is_null(), "{code:?} with an error");
        return Ok(code);
    }
    let failed = read_error(error);
    assert_eq!(failed.code, code, "{failed:?}");
    Err(failed)
}

/// Calls a function that fails.
pub fn failure(run: impl FnOnce(ErrorOut<'_>) -> HaloCode) -> Failed {
    outcome(run).expect_err("a failure")
}

/// Calls a function with a place for a value, and one for an error.
pub fn value<T: Copy>(
    before: T,
    run: impl FnOnce(Out<'_, T>, ErrorOut<'_>) -> HaloCode,
) -> Result<T, Failed> {
    let mut value = before;
    let code = outcome(|error| run(Some(place(&mut value)), error))?;
    assert_eq!(code, HaloCode::Ok);
    Ok(value)
}

/// Calls a function that makes a handle. Without one, the place must be null; `Pending` and `Over` are errors then.
pub fn made<T>(run: impl FnOnce(Out<'_, *mut T>, ErrorOut<'_>) -> HaloCode) -> Result<*mut T, Failed> {
    let mut handle = ptr::dangling_mut();
    let outcome = outcome(|error| run(Some(place(&mut handle)), error));
    assert_eq!(handle.is_null(), outcome != Ok(HaloCode::Ok));
    match outcome? {
        HaloCode::Ok => Ok(handle),
        code => Err(Failed::without_words(code)),
    }
}

/// Calls a function with a place for a value. Returns its code and the value.
pub fn code_and<T: Copy>(before: T, run: impl FnOnce(Out<'_, T>) -> HaloCode) -> (HaloCode, T) {
    let mut value = before;
    let code = run(Some(place(&mut value)));
    (code, value)
}

/// A text for the interface.
pub fn c(text: impl ToString) -> CString {
    CString::new(text.to_string()).unwrap()
}

/// Bytes for the interface, with their number.
pub fn input(bytes: &[u8]) -> (InBytes<'_>, usize) {
    // SAFETY: the bytes do not change as long as they are borrowed, and the number is theirs.
    (unsafe { InBytes::new(bytes.as_ptr()) }, bytes.len())
}

/// A cancel token.
pub fn cancel() -> *mut HaloCancel {
    made(|cancel, error| halo_cancel_new(cancel, error)).unwrap()
}
