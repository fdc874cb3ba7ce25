//! Texts from C and for C.

use std::ffi::{CStr, c_char};
use std::marker::PhantomData;

use crate::error::Failure;

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
        // SAFETY: it is not null, so whoever made `self` promised a string that ends with NUL and does not change as long
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

/// A text or bytes for C, with a NUL at the end.
pub struct Text(Vec<u8>);

impl Text {
    /// A text. A NUL inside becomes the replacement character; only a text from outside can have one.
    pub fn new(text: impl Into<String>) -> Self {
        let mut text = text.into();
        if text.contains('\0') {
            text = text.replace('\0', "\u{fffd}");
        }
        Self::of_bytes(text.into_bytes())
    }

    /// Bytes, which may be zero, or JSON, which never has a NUL inside.
    pub fn of_bytes(mut bytes: Vec<u8>) -> Self {
        bytes.push(0);
        Self(bytes)
    }

    /// The address of the first byte, valid as long as the text.
    pub fn as_ptr(&self) -> *const c_char {
        self.0.as_ptr().cast()
    }

    /// The length without the NUL.
    pub fn len(&self) -> usize {
        self.0.len().saturating_sub(1)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::code::HaloCode;

    /// The text as C reads it.
    fn read(text: &Text) -> &CStr {
        // SAFETY: a text ends with NUL, and lasts as long as the reference.
        unsafe { CStr::from_ptr(text.as_ptr()) }
    }

    #[test]
    fn a_nul_inside_does_not_end_a_text() {
        let text = Text::new("a\0b");
        assert_eq!(read(&text).to_str(), Ok("a\u{fffd}b"));
        assert_eq!(text.len(), 5);
    }

    #[test]
    fn bytes_have_their_length_and_a_nul_after_them() {
        let bytes = Text::of_bytes(vec![1, 0, 2]);
        assert_eq!(bytes.len(), 3);
        assert_eq!(read(&bytes).to_bytes(), [1]);
        assert_eq!(Text::of_bytes(Vec::new()).len(), 0);
        assert!(read(&Text::new("")).is_empty());
    }

    #[test]
    fn texts_from_outside_are_null_or_utf8() {
        assert!(InText::none().optional("text").is_ok_and(|text| text.is_none()));
        assert!(InText::of(c"é").required("text").is_ok_and(|text| text == "é"));
        let code = |text: InText<'_>| text.required("text").err().map(|failure| failure.code);
        assert_eq!(code(InText::none()), Some(HaloCode::NullPointer));
        assert_eq!(code(InText::of(c"ab\xff")), Some(HaloCode::NotUtf8));
    }
}
