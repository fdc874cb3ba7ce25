//! Texts from C.

use std::ffi::{CStr, c_char};
use std::marker::PhantomData;

use crate::failure::Failure;

/// A text of the caller: null, or UTF-8 that ends with NUL. The header has it as `const char *`.
#[repr(transparent)]
pub struct InText<'a>(*const c_char, PhantomData<&'a CStr>);

impl<'a> InText<'a> {
    /// A text from a pointer. C makes one by passing the pointer.
    ///
    /// # Safety
    ///
    /// The pointer is null, or that of a string that ends with NUL and does not change as long as `'a` lasts.
    pub const unsafe fn new(text: *const c_char) -> Self {
        Self(text, PhantomData)
    }

    /// The text of a string of Rust, for tests.
    pub const fn of(text: &'a CStr) -> Self {
        Self(text.as_ptr(), PhantomData)
    }

    /// No text.
    pub const fn none() -> Self {
        Self(std::ptr::null(), PhantomData)
    }

    /// The text; `None` if it is null.
    pub(crate) fn optional(&self, name: &str) -> Result<Option<&'a str>, Failure> {
        if self.0.is_null() {
            return Ok(None);
        }
        // SAFETY: it is not null, so the caller of `new` promised a string that ends with NUL and does not change as long
        // as `'a` lasts.
        let text: &'a CStr = unsafe { CStr::from_ptr(self.0) };
        text.to_str()
            .map(Some)
            .map_err(|error| Failure::not_utf8(name, error.valid_up_to()))
    }

    /// The text, which must not be null.
    pub(crate) fn required(&self, name: &str) -> Result<&'a str, Failure> {
        self.optional(name)?.ok_or_else(|| Failure::null(name))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::code::HaloCode;

    #[test]
    fn texts_from_outside_are_null_or_utf8() {
        assert!(InText::none().optional("text").is_ok_and(|text| text.is_none()));
        assert!(InText::of(c"é").required("text").is_ok_and(|text| text == "é"));
        let code = |text: InText<'_>| text.required("text").err().map(|failure| failure.code);
        assert_eq!(code(InText::none()), Some(HaloCode::NullPointer));
        assert_eq!(code(InText::of(c"ab\xff")), Some(HaloCode::NotUtf8));
    }
}
