//! The border between C and Rust: every exported function that can fail or panic runs in [`enter`], [`enter_value`] or
//! [`enter_close`].

use std::mem::MaybeUninit;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::ptr;

use crate::code::HaloCode;
use crate::failure::Failure;
use crate::handle::{self, Handle};
use crate::records::deliver;

/// A failure in words. Close it with `halo_error_close`.
pub struct HaloError(());

impl Handle for HaloError {
    type Object = Failure;
    const KIND: &'static str = "error";
}

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
        deliver();
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
/// a failure. A function with several places calls this for all of them before it returns an error.
pub(crate) fn required<'a, T>(name: &str, out: Out<'a, T>, empty: T) -> Result<&'a mut T, Failure> {
    Ok(out.ok_or_else(|| Failure::null(name))?.write(empty))
}

#[cfg(test)]
mod tests {
    use std::ffi::CStr;

    use super::*;
    use crate::error::{halo_error_close, halo_error_message};

    /// An object whose end is a defect.
    struct Broken;

    impl Drop for Broken {
        fn drop(&mut self) {
            panic!("a defect in a drop");
        }
    }

    struct HaloBroken(());

    impl Handle for HaloBroken {
        type Object = Broken;
        const KIND: &'static str = "broken object";
    }

    fn defect(is_defect: bool) -> Result<HaloCode, Failure> {
        assert!(!is_defect, "a defect");
        Ok(HaloCode::Ok)
    }

    #[test]
    fn a_panic_becomes_a_code_and_an_error() {
        let mut error = MaybeUninit::uninit();
        let code = enter(Some(&mut error), || defect(true));
        assert_eq!(code, HaloCode::Panic);
        // SAFETY: `enter` has written to it.
        let error = unsafe { error.assume_init() };
        // SAFETY: the text of an open error ends with NUL.
        let message = unsafe { CStr::from_ptr(halo_error_message(error)) };
        assert!(message.to_str().unwrap().starts_with("a defect of the library"));
        assert_eq!(halo_error_close(error), HaloCode::Ok);
    }

    #[test]
    fn a_panic_becomes_a_code_without_a_place_for_the_error() {
        assert_eq!(enter(None, || defect(true)), HaloCode::Panic);
    }

    #[test]
    fn success_empties_the_place_for_the_error() {
        let mut error = MaybeUninit::new(ptr::without_provenance_mut(1));
        assert_eq!(enter(Some(&mut error), || defect(false)), HaloCode::Ok);
        // SAFETY: it was initialized above.
        assert!(unsafe { error.assume_init() }.is_null());
    }

    #[test]
    fn a_panic_becomes_the_other_value() {
        assert_eq!(enter_value(7, || defect(true).map(|_| 8)), 7);
        assert_eq!(enter_value(7, || defect(false).map(|_| 8)), 8);
    }

    #[test]
    fn a_panic_while_an_object_is_dropped_stays_inside_and_the_handle_is_closed() {
        let handle = handle::open::<HaloBroken>(Broken);
        let close = || enter_close(|| handle::close(handle).map(drop));
        assert_eq!(close(), HaloCode::Panic);
        assert_eq!(close(), HaloCode::ClosedHandle);
    }

    #[test]
    fn a_panic_while_a_result_is_made_leaves_the_place_empty() {
        let mut place = MaybeUninit::new(5_u32);
        let code = enter(None, || {
            let out = required("place", Some(&mut place), 0)?;
            *out = defect(true).map(|_| 6)?;
            Ok(HaloCode::Ok)
        });
        assert_eq!(code, HaloCode::Panic);
        // SAFETY: it was initialized above.
        assert_eq!(unsafe { place.assume_init() }, 0);
    }
}
