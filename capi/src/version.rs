//! The versions of the library and of its binary interface.

use std::ffi::c_char;
use std::mem::MaybeUninit;

use crate::boundary::HaloError;
use crate::boundary::enter;
use crate::code::HaloCode;
use crate::failure::Failure;

/// The version of the binary interface that this header describes. It changes when a program that was compiled with an
/// older header would not work any more; new functions, codes, settings and members of JSON do not change it.
pub const HALO_ABI_VERSION: u32 = 1;

/// The version of the binary interface that the library has. Any thread may call this.
#[unsafe(no_mangle)]
pub extern "C" fn halo_abi_version() -> u32 {
    HALO_ABI_VERSION
}

/// Checks that the library has the binary interface of the header: `halo_check_abi(HALO_ABI_VERSION, &error)`. Call it
/// before all others. If it does not, the result is `HALO_CODE_ABI_MISMATCH`.
///
/// Any thread may call this.
#[unsafe(no_mangle)]
pub extern "C" fn halo_check_abi(version: u32, error: Option<&mut MaybeUninit<*mut HaloError>>) -> HaloCode {
    enter(error, || {
        if version == HALO_ABI_VERSION {
            return Ok(HaloCode::Ok);
        }
        let message = format!(
            "the header describes version {version} of the binary interface, the library has version {HALO_ABI_VERSION}: \
             use the header that came with the library"
        );
        Err(Failure::new(HaloCode::AbiMismatch, message))
    })
}

/// The version of the library, such as `0.1.0`.
///
/// The text is never freed. Any thread may call this.
#[unsafe(no_mangle)]
pub extern "C" fn halo_version() -> *const c_char {
    concat!(env!("CARGO_PKG_VERSION"), "\0").as_ptr().cast()
}
