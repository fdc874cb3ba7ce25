//! Bytes from C.

use std::marker::PhantomData;
use std::slice;

use halo_infinite::error::ArgumentError;

use crate::failure::Failure;

/// Bytes of the caller: null, or the address of the first of them. Their number is the next parameter. The header has it as
/// `const uint8_t *`.
#[repr(transparent)]
pub struct InBytes<'a>(*const u8, PhantomData<&'a [u8]>);

impl<'a> InBytes<'a> {
    /// Bytes from a pointer. C makes them by passing the pointer.
    ///
    /// # Safety
    ///
    /// The pointer is null, or the address of at least as many bytes as the number that is passed to a function with it.
    /// They do not change as long as `'a` lasts.
    pub const unsafe fn new(bytes: *const u8) -> Self {
        Self(bytes, PhantomData)
    }

    /// No bytes.
    pub const fn none() -> Self {
        Self(std::ptr::null(), PhantomData)
    }

    /// The bytes. They may be null if there are none.
    pub(crate) fn of_length(&self, name: &'static str, length: usize) -> Result<&'a [u8], Failure> {
        if length == 0 {
            return Ok(&[]);
        }
        if self.0.is_null() {
            return Err(Failure::null(name));
        }
        if isize::try_from(length).is_err() {
            let problem = format!("there cannot be {length} bytes: the length is wrong");
            return Err(ArgumentError::new(name, problem).into());
        }
        // SAFETY: it is not null, so the caller of `new` promised as many bytes as the number that was passed with it, and
        // that they do not change as long as `'a` lasts. The number fits an `isize`.
        Ok(unsafe { slice::from_raw_parts(self.0, length) })
    }
}
